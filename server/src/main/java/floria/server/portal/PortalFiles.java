package floria.server.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the portal, as they were when its page was last asked for: a path leads to one of
 * them or to nothing. A portal that is built while the server runs is taken up. Safe for use by
 * many threads.
 */
public final class PortalFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PortalFiles.class);

    /** Where the portal lies on the server. */
    public static final String PATH = "/portal";

    private static final String INDEX = "index.html";

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "json", "application/json",
                    "svg", "image/svg+xml",
                    "woff2", "font/woff2",
                    "png", "image/png",
                    "wasm", "application/wasm");

    private final Optional<Path> folder;
    private volatile Map<String, Path> files;

    /**
     * A file to be sent.
     *
     * @param packed the same, compressed by gzip
     * @param hashed whether its name changes with its content
     */
    record Found(Path file, Optional<Path> packed, String type, boolean hashed) {}

    private PortalFiles(Optional<Path> folder) {
        this.folder = folder;
        this.files = list(folder);
    }

    /** The files in the folder; none when there is no such folder. */
    public static PortalFiles in(Optional<Path> folder) {
        return new PortalFiles(folder);
    }

    private static Map<String, Path> list(Optional<Path> folder) {
        Map<String, Path> files = new TreeMap<>();
        if (folder.isPresent() && Files.isDirectory(folder.get())) {
            try (Stream<Path> found = Files.walk(folder.get())) {
                found.filter(Files::isRegularFile)
                        .forEach(file ->
                                files.put(
                                        folder.get().relativize(file).toString().replace('\\', '/'),
                                        file));
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("Cannot read the portal in {}: {}", folder.get(), e.toString());
            }
        }
        return Map.copyOf(files);
    }

    /** The page that everything begins with; empty when this server has no portal. */
    Optional<String> page() {
        files = list(folder);
        return Optional.ofNullable(files.get(INDEX)).flatMap(PortalFiles::text);
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            LOG.warn("Cannot read {}: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** The file at that path, the page left out. */
    Optional<Found> file(String path) {
        return Optional.ofNullable(files.get(path))
                .filter(_ -> !path.equals(INDEX))
                .map(file ->
                        new Found(
                                file,
                                Optional.ofNullable(files.get(path + ".gz")),
                                type(path),
                                path.startsWith("assets/")));
    }

    private static String type(String path) {
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }
}
