package floria.server.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** Files and folders that nobody but their owner may read. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Writes a file whole or not at all: a reader never sees half of it. */
    static void write(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attribute(FILE))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Opens the file, makes it first if it is not there. */
    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                attribute(FILE));
    }

    /** Takes a file's rights away from everybody but its owner. */
    static void tighten(Path file) throws IOException {
        if (isOpenToOthers(file)) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /**
     * Makes the folder, or takes one that is there. A folder that others may look into is closed
     * when it holds {@code marker}, or nothing besides {@code own}, and otherwise left alone: it
     * may be somebody else's.
     *
     * @return whether the folder is private now
     */
    static boolean folder(Path folder, String marker, Set<String> own) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder, attribute(FOLDER));
            return true;
        }
        if (!isOpenToOthers(folder)) {
            return true;
        }
        if (!Files.exists(folder.resolve(marker)) && !holdsOnly(folder, own)) {
            return false;
        }
        Files.setPosixFilePermissions(folder, FOLDER);
        return true;
    }

    private static boolean holdsOnly(Path folder, Set<String> names) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(entry -> names.contains(entry.getFileName().toString()));
        }
    }

    private static boolean isOpenToOthers(Path path) throws IOException {
        Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
        rights.addAll(Files.getPosixFilePermissions(path));
        return !FOLDER.containsAll(rights);
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(
            Set<PosixFilePermission> rights) {
        return PosixFilePermissions.asFileAttribute(rights);
    }
}
