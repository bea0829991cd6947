package floria.server.kind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import floria.server.configuration.Key;
import floria.server.configuration.SiteEntry;
import floria.site.Fault.Scope;
import floria.site.ssh.SshSettings;
import floria.site.ssh.SshSettings.Patience;
import floria.site.ssh.SshSettings.Trust;

/** How a site's machines are reached by SSH, which is said alike of every kind that needs it. */
final class SshAccess {
    static final Map<String, Key> KEYS =
            Map.of(
                    "user", Key.TEXT,
                    "identity", Key.TEXT,
                    "configuration", Key.TEXT,
                    "known_hosts", Key.TEXT,
                    "trust", Key.oneOf("known", "first-use"));

    /** What the SSH client may know of this process. */
    private static final Set<String> FOR_SSH =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "LANG",
                    "SSH_AUTH_SOCK",
                    "KRB5CCNAME",
                    "XDG_RUNTIME_DIR");

    private final SiteEntry entry;
    private final Map<String, String> environment;
    private final Path sockets = sockets();

    SshAccess(SiteEntry entry, Map<String, String> environment) {
        this.entry = entry;
        this.environment = environment;
    }

    /**
     * The way to one host.
     *
     * @param reach how far it goes when the machine is not reached
     */
    SshSettings to(String host, Scope reach) {
        Map<String, String> few = new HashMap<>(environment);
        few.keySet().retainAll(FOR_SSH);
        return new SshSettings(
                host,
                entry.text("user"),
                OptionalInt.empty(),
                file(entry, "identity", environment),
                file(entry, "configuration", environment),
                file(entry, "known_hosts", environment),
                entry.says("trust", "first-use") ? Trust.FIRST_USE : Trust.KNOWN,
                sockets,
                few,
                reach,
                Patience.USUAL);
    }

    /** The file under that key; {@code ~} is the user's own folder, as shells have it. */
    static Optional<Path> file(SiteEntry entry, String key, Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return entry.text(key)
                .map(text -> text.startsWith("~/") ? home + text.substring(1) : text)
                .map(Path::of);
    }

    /** Sockets must have short paths, so they do not lie in the server's folder. */
    private static Path sockets() {
        try {
            Path folder = Files.createTempDirectory("floria-ssh-");
            // Empty by then: connections are closed with their site.
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for connections", e);
        }
    }
}
