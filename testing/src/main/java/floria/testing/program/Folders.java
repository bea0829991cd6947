package floria.testing.program;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes away what an engine leaves in its folders, mounts included. */
public final class Folders {

    private Folders() {}

    /** Unmounts everything below the folder, the deepest first. */
    public static void unmount(Path folder) throws IOException {
        Optional<Path> umount = Programs.find("umount");
        if (umount.isEmpty()) {
            return;
        }
        List<String> mounts =
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .map(line -> line.split(" ")[1])
                        .filter(path -> Path.of(path).startsWith(folder))
                        .toList();
        for (String mount : mounts.reversed()) {
            try {
                Programs.run(Map.of(), List.of(umount.get().toString(), "-l", mount));
            } catch (IllegalStateException _) {
                // It went by itself meanwhile; deleting tells if not.
            }
        }
    }

    /** Removes the folder with all that is in it; what cannot be removed stays. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory,
                            java.io.@org.jspecify.annotations.Nullable IOException failure)
                            throws IOException {
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
