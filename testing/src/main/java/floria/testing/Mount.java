package floria.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.opentest4j.TestAbortedException;

/** A small file system in memory, for tests of a disk that is full or cannot be written. */
public record Mount(Path path) implements AutoCloseable {
    private static final String FILLER = "filler";

    /**
     * Mounts one that this user alone may read.
     *
     * @param size as mount has it, such as 8m
     * @throws TestAbortedException where this user may not mount
     */
    public static Mount tmpfs(Path path, String size) throws IOException {
        Files.createDirectories(path);
        String options = "mode=700,size=" + size;
        if (run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString()) != 0) {
            throw new TestAbortedException("not run: this user may not mount a small file system");
        }
        return new Mount(path);
    }

    /** Leaves no byte of room. */
    public void fill() throws IOException {
        byte[] kilobyte = new byte[1024];
        try (OutputStream out = Files.newOutputStream(path.resolve(FILLER))) {
            while (true) {
                out.write(kilobyte);
            }
        } catch (IOException e) {
            if (Files.getFileStore(path).getUsableSpace() > 0) {
                throw e;
            }
        }
    }

    /** Gives back the room that {@link #fill} took. */
    public void empty() throws IOException {
        Files.deleteIfExists(path.resolve(FILLER));
    }

    /** No more can be written from here on. */
    public void makeReadOnly() {
        if (run("mount", "-o", "remount,ro", path.toString()) != 0) {
            throw new TestAbortedException("not run: this file system cannot be made read-only");
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
