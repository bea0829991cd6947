package floria.site.containers;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import floria.site.Allowance;
import floria.site.Cargo;
import floria.site.ChangeKind;
import floria.site.Channel;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.Offer;
import floria.site.Owned;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;
import floria.site.shell.ShellChannel;

/**
 * A container engine as a site. Names on the engine are keys, labels say whose a thing is; nothing
 * is remembered here. The engine is first spoken to when something is asked of it. Safe for many
 * threads.
 */
public final class ContainerSite implements Site {

    private static final Duration CLEANING = Duration.ofSeconds(60);
    private static final int POLITE_SECONDS = 10;

    private final ContainerSettings settings;
    private final InstantSource clock;
    private final Engine engine;
    private final Workloads workloads;
    private final View view;
    private final Capacity capacity;

    public ContainerSite(ContainerSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.engine = new Engine(settings.address());
        this.workloads = new Workloads(engine, settings);
        this.view = new View(engine.json(), settings);
        this.capacity = new Capacity(engine, settings, clock);
    }

    @Override
    public SiteDescription describe() {
        return capacity.describe();
    }

    @Override
    public List<Offer> offers(SiteContext context) {
        return asked("Asking the engine what it has", () -> capacity.offers(limit(context)));
    }

    /** GPUs are not shared, unlike everything else. */
    @Override
    public List<Allowance> allowances(SiteContext context, List<Offer> offers) {
        return settings.gpus().isEmpty()
                ? List.of()
                : asked(
                        "Asking the engine for its GPUs",
                        () -> List.of(workloads.gpus(limit(context))));
    }

    @Override
    public List<Observed> ensure(SiteContext context, List<ResourceSpec> specs) {
        Limit limit = limit(context);
        specs.forEach(spec -> check(context, spec));
        List<Key> made = new ArrayList<>();
        try {
            // What others stand on comes first, whatever order it was asked for in.
            specs.stream()
                    .sorted(Comparator.comparingInt(ContainerSite::rank))
                    .forEach(spec -> ensure(limit, spec, made));
            Map<Key, Observed> seen =
                    look(limit, Set.copyOf(specs.stream().map(ResourceSpec::key).toList()));
            return specs.stream()
                    .map(spec -> seen.getOrDefault(spec.key(), Observed.absent(spec.key())))
                    .toList();
        } catch (SiteException e) {
            undo(made);
            throw e;
        } catch (Refusal e) {
            undo(made);
            throw new SiteException(Faults.of(e, "Making what was asked for"), e);
        }
    }

    private void check(SiteContext context, ResourceSpec spec) {
        owner(context, spec.key());
        if (!capacity.knows(spec.offer())) {
            throw new SiteException(
                    Fault.of(
                            Kind.NOT_FOUND,
                            Scope.OFFER,
                            "Site '" + settings.name() + "' has no offer '" + spec.offer() + "'.",
                            "Plan again: what the site offers has changed."));
        }
    }

    /** Nobody acts on another installation's resources, even by mistake. */
    private static void owner(SiteContext context, Key key) {
        if (!key.installation().equals(context.installation())) {
            throw new SiteException(
                    Fault.of(
                            Kind.INVALID,
                            Scope.RESOURCE,
                            "The resource " + key + " belongs to another installation."));
        }
    }

    private static int rank(ResourceSpec spec) {
        return switch (spec) {
            case ResourceSpec.Network _ -> 0;
            case ResourceSpec.Volume _ -> 1;
            case ResourceSpec.Machine _, ResourceSpec.Container _ -> 2;
        };
    }

    private void ensure(Limit limit, ResourceSpec spec, List<Key> made) {
        switch (spec) {
            case ResourceSpec.Network network -> {
                try {
                    engine.post(limit, "/networks/create", workloads.requests().network(network));
                    made.add(network.key());
                } catch (Refusal e) {
                    if (!e.words().toLowerCase(Locale.ROOT).contains("already")) {
                        throw e;
                    }
                }
            }
            case ResourceSpec.Volume volume -> {
                if (find(limit, volume.key()).isEmpty()) {
                    engine.post(limit, "/volumes/create", workloads.requests().volume(volume));
                    made.add(volume.key());
                }
            }
            case ResourceSpec.Machine machine ->
                    workloads.ensure(
                            limit, Workload.of(machine, settings.defaultImage()), made::add);
            case ResourceSpec.Container container ->
                    workloads.ensure(limit, Workload.of(container), made::add);
        }
    }

