package floria.testing.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.opentest4j.TestAbortedException;

import floria.testing.program.Folders;
import floria.testing.program.Programs;

/**
 * Images that are made once and kept: as tars, and as read-only image stores of Podman, which any
 * number of services use at the same time without loading anything. What is there is whole, for it
 * is made beside and renamed; who comes second waits and finds it.
 */
public final class ImageCache {

    private static final String RECIPE = "1";

    private final Path folder;

    private ImageCache(Path folder) {
        this.folder = folder;
    }

    /** The folder named by FLORIA_CACHE, or the usual one of the user. */
    public static ImageCache standard() {
        Map<String, String> environment = System.getenv();
        String named = environment.getOrDefault("FLORIA_CACHE", "");
        if (!named.isEmpty()) {
            return of(Path.of(named));
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base =
                cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return of(base.resolve("floria"));
    }

    public static ImageCache of(Path folder) {
        try {
            return new ImageCache(Files.createDirectories(folder).toRealPath());
        } catch (IOException e) {
            throw new TestAbortedException(
                    "not run: the cache folder " + folder + " cannot be made", e);
        }
    }

    /**
     * The image's root file system as a tar.
     *
     * @throws TestAbortedException when it cannot be made here
     */
    public Path tar(TestImage image) {
        return switch (image) {
            case TestImage.Tar tar -> tar.file();
            case TestImage.Lab _ -> lab();
            case TestImage.Debian _ -> once("debian-12-" + RECIPE + ".tar", ImageCache::debian);
            case TestImage.Busybox _ -> once("busybox-" + RECIPE + ".tar", ImageCache::busybox);
        };
    }

    /** An image store of Podman with this one image, to be named among the additional ones. */
    Path store(TestImage image) {
        Path tar = tar(image);
        String name = image.name().replaceAll("[^a-z0-9]+", "-");
        return once(
                "podman-" + name + "-" + stamp(tar, image.name()),
                part -> importInto(part, tar, image.name()));
    }

    @FunctionalInterface
    private interface Make {
        void at(Path part) throws IOException;
    }

    private Path once(String name, Make make) {
        Path whole = folder.resolve(name);
        if (Files.exists(whole)) {
            return whole;
        }
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve("." + name + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (!Files.exists(whole)) {
                Path part = folder.resolve("." + name + ".part");
                Folders.delete(part);
                make.at(part);
                Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            }
            return whole;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + whole, e);
        }
    }

    private static void debian(Path part) {
        Path mmdebstrap = Programs.need("mmdebstrap", "the image debian:12");
        try {
            Programs.run(
                    Map.of(),
                    List.of(
                            mmdebstrap.toString(),
                            "--quiet",
                            "--format=tar",
                            "--variant=minbase",
                            "--include=ca-certificates",
                            "bookworm",
                            part.toString()));
        } catch (IllegalStateException e) {
            throw new TestAbortedException(
                    "not run: the image debian:12 could not be built: " + e.getMessage(), e);
        }
    }

    private static void busybox(Path part) throws IOException {
        Path busybox = Programs.need("busybox", "the image busybox");
        Path root = Files.createTempDirectory("floria-busybox-");
        try {
            Path bin = Files.createDirectories(root.resolve("bin"));
            Files.createDirectories(root.resolve("tmp"));
            Files.copy(busybox, bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
            for (String applet :
                    Programs.run(Map.of(), List.of(busybox.toString(), "--list"))
                            .lines()
                            .filter(name -> !name.equals("busybox"))
                            .toList()) {
                Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
            }
            Programs.run(
                    Map.of(), List.of("tar", "-C", root.toString(), "-cf", part.toString(), "."));
        } finally {
            Folders.delete(root);
        }
    }

    private Path lab() {
        try (InputStream script =
                ImageCache.class.getResourceAsStream("/floria/testing/lab-image.sh")) {
            if (script == null) {
                throw new TestAbortedException("not run: lab-image.sh is not on the class path");
            }
            Path copy = Files.createTempFile("floria-lab-", ".sh");
            try {
                Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
                String said =
                        Programs.run(
                                Map.of(),
                                List.of("/bin/sh", copy.toString(), folder.toString()),
                                1800);
                return Path.of(said.lines().toList().getLast());
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException | IllegalStateException e) {
            throw new TestAbortedException(
                    "not run: the lab image could not be built: " + e.getMessage(), e);
        }
    }

    private static void importInto(Path part, Path tar, String image) throws IOException {
        Path podman = Programs.need("podman", "the image " + image);
        Path work = Files.createTempDirectory("floria-import-");
        try {
            Path storage =
                    Files.writeString(
                            work.resolve("storage.conf"),
                            """
                            [storage]
                            driver="overlay"
                            graphroot="%s"
                            runroot="%s"
                            """
                                    .formatted(part, work.resolve("run")));
            List<String> command = new ArrayList<>(List.of(podman.toString(), "import", "--quiet"));
            command.addAll(List.of(tar.toString(), image));
            Programs.run(Map.of("CONTAINERS_STORAGE_CONF", storage.toString()), command);
            Folders.unmount(part);
        } finally {
            Folders.unmount(work);
            Folders.delete(work);
        }
    }

    /** Another tar is another store. */
    private static String stamp(Path tar, String image) {
        try {
            String text =
                    tar.getFileName()
                            + " "
                            + Files.size(tar)
                            + " "
                            + Files.getLastModifiedTime(tar).toMillis()
                            + " "
                            + image;
            return HexFormat.of().toHexDigits(hash(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long hash(byte[] bytes) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
