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
final class Disk implements Place {
    private static final int DEEPEST = 8;
    private static final int MOST = 2_000;

    private final List<Path> folders = new CopyOnWriteArrayList<>();

    @Override
    public void add(String uri) {
        path(uri).ifPresent(folders::add);
    }

    @Override
    public void remove(String uri) {
        path(uri).ifPresent(folders::remove);
    }

    @Override
    public boolean holds(String address) {
        return path(address).isPresent();
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

    @Override
    public String normal(String uri) {
        return path(uri).map(Disk::uri).orElse(uri);
    }

    static String uri(Path path) {
        String uri = path.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    @Override
    public Optional<String> beside(String base, String reference) {
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
                            .map(Disk::uri)
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

    /** {@inheritDoc} Links must not lead out of the folder that it is in. */
    @Override
    public Optional<Source> read(String address) {
        return path(address).flatMap(this::read);
    }

    private Optional<Source> read(Path file) {
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

    @Override
    public List<String> templates() {
        return folders.stream()
                .flatMap(folder -> below(folder, DEEPEST))
                .limit(MOST)
                .map(Disk::uri)
                .toList();
    }

    @Override
    public List<String> near(String uri) {
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
