package floria.site.hosts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Machine;
import floria.site.SiteException;
import floria.site.shell.Shell;
import floria.site.shell.ShellChannel;
import floria.site.ssh.SshHost;
import floria.site.ssh.SshHost.Answer;
import floria.site.ssh.SshSettings;

/**
 * One host. What is reserved on it is written on it alone; only what it has is remembered here for
 * a while, and that it did not answer.
 */
final class Host implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration INVENTORY_KEPT = Duration.ofMinutes(10);
    private static final Duration SILENCE_KEPT = Duration.ofSeconds(15);
    private static final long STEP_MILLIS = 50;

    private final HostsSettings settings;
    private final SshHost ssh;
    private final InstantSource clock;
    private volatile Optional<Seen> seen = Optional.empty();
    private volatile Optional<Silence> silence = Optional.empty();

    private record Seen(Inventory inventory, Instant at) {}

    private record Silence(Fault fault, Instant at) {}

    Host(HostsSettings settings, SshSettings way, InstantSource clock) {
        this.settings = settings;
        this.ssh = new SshHost(way);
        this.clock = clock;
    }

    String name() {
        return ssh.name();
    }

    /** What it has, as far as it was asked already. */
    Optional<Inventory> known() {
        return seen.map(Seen::inventory);
    }

    Inventory inventory() {
        Optional<Seen> now = seen;
        if (now.isPresent() && clock.instant().isBefore(now.get().at().plus(INVENTORY_KEPT))) {
            return now.get().inventory();
        }
        String text = call("say what it has", HostScripts.INVENTORY, settings.folder().orElse(""));
        try {
            Inventory fresh = Inventory.parse(text);
            seen = Optional.of(new Seen(fresh, clock.instant()));
            return fresh;
        } catch (IllegalArgumentException e) {
            throw new SiteException(
                    Fault.of(
                            Kind.INVALID,
                            Scope.ZONE,
                            name()
                                    + " does not say what it has; it needs Linux and GNU coreutils."),
                    e);
        }
    }

    List<Claim> claims() {
        return call("list what is on it", HostScripts.LIST, base())
                .lines()
                .flatMap(line -> Claim.parse(line).stream())
                .toList();
    }

    /** Reserves what is asked for and makes it, unless it is there. */
    void claim(ResourceSpec spec) {
        Inventory has = inventory();
        Hardware all = has.hardware();
        boolean own = settings.users() == HostsSettings.Users.OWN;
        List<String> arguments = new ArrayList<>();
        arguments.add(base());
        arguments.add(spec.key().toString());
        arguments.add(own ? "own" : "login");
        arguments.add(Long.toString(Math.round(all.cpus() * 1000)));
        arguments.add(Long.toString(all.memory() >> 10));
        arguments.add(String.join(",", has.gpuIds()));
        switch (spec) {
            case Machine machine -> {
                Hardware asked = settings.whole() ? all : machine.hardware();
                arguments.add(Long.toString(Math.round(asked.cpus() * 1000)));
                arguments.add(Long.toString(asked.memory() >> 10));
                arguments.add(Integer.toString(asked.gpus()));
                arguments.add(settings.whole() ? "1" : "0");
                arguments.add(Claim.text(spec));
                arguments.add(Integer.toString(machine.ports().size()));
                machine.ports().forEach(port -> arguments.add(port(port)));
                machine.mounts()
                        .forEach(mount -> {
                            arguments.add(mount.volume().toString());
                            arguments.add(relative(mount.path()));
                        });
            }
            case ResourceSpec.Volume _, ResourceSpec.Network _, ResourceSpec.Container _ ->
                    arguments.addAll(List.of("0", "0", "0", "0", Claim.text(spec), "0"));
        }
        call("make " + spec.key(), HostScripts.CLAIM, arguments.toArray(String[]::new));
    }

    private static String port(ResourceSpec.Port port) {
        OptionalInt published = port.published();
        return port.inside() + ":" + (published.isPresent() ? published.getAsInt() : "");
    }

    /** Where the volume lies below the folder of mounts. */
    private static String relative(String path) {
        String plain = path.replaceAll("/+", "/").replaceAll("^/|/$", "");
        if (plain.isEmpty() || plain.matches("(.*/)?\\.\\.?(/.*)?") || plain.indexOf('\n') >= 0) {
            throw HostFaults.fault(
                    Kind.INVALID,
                    Scope.RESOURCE,
                    "Nothing can be mounted at '" + path + "'.",
                    "Use an absolute path without dots, such as /data.");
        }
        return plain;
    }

    void start(Key key) {
        call("start " + key, HostScripts.START, base(), key.toString());
    }

    void stop(Key key, Duration grace) {
        end(key, "stop", grace);
    }

    void release(Key key, Duration grace) {
        end(key, "release", grace);
    }

    private void end(Key key, String how, Duration grace) {
        String steps = Long.toString(grace.toMillis() / STEP_MILLIS);
        call(how + " " + key, HostScripts.END, base(), key.toString(), how, steps);
    }

    /** The way into a machine on this host. */
    ShellChannel channel(Claim claim) {
        String workspace = base() + "/r/" + claim.key() + "/w";
        Isolation isolation = new Isolation(settings, inventory(), claim, workspace);
        return new ShellChannel(
                prefixed(isolation.shell()),
                prefixed(isolation.starter()),
                workspace,
                Optional.of(
                        isolation.ownUser() ? workspace + "/.floria/files" : base() + "/files"));
    }

    private Shell prefixed(List<String> prefix) {
        return (argv, input, out, err, limit) -> {
            List<String> words = new ArrayList<>(prefix);
            words.addAll(argv);
            return ssh.run(words, input, out, err, limit);
        };
    }

    private String base() {
        return inventory().base();
    }

    private String call(String doing, HostScripts script, String... arguments) {
        Optional<Silence> quiet = silence;
        if (quiet.isPresent() && clock.instant().isBefore(quiet.get().at().plus(SILENCE_KEPT))) {
            throw new SiteException(quiet.get().fault());
        }
        List<String> words = new ArrayList<>();
        if (settings.sudo()) {
            words.addAll(Isolation.SUDO);
        }
        words.addAll(script.argv(List.of(arguments)));
        Answer answer;
        try {
            answer = ssh.ask(words, new byte[0], LIMIT);
        } catch (SiteException e) {
            if (e.fault().kind() == Kind.UNREACHABLE) {
                silence = Optional.of(new Silence(e.fault(), clock.instant()));
                seen = Optional.empty();
            }
            throw e;
        }
        if (answer.code() == HostScripts.NO_RESOURCE) {
            throw HostFaults.fault(
                    Kind.NOT_FOUND,
                    Scope.RESOURCE,
                    name() + " could not " + doing + ": it is not there.",
                    "It was released, or its folder was removed.");
        }
        if (answer.code() != 0) {
            throw HostFaults.of(name(), doing, answer);
        }
        return answer.out();
    }

    @Override
    public void close() {
        ssh.close();
    }
}
