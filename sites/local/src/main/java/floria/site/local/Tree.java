package floria.site.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import floria.site.Fault.Kind;

/** Makes and removes folders that nobody else sees. */
final class Tree {
    private Tree() {}

    static Path make(Path folder) throws IOException {
        return Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * Removes the folder with everything in it; symbolic links are removed, never followed, also
     * when somebody puts one in the way meanwhile.
     */
    static void remove(Path folder) throws IOException {
        refuseMounts(folder);
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("not a folder to remove: " + folder);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            if (!(entries instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException("this file system has no safe way to remove " + folder);
            }
            remove(secure, folder);
        }
    }

    private static void remove(SecureDirectoryStream<Path> parent, Path path) throws IOException {
        Path name = path.getFileName();
        try {
            if (!isFolder(parent, name)) {
                parent.deleteFile(name);
                return;
            }
            try (SecureDirectoryStream<Path> inside = open(parent, path)) {
                for (Path entry : inside) {
                    remove(inside, path.resolve(entry.getFileName()));
                }
            }
            parent.deleteDirectory(name);
        } catch (NoSuchFileException _) {
            // Somebody else removed it.
        }
    }

    private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Path path)
            throws IOException {
        Path name = path.getFileName();
        try {
            return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException _) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static boolean isFolder(SecureDirectoryStream<Path> parent, Path name)
            throws IOException {
        return parent.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    /** What is mounted below belongs to somebody else. */
    private static void refuseMounts(Path folder) throws IOException {
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));
        for (String mount : mounts) {
            String point = mount.split(" ")[4].replace("\\040", " ");
            if (point.startsWith(folder + "/")) {
                throw Faults.of(
                        Kind.CONFLICT,
                        "Something is still mounted at " + point + ", so nothing there is removed.",
                        "Unmount it (umount " + point + "), then try again.");
            }
        }
    }
}
