package floria.server.kind;

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

import floria.server.configuration.Key;
import floria.server.configuration.SiteEntry;
import floria.server.configuration.SiteKind;
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

/** A Slurm cluster, by its commands on a login host or here, or by its REST daemon. */
final class SlurmKind implements SiteKind {
    /** A folder on other machines; its path goes into scripts there. */
    static final Key FOLDER = Key.matching("/[A-Za-z0-9_./-]+", " is not an absolute path");

    @Override
    public String name() {
        return "slurm";
    }

    @Override
    public Map<String, Key> keys() {
        Map<String, Key> keys = new HashMap<>(SshAccess.KEYS);
        keys.put("login", Key.TEXT);
        keys.put("folder", FOLDER);
        keys.put("slurm_conf", Key.TEXT);
        keys.put(
                "rest",
                Key.matching(
                        "https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._/-]*)?",
                        " is not the address of a slurmrestd"));
        keys.put("rest_user", Key.TEXT);
        keys.put("token_file", Key.TEXT);
        keys.put("account", Key.TEXT);
        keys.put("containers", Key.oneOf("none", "apptainer", "pyxis", "charliecloud", "udocker"));
        keys.put("images", Key.ENTRIES);
        keys.put("system", Key.TEXT);
        keys.put("price", Key.PRICE);
        return keys;
    }

    @Override
    public Map<String, String> needed() {
        return Map.of("folder", "names no folder that its nodes share");
    }

    @Override
    public Site open(SiteEntry entry, Setting setting) {
        Shell shell = shell(entry, setting.environment());
        return new SlurmSite(
                settings(entry),
                controller(entry, setting.environment(), shell, setting.clock()),
                shell,
                // Nodes are seldom reached from outside; where this is the login host, they are.
                entry.text("login").isPresent()
                        ? new Tunnels(shell, System::nanoTime)
                        : SlurmSite.Reach.DIRECT);
    }

    private static SlurmSettings settings(SiteEntry entry) {
        ContainerRuntime runtime =
                entry.text("containers")
                        .map(name -> ContainerRuntime.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(ContainerRuntime.NONE);
        SlurmSettings settings =
                SlurmSettings.of(entry.name(), entry.text("folder").orElseThrow())
                        .withImages(runtime, entry.map("images"));
        SlurmSettings paid = entry.text("account").map(settings::withAccount).orElse(settings);
        SlurmSettings named = entry.text("system").map(paid::withSystem).orElse(paid);
        return entry.price()
                .map(price -> named.withPrice(price.amount(), price.currency()))
                .orElse(named);
    }

    /** The login host by SSH; this machine where none is named. */
    private static Shell shell(SiteEntry entry, Map<String, String> environment) {
        Shell there =
                entry.text("login")
                        .<Shell>map(host ->
                                new SshHost(new SshAccess(entry, environment).to(host, Scope.SITE)))
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
            SiteEntry entry, Map<String, String> environment, Shell shell, InstantSource clock) {
        return entry.text("rest")
                .<Controller>map(address -> {
                    String user =
                            entry.text("rest_user")
                                    .or(() -> entry.text("user"))
                                    .orElse(environment.getOrDefault("USER", ""));
                    Supplier<String> source =
                            SshAccess.file(entry, "token_file", environment)
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
