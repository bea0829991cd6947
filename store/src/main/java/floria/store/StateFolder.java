package floria.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import floria.engine.state.StoreException;

/** The folder of a store, readable by its owner only, and the names of the files in it. */
record StateFolder(Path path) {
    private static final Duration LOCK_RETRY = Duration.ofMillis(20);
    private static final int LOCK_TRIES = 1500;

    Path database() {
        return path.resolve("floria.db");
    }

    Path secretKey() {
        return path.resolve("secrets.key");
    }

    /** Makes folder and database file where they are missing, and leaves alone what is there. */
    void prepare() {
        prepareFolder();
        try {
            Path file = database();
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                createFile(file);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        if (!Files.isRegularFile(database())
                || !Files.isReadable(database())
                || !Files.isWritable(database())
                || !Files.isWritable(path)) {
            throw new StoreException(
                    "the state folder "
                            + path
                            + " cannot be used: this user needs to read and write it and the file "
                            + database().getFileName()
                            + " in it; correct the permissions, or choose another folder");
        }
    }

    /** Makes the folder where it is missing. */
    void prepareFolder() {
        try {
            createFolder(path.toAbsolutePath());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private StoreException unusable(IOException cause) {
        return new StoreException(
                "the state folder "
                        + path
                        + " cannot be made or written ("
                        + cause
                        + "); check that this user may write there, or choose another folder",
                cause);
    }

    /**
     * Runs {@code work} while no other process and no other thread prepares the same store. The
     * lock is on a file of its own, since a lock of ours on the database would break SQLite's.
     */
    <T> T exclusively(Supplier<T> work) {
        Path file = path.resolve("store.lock");
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        readableByOwner("rw-------"))) {
            FileLock lock = lock(channel, file);
            try {
                return work.get();
            } finally {
                lock.release();
            }
        } catch (IOException e) {
            throw new StoreException(
                    file + " cannot be locked (" + e + "); check that this user may write it", e);
        }
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        for (int i = 0; i < LOCK_TRIES; i++) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException _) {
                // Held by another thread of this process, which a file lock cannot wait for.
            }
            LockSupport.parkNanos(LOCK_RETRY.toNanos());
        }
        throw new StoreException(
                file + " is held by another process that opens the store; try again when it ends");
    }

    private static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolder(parent);
        }
        try {
            Files.createDirectory(folder, readableByOwner("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        if (parent != null) {
            sync(parent);
        }
    }

    private static void createFile(Path file) throws IOException {
        try {
            Files.createFile(file, readableByOwner("rw-------"));
        } catch (FileAlreadyExistsException _) {
            // Another process was faster; its file is as good.
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            sync(folder);
        }
    }

    /** Puts a folder's list of names on disk. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static FileAttribute<Set<PosixFilePermission>> readableByOwner(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