    /** Whoever called may have gone; what was made goes all the same, the last first. */
    private void undo(List<Key> made) {
        Limit limit = Limit.within(CLEANING, clock);
        boolean interrupted = Thread.interrupted();
        for (Key key : made.reversed()) {
            try {
                remove(limit, key);
            } catch (SiteException | Refusal _) {
                // It stays under its key: the next attempt adopts it, or it is released by key.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Map<Key, Observed> observe(SiteContext context, Set<Key> keys) {
        return asked("Looking at what is there", () -> look(limit(context), keys));
    }

    /** One list for each kind of thing that was asked for. */
    private Map<Key, Observed> look(Limit limit, Set<Key> keys) {
        Map<Key, Observed> seen = new HashMap<>();
        keys.forEach(key -> seen.put(key, Observed.absent(key)));
        for (Shelf shelf : Shelf.values()) {
            List<Key> here = keys.stream().filter(key -> Shelf.of(key) == shelf).toList();
            Set<String> labels = new HashSet<>();
            for (Key key : here) {
                labels.add(
                        here.size() == 1
                                ? Tags.KEY + "=" + key
                                : Tags.INSTALLATION + "=" + key.installation());
            }
            for (String label : labels) {
                for (JsonNode item : shelf.list(engine, limit, label)) {
                    Tags.key(item.path("Labels"))
                            .filter(keys::contains)
                            .ifPresent(key -> seen.put(key, observed(shelf, key, item)));
                }
            }
        }
        return seen;
    }

    private Observed observed(Shelf shelf, Key key, JsonNode item) {
        return switch (shelf) {
            case CONTAINERS -> view.container(key, item);
            case VOLUMES, NETWORKS ->
                    new Observed(key, State.READY, Map.of(), List.of(), Optional.empty());
        };
    }

    @Override
    public ChangeKind change(SiteContext context, ResourceSpec to) {
        JsonNode item =
                asked("Looking at " + to.key(), () -> find(limit(context), to.key()))
                        .orElse(MissingNode.getInstance());
        return item.path("Labels").path(Tags.SPEC).asString("").equals(Tags.digest(to))
                ? ChangeKind.NONE
                : ChangeKind.REPLACE;
    }

    private Optional<JsonNode> find(Limit limit, Key key) {
        for (JsonNode item : Shelf.of(key).list(engine, limit, Tags.KEY + "=" + key)) {
            return Optional.of(item);
        }
        return Optional.empty();
    }

    @Override
    public void stop(SiteContext context, Key key) {
        owner(context, key);
        if (Shelf.of(key) == Shelf.CONTAINERS) {
            asked(
                    "Stopping " + key,
                    () ->
                            engine.post(
                                    limit(context),
                                    "/containers/" + key + "/stop?t=" + POLITE_SECONDS));
        }
    }

    @Override
    public void start(SiteContext context, Key key) {
        owner(context, key);
        if (Shelf.of(key) == Shelf.CONTAINERS) {
            asked(
                    "Starting " + key,
                    () -> {
                        workloads.start(limit(context), key);
                        return key;
                    });
        }
    }

    @Override
    public void release(SiteContext context, Key key) {
        owner(context, key);
        asked(
                "Releasing " + key,
                () -> {
                    remove(limit(context), key);
                    return key;
                });
    }

    private void remove(Limit limit, Key key) {
        try {
            if (Shelf.of(key) == Shelf.VOLUMES) {
                ContainerCargo.clear(engine, limit, key);
            }
            engine.delete(limit, Shelf.of(key).removal(key));
        } catch (Refusal e) {
            if (!e.words().contains("already in progress")) {
                throw e;
            }
            awaitRemoval(limit, key);
        }
    }

    /** Somebody else's call removes it just now. */
    private void awaitRemoval(Limit limit, Key key) {
        while (find(limit, key).isPresent()) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SiteException(
                        Fault.of(Kind.TRANSIENT, Scope.RESOURCE, "The call was interrupted."), e);
            }
        }
    }

    @Override
    public Stream<Owned> owned(SiteContext context) {
        return asked(
                "Listing what is there",
                () -> {
                    List<Owned> owned = new ArrayList<>();
                    String label = Tags.INSTALLATION + "=" + context.installation();
                    for (Shelf shelf : Shelf.values()) {
                        for (JsonNode item : shelf.list(engine, limit(context), label)) {
                            JsonNode labels = item.path("Labels");
                            Tags.key(labels)
                                    .map(key ->
                                            new Owned(
                                                    key,
                                                    Tags.labels(labels),
                                                    observed(shelf, key, item).state()))
                                    .ifPresent(owned::add);
                        }
                    }
                    return owned.stream();
                });
    }

    @Override
    public Channel channel(SiteContext context, Key key) {
        Observed machine = observe(context, Set.of(key)).getOrDefault(key, Observed.absent(key));
        if (machine.state() != State.READY) {
            throw new SiteException(
                    Fault.of(
                            machine.state() == State.ABSENT ? Kind.NOT_FOUND : Kind.CONFLICT,
                            Scope.RESOURCE,
                            "There is no way into "
                                    + key
                                    + ": it is "
                                    + machine.state().name().toLowerCase(Locale.ROOT)
                                    + "."));
        }
        return new ShellChannel(new ExecShell(engine, key.toString(), clock), Workload.WORKSPACE);
    }

    @Override
    public Optional<Cargo> cargo() {
        return Optional.of(new ContainerCargo(engine, settings, clock));
    }

    private Limit limit(SiteContext context) {
        return Limit.of(context, clock);
    }

    private static <T> T asked(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (Refusal e) {
            throw new SiteException(Faults.of(e, what), e);
        }
    }
}
