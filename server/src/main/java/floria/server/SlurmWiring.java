package floria.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import floria.server.configuration.SitesFile;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Site;
import floria.site.SiteException;
import floria.site.shell.ProcessShell;
import floria.site.shell.Shell;
import floria.site.slurm.Commands;
import floria.site.slurm.ContainerRuntime;
import floria.site.slurm.Controller;
import floria.site.slurm.RestApi;
import floria.site.slurm.SlurmSettings;
import floria.site.slurm.SlurmSite;
import floria.site.slurm.Token;
import floria.site.slurm.Tunnels;
import floria.site.ssh.SshHost;

/** Turns what {@code sites.yaml} says of a cluster into a site. */
final class SlurmWiring {
    private SlurmWiring() {}

    static Site site(SitesFile.Entry entry, Map<String, String> environment, InstantSource clock) {
        Shell shell = shell(entry, environment);
        return new SlurmSite(
                settings(entry),
                controller(entry, environment, shell, clock),
                shell,
                // Nodes are seldom reached from outside; where this is the login host, they are.
                entry.text("login").isPresent()
                        ? new Tunnels(shell, System::nanoTime)
                        : SlurmSite.Reach.DIRECT);
    }

    private static SlurmSettings settings(SitesFile.Entry entry) {
        ContainerRuntime runtime =
                entry.text("containers")
                        .map(name -> ContainerRuntime.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(ContainerRuntime.NONE);
        SlurmSettings settings =
                SlurmSettings.of(entry.name(), entry.text("folder").orElseThrow())
                        .withImages(runtime, entry.images());
        SlurmSettings paid = entry.text("account").map(settings::withAccount).orElse(settings);
        SlurmSettings named = entry.text("system").map(paid::withSystem).orElse(paid);
        return entry.price()
                .map(price -> named.withPrice(price.amount(), price.currency()))
                .orElse(named);
    }

    /** The login host by SSH; this machine where none is named. */
    private static Shell shell(SitesFile.Entry entry, Map<String, String> environment) {
        Shell there =
                entry.text("login")
                        .<Shell>map(host ->
                                new SshHost(
                                        HostsWiring.way(
                                                host,
                                                entry,
                                                HostsWiring.sockets(),
                                                environment,
                                                Scope.SITE)))
                        .orElseGet(() -> new ProcessShell(own(environment), List.of()));
        // The commands find their cluster by this, wherever they run.
        return entry.text("slurm_conf")
                .<Shell>map(file ->
                        (argv, input, out, err, limit) -> {
                            List<String> words = new java.util.ArrayList<>();
                            words.addAll(List.of("/usr/bin/env", "SLURM_CONF=" + file));
                            words.addAll(argv);
                            return there.run(words, input, out, err, limit);
                        })
                .orElse(there);
    }

    private static Map<String, String> own(Map<String, String> environment) {
        Map<String, String> kept = new HashMap<>(environment);
        kept.keySet().removeIf(variable -> variable.startsWith("FLORIA_"));
        return kept;
    }

    private static Controller controller(
            SitesFile.Entry entry,
            Map<String, String> environment,
            Shell shell,
            InstantSource clock) {
        return entry.text("rest")
                .<Controller>map(address -> {
                    String user =
                            entry.text("rest_user")
                                    .or(() -> entry.text("user"))
                                    .orElse(environment.getOrDefault("USER", ""));
                    Supplier<String> source =
                            HostsWiring.file(entry, "token_file", environment)
                                    .<Supplier<String>>map(file -> () -> read(file))
                                    .orElse(() -> made(entry.name(), shell));
                    return new RestApi(
                            entry.name(), URI.create(address), user, new Token(source, clock));
                })
                .orElseGet(() -> new Commands(entry.name(), shell));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw refused("The token file " + file + " cannot be read.", e);
        }
    }

    /** A token of the login host's user, for an hour. */
    private static String made(String site, Shell shell) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            shell.run(
                    List.of("/usr/bin/env", "scontrol", "token", "lifespan=3600"),
                    new ByteArrayInputStream(new byte[0]),
                    out,
                    new ByteArrayOutputStream(),
                    Duration.ofSeconds(40));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("The call was interrupted.", e);
        }
        return Optional.of(out.toString(StandardCharsets.UTF_8).strip())
                .filter(line -> line.startsWith("SLURM_JWT="))
                .map(line -> line.substring("SLURM_JWT=".length()))
                .orElseThrow(() ->
                        refused(
                                "The login host of site '"
                                        + site
                                        + "' makes no token by: scontrol token.",
                                new IllegalStateException()));
    }

    private static SiteException refused(String message, Exception cause) {
        return new SiteException(
                Fault.of(
                        Kind.AUTHORIZATION,
                        Scope.CREDENTIAL,
                        message,
                        "Name a token_file in sites.yaml, or let slurmctld make tokens"
                                + " (AuthAltTypes=auth/jwt)."),
                cause);
    }
}
