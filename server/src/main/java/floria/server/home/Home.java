package floria.server.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server's state folder, held with a lock of the operating system from {@link #open} to {@link
 * #close}: a second server on the same folder is refused, and a killed one leaves nothing to clean
 * up. Safe for use by many threads.
 */
public final class Home implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Home.class);
    private static final String LOCK = "lock";

    /** What people and clients put there before the first server. */
    private static final Set<String> BEFORE = Set.of("sites.yaml", "start.lock", "server.log");

    private final Path folder;
    private final FileChannel channel;
    private final String token;

    /** How a running server is reached; the content of {@code server.json}. */
    public record Address(String url, long pid, String version) {}

    private Home(Path folder, FileChannel channel, String token) {
        this.folder = folder;
        this.channel = channel;
        this.token = token;
    }

    /** Makes the folder if need be, and takes it. Fails with {@link StartFailure}. */
    public static Home open(Path folder, SecureRandom random) {
        try {
            if (!PrivateFiles.folder(folder, LOCK, BEFORE)) {
                throw failure(
                        "The state folder "
                                + folder
                                + " can be read by others and holds files that are not Floria's."
                                + " Choose another one with --home, or close it: chmod 700 "
                                + folder
                                + ".",
                        null);
            }
            FileChannel channel = PrivateFiles.open(folder.resolve(LOCK));
            if (lock(channel) == null) {
                channel.close();
                throw new StartFailure(inUse(folder), StartFailure.CONFLICT, Optional.empty());
            }
            // What a killed server left; nobody else may write it while the lock is held.
            Files.deleteIfExists(folder.resolve("server.json"));
            return new Home(folder, channel, token(folder.resolve("token"), random));
        } catch (IOException | UnsupportedOperationException e) {
            throw failure(
                    "The state folder "
                            + folder
                            + " cannot be used: "
                            + reason(e)
                            + ". Choose another one with --home, or make it writable.",
                    e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** The bearer token of the only user. */
    public String token() {
        return token;
    }

    /** Tells local clients where the server is. */
    public void announce(Address address) {
        try {
            PrivateFiles.write(
                    folder.resolve("server.json"), JsonMapper.shared().writeValueAsBytes(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the announcement back; clients see no server from now on. */
    public void withdraw() {
        try {
            Files.deleteIfExists(folder.resolve("server.json"));
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", folder.resolve("server.json"), reason(e));
        }
    }

    /** Withdraws, and lets the folder go. Repeatable. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        withdraw();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("Cannot release {}: {}", folder.resolve(LOCK), reason(e));
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String inUse(Path folder) {
        String other = "";
        try {
            Address address =
                    JsonMapper.shared()
                            .readValue(
                                    Files.readAllBytes(folder.resolve("server.json")),
                                    Address.class);
            other = " (process " + address.pid() + ", " + address.url() + ")";
        } catch (IOException | JacksonException e) {
            LOG.debug("The other server has not said where it is", e);
        }
        return "Another server uses the state folder "
                + folder
                + other
                + ". Use that one, stop it, or choose another folder with --home.";
    }

    private static String token(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            String kept = Files.readString(file).strip();
            if (!kept.isEmpty()) {
                PrivateFiles.tighten(file);
                return kept;
            }
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        PrivateFiles.write(file, (made + "\n").getBytes(StandardCharsets.UTF_8));
        return made;
    }

    private static StartFailure failure(String message, @Nullable Exception cause) {
        return new StartFailure(message, StartFailure.FAILED, Optional.ofNullable(cause));
    }

    /** File system exceptions often carry nothing but a path. */
    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
