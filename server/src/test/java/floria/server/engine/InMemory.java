package floria.server.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Folders in memory, where this machine has a file system there: for tests that end an engine but
 * not the machine, to which a disk that synchronises hundreds of stores adds nothing but waiting.
 */
final class InMemory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(
            AnnotatedElementContext element, ExtensionContext extension) throws IOException {
        return Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "floria-test-")
                : Files.createTempDirectory("floria-test-");
    }
}
