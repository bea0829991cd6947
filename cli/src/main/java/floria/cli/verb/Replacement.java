package floria.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts another content into a file of the person. */
final class Replacement {

    private Replacement() {}

    /** Whole or not at all: no disk so full that half a template remains. */
    static void of(Path file, byte[] bytes) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new");
        try {
            Files.write(fresh, bytes);
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
