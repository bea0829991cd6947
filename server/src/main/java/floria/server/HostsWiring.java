package floria.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import floria.server.configuration.SitesFile;
import floria.site.Fault.Scope;
import floria.site.hosts.HostNames;
import floria.site.hosts.HostsSettings;
import floria.site.hosts.HostsSettings.Users;
import floria.site.ssh.SshSettings;
import floria.site.ssh.SshSettings.Patience;
import floria.site.ssh.SshSettings.Trust;

/** Turns what {@code sites.yaml} says of a pool of machines into its settings. */
final class HostsWiring {
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

    private HostsWiring() {}

    static HostsSettings settings(SitesFile.Entry entry, Map<String, String> environment) {
        Path sockets = sockets();
        List<SshSettings> ways =
                HostNames.parse(entry.text("hosts").orElse("")).stream()
                        .map(host -> way(host, entry, sockets, environment, Scope.ZONE))
                        .toList();
        return new HostsSettings(
                entry.name(),
                ways,
                entry.text("folder"),
                entry.text("users").filter("own"::equals).isPresent() ? Users.OWN : Users.LOGIN,
                entry.text("sudo").filter(Set.of("yes", "true")::contains).isPresent(),
                entry.text("share").filter("whole"::equals).isPresent(),
                entry.price().map(SitesFile.Price::amount).orElse(BigDecimal.ZERO),
                entry.price().map(SitesFile.Price::currency).orElse("EUR"));
    }

    /**
     * @param reach how far it goes when the machine is not reached
     */
    static SshSettings way(
            String host,
            SitesFile.Entry entry,
            Path sockets,
            Map<String, String> environment,
            Scope reach) {
        Map<String, String> few = new HashMap<>(environment);
        few.keySet().retainAll(FOR_SSH);
        return new SshSettings(
                host,
                entry.text("user"),
                OptionalInt.empty(),
                file(entry, "identity", environment),
                file(entry, "configuration", environment),
                file(entry, "known_hosts", environment),
                entry.text("trust").filter("first-use"::equals).isPresent()
                        ? Trust.FIRST_USE
                        : Trust.KNOWN,
                sockets,
                few,
                reach,
                Patience.USUAL);
    }

    static Optional<Path> file(SitesFile.Entry entry, String key, Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return entry.text(key)
                .map(text -> text.startsWith("~/") ? home + text.substring(1) : text)
                .map(Path::of);
    }

    /** Sockets must have short paths, so they do not lie in the server's folder. */
    static Path sockets() {
        try {
            return Files.createTempDirectory("floria-ssh-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for connections", e);
        }
    }
}
