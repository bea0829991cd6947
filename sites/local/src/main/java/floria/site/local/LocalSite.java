package floria.site.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import floria.site.Allowance;
import floria.site.ChangeKind;
import floria.site.Channel;
import floria.site.Endpoint;
import floria.site.Fault.Kind;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.Offer;
import floria.site.Owned;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Network;
import floria.site.ResourceSpec.Volume;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.shell.ProcessShell;
import floria.site.shell.ShellChannel;

/**
 * The site that is this machine. A machine is a folder with a workspace, and the processes that
 * were started in it; a volume is a folder; a network is nothing but its name, as all machines here
 * have the address 127.0.0.1. Nothing is kept in memory: another object, also in another process,
 * finds everything by the folders and the environment of the processes.
 *
 * <p>There is no root folder of a machine's own, so a volume that is to be mounted at {@code /data}
 * is found at {@code <workspace>/mounts/data}. Every process has that prefix in {@code
 * FLORIA_MOUNTS}; an operation that writes {@code "${FLORIA_MOUNTS:-}/data"} runs here and, where
 * the variable is not set, on sites with real mounts.
 */
public final class LocalSite implements Site {
    /** The variable that holds the folder in which a machine sees its volumes. */
    public static final String MOUNTS = "FLORIA_MOUNTS";

    private static final String OFFER = "local";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final Duration RELEASE_GRACE = Duration.ofSeconds(3);

    private final LocalSettings settings;
    private final ThisMachine machine;
    private final Limits limits;
    private final Folders folders;

    public LocalSite(LocalSettings settings) {
        this(settings, new ThisMachine(Path.of("/")), Limits.detect(Path.of("/")));
    }

    LocalSite(LocalSettings settings, ThisMachine machine, Limits limits) {
        this.settings = settings;
        this.machine = machine;
        this.limits = limits;
        this.folders = new Folders(settings.root());
    }

    @Override
    public SiteDescription describe() {
        return new SiteDescription(
                settings.name(),
                "local",
                machine.title() + " (this machine)",
                false,
                Optional.empty(),
                machine.image().map(Set::of).orElse(Set.of()));
    }

    @Override
    public List<Offer> offers(SiteContext context) {
        return List.of(
                new Offer(
                        OFFER,
                        Set.of(Offer.Kind.MACHINE, Offer.Kind.VOLUME, Offer.Kind.NETWORK),
                        capacity(),
                        true,
                        java.math.BigDecimal.ZERO,
                        "EUR",
                        OptionalInt.empty(),
                        Optional.empty()));
    }

    private Hardware capacity() {
        folders.open();
        try {
            return machine.hardware(settings.root());
        } catch (IOException e) {
            throw Faults.disk(settings.root(), e);
        }
    }

    @Override
    public List<Allowance> allowances(SiteContext context, List<Offer> offers) {
        return List.of();
    }

    @Override
    public List<Observed> ensure(SiteContext context, List<ResourceSpec> specs) {
        try (var _ = folders.lock()) {
            Map<Key, LocalResource> there = new HashMap<>();
            folders.all().forEach(one -> there.put(one.spec().key(), one));
            List<LocalResource> fresh = planned(context, specs, there);
            List<Key> made = new ArrayList<>();
            try {
                for (LocalResource resource : fresh) {
                    folders.make(resource);
                    made.add(resource.spec().key());
                }
            } catch (RuntimeException e) {
                made.forEach(folders::remove);
                throw e;
            }
            return specs.stream()
                    .map(spec -> Optional.ofNullable(there.get(spec.key())).orElseThrow())
                    .map(this::observed)
                    .toList();
        }
    }

    /**
     * Decides on everything that is not there yet, and adds it to {@code there}; nothing is made
     * before all of it is possible.
     */
    private List<LocalResource> planned(
            SiteContext context, List<ResourceSpec> specs, Map<Key, LocalResource> there) {
        PortChoice ports =
                new PortChoice(
                        Set.copyOf(
                                there.values().stream().flatMap(r -> r.ports().stream()).toList()));
        Requests requests = new Requests(settings.name(), OFFER, describe().images(), capacity());
        List<LocalResource> fresh = new ArrayList<>();
        for (ResourceSpec spec : specs) {
            requireOwn(context, spec.key());
            if (there.containsKey(spec.key())) {
                continue;
            }
            requests.check(spec, specs, there.keySet());
            List<Integer> chosen =
                    spec instanceof Machine asked
                            ? asked.ports().stream().map(ports::choose).toList()
                            : List.of();
            LocalResource resource = new LocalResource(spec, chosen, false);
            there.put(spec.key(), resource);
            fresh.add(resource);
        }
        return fresh;
    }

    @Override
    public Map<Key, Observed> observe(SiteContext context, Set<Key> keys) {
        Map<Key, Observed> seen = new LinkedHashMap<>();
        for (Key key : keys) {
            seen.put(
                    key,
                    find(context, key).map(this::observed).orElseGet(() -> Observed.absent(key)));
        }
        return seen;
    }

