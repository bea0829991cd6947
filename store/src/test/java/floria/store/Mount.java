package floria.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

/** A small file system in memory, for tests of a disk that is full or cannot be written. */
record Mount(Path path) implements AutoCloseable {

    /** Skips the test where this user may not mount. */
    static Mount tmpfs(Path path, String size) throws IOException {
        Files.createDirectories(path);
        if (run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString()) != 0) {
            Assumptions.abort("not run: this user may not mount a small file system");
        }
        return new Mount(path);
    }

    void makeReadOnly() {
        if (run("mount", "-o", "remount,ro", path.toString()) != 0) {
            Assumptions.abort("not run: this file system cannot be made read-only");
        }
    }

    @Override
    public void close() {
        run("umount", "--lazy", path.toString());
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException _) {
            return -1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
