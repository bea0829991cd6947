package floria.site.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import floria.site.Fault.Kind;
import floria.site.Key;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Mount;
import floria.site.ResourceSpec.Volume;

/**
 * The site on the disk: {@code <root>/<key>/} with {@code resource.properties} and, of a machine,
 * {@code workspace/}, of a volume {@code data/}. A folder appears and disappears as a whole, by a
 * rename; names with a dot in front are half made or half gone, and are cleared away.
 */
final class Folders {
    private static final String MAKING = ".making-";
    private static final String REMOVING = ".removing-";

    private final Path root;

    Folders(Path root) {
        this.root = root;
    }

    Path workspace(Key key) {
        return folder(key).resolve("workspace");
    }

    /** Where a machine sees its volumes. */
    Path mounts(Key key) {
        return workspace(key).resolve("mounts");
    }

    /** What is in a volume. */
    Path data(Key key) {
        return folder(key).resolve("data");
    }

    private Path folder(Key key) {
        return root.resolve(key.toString());
    }

    private static Path file(Path folder) {
        return folder.resolve("resource.properties");
    }

    /** Makes the root, or checks that it can be used. */
    void open() {
        try {
            Tree.make(root);
            if (!Files.isWritable(root)) {
                throw new IOException("permission denied");
            }
        } catch (IOException e) {
            throw Faults.disk(root, e);
        }
    }

    /** Keeps others from changing what is there. */
    Held lock() {
        open();
        try {
            RootLock lock = RootLock.take(root);
            return () -> {
                try {
                    lock.close();
                } catch (IOException e) {
                    throw Faults.disk(root, e);
                }
            };
        } catch (IOException e) {
            throw Faults.disk(root, e);
        }
    }

    /** A lock that is let go of. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Optional<LocalResource> find(Key key) {
        open();
        try {
            return Optional.of(ResourceFile.read(file(folder(key))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw Faults.disk(folder(key), e);
        }
    }

    List<LocalResource> all() {
        open();
        List<LocalResource> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                Key.parse(entry.getFileName().toString()).flatMap(this::find).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw Faults.disk(root, e);
        }
        found.sort(Comparator.comparing(one -> one.spec().key()));
        return found;
    }

    /** Makes the folder of something that is not there. The caller holds the lock. */
    void make(LocalResource resource) {
        Key key = resource.spec().key();
        Path making = root.resolve(MAKING + key);
        try {
            clear(making);
            Tree.make(making);
            ResourceFile.write(file(making), resource);
            switch (resource.spec()) {
                case Volume _ -> Tree.make(making.resolve("data"));
                case Machine machine -> furnish(making.resolve("workspace"), machine);
                default -> {}
            }
            Files.move(making, folder(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Faults.disk(making, e);
        }
    }

    private void furnish(Path workspace, Machine machine) throws IOException {
        Path mounts = Tree.make(workspace.resolve("mounts"));
        for (Mount mount : machine.mounts()) {
            Path link = mounts.resolve(relative(mount.path()).toString());
            Optional.ofNullable(link.getParent()).ifPresent(Folders::makeUnchecked);
            Files.createSymbolicLink(link, data(mount.volume()));
        }
    }

    private static void makeUnchecked(Path folder) {
        try {
            Tree.make(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(LocalResource resource) {
        Path folder = folder(resource.spec().key());
        try {
            ResourceFile.write(file(folder), resource);
        } catch (IOException e) {
            throw Faults.disk(folder, e);
        }
    }

    /** Removes the folder if it is there, and what earlier calls could not finish. */
    void remove(Key key) {
        Path removing = root.resolve(REMOVING + key);
        try {
            clear(removing);
            clear(root.resolve(MAKING + key));
            if (Files.exists(folder(key), LinkOption.NOFOLLOW_LINKS)) {
                Files.move(folder(key), removing, StandardCopyOption.ATOMIC_MOVE);
                clear(removing);
            }
        } catch (IOException e) {
            throw Faults.disk(folder(key), e);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Tree.remove(folder);
        }
    }

    /** A mount path as a path below some folder, which it never leaves. */
    static Path relative(String path) {
        try {
            Path normal = Path.of("/").resolve(path).normalize();
            if (normal.getNameCount() > 0) {
                return Path.of("/").relativize(normal);
            }
        } catch (InvalidPathException _) {
            // Said below.
        }
        throw Faults.of(
                Kind.INVALID,
                "'" + path + "' is no folder that a volume can be mounted at.",
                "Give an absolute path, such as /data.");
    }
}