    private Optional<LocalResource> find(SiteContext context, Key key) {
        return key.installation().equals(context.installation())
                ? folders.find(key)
                : Optional.empty();
    }

    private Observed observed(LocalResource resource) {
        Key key = resource.spec().key();
        return switch (resource.spec()) {
            case Machine asked -> {
                List<Endpoint> endpoints = new ArrayList<>();
                for (int i = 0; i < asked.ports().size(); i++) {
                    int port = resource.ports().get(i);
                    String name = asked.ports().get(i).name();
                    endpoints.add(new Endpoint(name, LOOPBACK, port, LOOPBACK, port));
                }
                Map<String, String> attributes =
                        Map.of(
                                "private_address",
                                LOOPBACK,
                                "public_address",
                                LOOPBACK,
                                "workspace",
                                folders.workspace(key).toString(),
                                "resource_limits",
                                limits.title());
                State state = resource.stopped() ? State.STOPPED : State.READY;
                yield new Observed(key, state, attributes, endpoints, Optional.empty());
            }
            case Volume _ -> ready(key, Map.of("path", folders.data(key).toString()));
            case Network _, ResourceSpec.Container _ -> ready(key, Map.of());
        };
    }

    private static Observed ready(Key key, Map<String, String> attributes) {
        return new Observed(key, State.READY, attributes, List.of(), Optional.empty());
    }

    @Override
    public ChangeKind change(SiteContext context, ResourceSpec to) {
        LocalResource now = find(context, to.key()).orElseThrow(() -> absent(to.key()));
        // A folder has no size, so that a volume need not grow; nor has a network anything to it.
        boolean same = !(to instanceof Machine) || Requests.sameMachine(now.spec(), to);
        return same ? ChangeKind.NONE : ChangeKind.REPLACE;
    }

    @Override
    public void stop(SiteContext context, Key key) {
        LocalResource resource = find(context, key).orElseThrow(() -> absent(key));
        if (resource.spec() instanceof Machine) {
            // Written first: a server that dies meanwhile leaves no machine that only looks ready.
            folders.write(resource.stopped(true));
            new Processes(key, limits).end(context, STOP_GRACE);
        }
    }

    @Override
    public void start(SiteContext context, Key key) {
        LocalResource resource = find(context, key).orElseThrow(() -> absent(key));
        folders.write(resource.stopped(false));
    }

    @Override
    public void release(SiteContext context, Key key) {
        requireOwn(context, key);
        if (key.part() == Key.Part.MACHINE) {
            new Processes(key, limits).end(context, RELEASE_GRACE);
            limits.remove(key);
        }
        try (var _ = folders.lock()) {
            folders.remove(key);
        }
    }

    @Override
    public Stream<Owned> owned(SiteContext context) {
        return folders.all().stream()
                .filter(one -> one.spec().key().installation().equals(context.installation()))
                .map(one ->
                        new Owned(one.spec().key(), one.spec().labels(), observed(one).state()));
    }

    @Override
    public Channel channel(SiteContext context, Key key) {
        LocalResource resource = find(context, key).orElseThrow(() -> absent(key));
        if (!(resource.spec() instanceof Machine asked) || resource.stopped()) {
            throw Faults.of(
                    Kind.INVALID,
                    "Nothing can be run in " + key + ", which is stopped or no machine.",
                    "Start it first.");
        }
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.put(Processes.MARK, key.toString());
        environment.put(MOUNTS, folders.mounts(key).toString());
        List<String> joining = new ArrayList<>();
        List<Path> groups = limits.apply(key, asked.hardware());
        if (!groups.isEmpty()) {
            joining.addAll(List.of("/bin/sh", "-c", JOIN, "floria"));
            joining.add(Integer.toString(groups.size()));
            groups.forEach(group -> joining.add(group.toString()));
        }
        return new ShellChannel(
                new ProcessShell(environment, List.of()),
                new ProcessShell(environment, joining),
                folders.workspace(key).toString());
    }

    /** Joins the control groups that come first in the arguments, then becomes the rest of them. */
    private static final String JOIN =
            """
            left=$1
            shift
            while [ "$left" -gt 0 ]; do
              echo "$$" >"$1" || exit 74
              left=$((left - 1))
              shift
            done
            exec "$@"
            """;

    private static void requireOwn(SiteContext context, Key key) {
        if (!key.installation().equals(context.installation())) {
            throw Faults.of(
                    Kind.INVALID,
                    key + " belongs to another installation of Floria.",
                    "Only that one can make or release it.");
        }
    }

    private RuntimeException absent(Key key) {
        return Faults.of(
                Kind.NOT_FOUND,
                "Site '" + settings.name() + "' has no " + key + ".",
                "It was released, or its folder under " + settings.root() + " was removed.");
    }
}
