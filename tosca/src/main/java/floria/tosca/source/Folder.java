package floria.tosca.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files of a folder, read when they are asked for. Paths and symbolic links that lead out of the
 * folder, and files above {@value #LARGEST} bytes, are as if they were not there.
 */
public final class Folder implements Sources {
    /** No script or type file is this large; data does not belong into a template's folder. */
    public static final int LARGEST = 256 * 1024 * 1024;

    private final Path root;

    private Folder(Path root) {
        this.root = root;
    }

    /**
     * Opens a folder.
     *
     * @throws IOException if it is not there or may not be read
     */
    public static Folder at(Path root) throws IOException {
        return new Folder(root.toRealPath());
    }

    /** The file at {@code path} below the folder, as a template to read. */
    public Optional<Source> file(String path) {
        return Paths.normal("", path).flatMap(this::read);
    }

    @Override
    public Optional<Source> resolve(String base, String reference) {
        return Paths.path(base).flatMap(path -> Paths.normal(path, reference)).flatMap(this::read);
    }

    private Optional<Source> read(String path) {
        try {
            Path file = root.resolve(path).toRealPath();
            if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                return bytes.length > LARGEST
                        ? Optional.empty()
                        : Optional.of(new Source(Paths.SCHEME + path, bytes));
            }
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
