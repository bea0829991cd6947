package floria.cli.template;

import java.nio.file.Path;
import java.util.Optional;

import floria.tosca.problem.Location;

/** Names of files on this machine as the person would write them. */
record Names(Path root, Path path, String file) {
    private static final String SCHEME = "file:";

    /** Names around a file with that path, which the person wrote as {@code file}. */
    static Names of(Path path, String file) {
        return new Names(Optional.ofNullable(path.getRoot()).orElseThrow(), path, file);
    }

    /** The address of the file itself, seen from the root. */
    String address() {
        return SCHEME + slashed(root.relativize(path));
    }

    Location of(Location at) {
        return new Location(of(at.address()), at.line(), at.column(), at.endLine(), at.endColumn());
    }

    String of(String address) {
        if (!address.startsWith(SCHEME)) {
            return address;
        }
        Path whole = root.resolve(address.substring(SCHEME.length()));
        if (whole.equals(path)) {
            return SCHEME + file;
        }
        Path given = Path.of(file);
        Path folder = Optional.ofNullable(path.getParent()).orElse(root);
        return SCHEME
                + slashed(
                        given.isAbsolute()
                                ? whole
                                : given.resolveSibling(folder.relativize(whole)).normalize());
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
