package floria.lsp.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import floria.tosca.source.Folder;
import floria.tosca.source.Source;

/** Files of the disk, by the URIs that editors give them. */
final class Disk {
    private static final int DEEPEST = 8;
    private static final int MOST = 2_000;

    private final List<Path> folders = new CopyOnWriteArrayList<>();

    /** Adds a folder that is open in the editor. */
    void add(String uri) {
        path(uri).ifPresent(folders::add);
    }

    void remove(String uri) {
        path(uri).ifPresent(folders::remove);
    }

    /** The path of a URI; empty for those of documents that are in no file. */
    static Optional<Path> path(String uri) {
        try {
            URI parsed = URI.create(uri);
            return "file".equals(parsed.getScheme())
                    ? Optional.of(Path.of(parsed).toAbsolutePath().normalize())
                    : Optional.empty();
        } catch (IllegalArgumentException | FileSystemNotFoundException _) {
            return Optional.empty();
        }
    }

    /** One URI for each file, however the editor escapes it. */
    static String normal(String uri) {
        return path(uri).map(Disk::uri).orElse(uri);
    }

    static String uri(Path path) {
        String uri = path.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    /** What a reference in a file means: a path relative to it, that does not leave its folder. */
    Optional<Path> beside(String base, String reference) {
        String path = reference.startsWith("file:") ? reference.substring(5) : reference;
        boolean relative =
                !path.isEmpty()
                        && !path.startsWith("/")
                        && !path.contains("\\")
                        && !path.contains("://");
        try {
            return relative
                    ? path(base)
                            .map(file -> file.resolveSibling(path).normalize())
                            .filter(file -> file.startsWith(root(base)))
                    : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /** The folder of the editor that a file is in, or its own. */
    private Path root(String uri) {
        Path file = path(uri).orElseThrow();
        return folders.stream()
                .filter(file::startsWith)
                .min(Comparator.comparingInt(Path::getNameCount))
                .orElseGet(() -> file.resolveSibling("").normalize());
    }

    /** The content of a file; links must not lead out of the folder it is in. */
    Optional<Source> read(Path file) {
        try {
            Path real = file.toRealPath();
            Path root = root(uri(file)).toRealPath();
            boolean fit =
                    real.startsWith(root)
                            && Files.isRegularFile(real)
                            && Files.size(real) <= Folder.LARGEST;
            return fit
                    ? Optional.of(new Source(uri(file), Files.readAllBytes(real)))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** YAML files of the editor's folders: where a name may be used by files that are not open. */
    List<Path> templates() {
        return folders.stream().flatMap(folder -> below(folder, DEEPEST)).limit(MOST).toList();
    }

    /** YAML files near a file, as paths that it can import them by. */
    List<String> near(String uri) {
        Optional<Path> file = path(uri);
        Optional<Path> folder = file.map(path -> path.resolveSibling("").normalize());
        return folder.stream()
                .flatMap(base ->
                        below(base, 4)
                                .filter(path -> !path.equals(file.get()))
                                .map(path -> base.relativize(path).toString().replace('\\', '/')))
                .sorted()
                .limit(200)
                .toList();
    }

    private static Stream<Path> below(Path folder, int depth) {
        try (Stream<Path> all =
                Files.find(
                        folder,
                        depth,
                        (path, attributes) ->
                                attributes.isRegularFile() && isTemplate(folder, path))) {
            return all.limit(MOST).toList().stream();
        } catch (IOException | UncheckedIOException _) {
            return Stream.empty();
        }
    }

    private static boolean isTemplate(Path folder, Path path) {
        String name = path.toString();
        Path inside = folder.relativize(path);
        for (Path part : inside) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".tosca");
    }
}
