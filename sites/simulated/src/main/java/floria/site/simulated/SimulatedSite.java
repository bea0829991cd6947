package floria.site.simulated;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

import floria.site.Allowance;
import floria.site.Cargo;
import floria.site.ChangeKind;
import floria.site.Channel;
import floria.site.Endpoint;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.Offer;
import floria.site.Owned;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Port;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;
import floria.site.simulated.FaultScript.Call;
import floria.site.simulated.FaultScript.Moment;

/**
 * An adapter to a {@link World}, for tests of scale and of faults, and for trying things out. It
 * makes nothing real: machines are reached by nobody, and commands do what the script says.
 */
public final class SimulatedSite implements Site {
    private final SimulatedSettings settings;
    private final World world;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Dice dice;
    private final Map<Call, AtomicLong> calls = new EnumMap<>(Call.class);

    /** On the system's clock. */
    public SimulatedSite(SimulatedSettings settings, World world) {
        this(settings, world, InstantSource.system(), Thread::sleep);
    }

    /**
     * @param world is left open by {@link #close}; other adapter objects may share it
     */
    public SimulatedSite(
            SimulatedSettings settings, World world, InstantSource clock, Sleeper sleeper) {
        this.settings = settings;
        this.world = world;
        this.clock = clock;
        this.sleeper = sleeper;
        this.dice = new Dice(settings.seed());
        for (Call call : Call.values()) {
            calls.put(call, new AtomicLong());
        }
    }

    @Override
    public SiteDescription describe() {
        return new SiteDescription(
                settings.name(),
                "simulated",
                "a simulation, nothing real",
                true,
                Optional.empty(),
                settings.images());
    }

    @Override
    public List<Offer> offers(SiteContext context) {
        return call(
                context,
                Call.OFFERS,
                () ->
                        world.look(facts ->
                                settings.offers().stream()
                                        .map(offer -> remaining(offer, facts))
                                        .toList()));
    }

    private static Offer remaining(Offer offer, Facts facts) {
        if (offer.available().isEmpty()) {
            return offer;
        }
        int left = Math.max(0, offer.available().getAsInt() - facts.taken(offer.id()));
        return offer.withAvailable(left);
    }

    @Override
    public List<Observed> ensure(SiteContext context, List<ResourceSpec> specs) {
        return call(
                context,
                Call.ENSURE,
                () ->
                        world.change((facts, fresh) -> {
                            Map<Key, Facts.Resource> made = made(context, specs, facts);
                            made.values().forEach(one -> fresh.add(Facts.made(one)));
                            return specs.stream()
                                    .map(spec ->
                                            Optional.ofNullable(made.get(spec.key()))
                                                    .map(this::observed)
                                                    .orElseGet(() -> observed(spec.key(), facts)))
                                    .toList();
                        }));
    }

    private Map<Key, Facts.Resource> made(
            SiteContext context, List<ResourceSpec> specs, Facts facts) {
        Map<Key, Facts.Resource> made = new LinkedHashMap<>();
        Map<String, Integer> taken = new HashMap<>();
        for (ResourceSpec spec : specs) {
            requireOwn(context, spec.key());
            if (facts.resources.containsKey(spec.key()) || made.containsKey(spec.key())) {
                continue;
            }
            Offer offer = possible(spec);
            if (Facts.runs(spec.key())) {
                int more = taken.merge(offer.id(), 1, Integer::sum);
                if (offer.available().isPresent()
                        && facts.taken(offer.id()) + more > offer.available().getAsInt()) {
                    throw fault(Kind.CAPACITY, Scope.OFFER, "No '" + offer.id() + "' is free now.");
                }
                requireQuota(context, facts, taken.values().stream().mapToInt(i -> i).sum());
            }
            made.put(spec.key(), resource(spec, facts.madeSoFar() + made.size() + 1));
        }
        return made;
    }

    private Offer possible(ResourceSpec spec) {
        Offer offer =
                settings.offers().stream()
                        .filter(one -> one.id().equals(spec.offer()))
                        .findFirst()
                        .orElseThrow(() ->
                                fault(
                                        Kind.NOT_FOUND,
                                        Scope.OFFER,
                                        "There is no offer '" + spec.offer() + "'."));
        Forms.hardware(spec)
                .filter(asked -> !fits(asked, offer.capacity()))
                .ifPresent(_ -> {
                    throw fault(
                            Kind.CAPACITY,
                            Scope.OFFER,
                            "'" + offer.id() + "' is smaller than what is asked for.");
                });
        if (spec instanceof ResourceSpec.Machine machine) {
            machine.image()
                    .filter(image -> !settings.images().contains(image))
                    .ifPresent(image -> {
                        throw new SiteException(
                                Fault.of(
                                        Kind.NOT_FOUND,
                                        Scope.RESOURCE,
                                        "The site's images have no entry '" + image + "'.",
                                        "It has " + String.join(", ", settings.images())));
                    });
        }
        return offer;
    }

    private static boolean fits(Hardware asked, Hardware most) {
        return asked.cpus() <= most.cpus()
                && asked.memory() <= most.memory()
                && asked.disk() <= most.disk()
                && asked.gpus() <= most.gpus()
                && (asked.gpuModel().isEmpty() || asked.gpuModel().equals(most.gpuModel()));
    }

    @Override
    public List<Allowance> allowances(SiteContext context, List<Offer> offers) {
        if (settings.quota().isEmpty()) {
            return List.of();
        }
        return List.of(
                new Allowance(
                        "this installation",
                        Optional.empty(),
                        Allowance.Resource.MACHINES,
                        world.look(facts -> facts.running(context.installation())),
                        0,
                        settings.quota().getAsInt()));
    }

    private void requireQuota(SiteContext context, Facts facts, int more) {
        int had = facts.running(context.installation());
        if (settings.quota().isPresent() && had + more > settings.quota().getAsInt()) {
            throw fault(
                    Kind.QUOTA,
                    Scope.SITE,
                    "The quota of " + settings.quota().getAsInt() + " instances is used up.");
        }
    }

    private Facts.Resource resource(ResourceSpec spec, int number) {
        boolean boots = Facts.runs(spec.key());
        Optional<Fault> broken =
                boots
                        ? settings.faults().at(Call.BOOT, Moment.BEFORE, next(Call.BOOT), dice)
                        : Optional.empty();
        Duration boot = boots ? settings.pace().boot() : Duration.ZERO;
        return new Facts.Resource(
                spec.key(),
                spec.labels(),
                spec.offer(),
                number,
                clock.instant().plus(boot),
                false,
                Forms.form(spec),
                Forms.ports(spec).stream().flatMap(SimulatedSite::published).toList(),
                broken);
    }

    private static Stream<String> published(Port port) {
        return Stream.of(
                port.name(),
                Integer.toString(port.inside()),
                Integer.toString(port.published().orElse(port.inside())));
    }

    @Override
    public Map<Key, Observed> observe(SiteContext context, Set<Key> keys) {
        return call(
                context,
                Call.OBSERVE,
                () ->
                        world.look(facts -> {
                            Map<Key, Observed> seen = new LinkedHashMap<>();
                            for (Key key : keys) {
                                boolean own = Forms.ownedBy(context.installation()).test(key);
                                seen.put(key, own ? observed(key, facts) : Observed.absent(key));
                            }
                            return seen;
                        }));
    }

    private Observed observed(Key key, Facts facts) {
        return Optional.ofNullable(facts.resources.get(key))
                .map(this::observed)
                .orElseGet(() -> Observed.absent(key));
    }

    private Observed observed(Facts.Resource one) {
        State state = state(one);
        if (state == State.FAILED) {
            return Observed.failed(one.key(), one.broken().orElseThrow());
        }
        if (!Facts.runs(one.key()) || state == State.PENDING) {
            return new Observed(one.key(), state, Map.of(), List.of(), Optional.empty());
        }
        int high = one.number() / 250 % 250;
        int low = one.number() % 250 + 1;
        String outside = "198.18." + high + "." + low;
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < one.ports().size(); i += 3) {
            endpoints.add(
                    new Endpoint(
                            one.ports().get(i),
                            "0.0.0.0",
                            Integer.parseInt(one.ports().get(i + 1)),
                            outside,
                            Integer.parseInt(one.ports().get(i + 2))));
        }
        Map<String, String> attributes =
                Map.of("private_address", "10.0." + high + "." + low, "public_address", outside);
        return new Observed(one.key(), state, attributes, endpoints, Optional.empty());
    }

    private State state(Facts.Resource one) {
        if (clock.instant().isBefore(one.ready())) {
            return State.PENDING;
        }
        if (one.broken().isPresent()) {
            return State.FAILED;
        }
        return one.stopped() ? State.STOPPED : State.READY;
    }

    @Override
    public ChangeKind change(SiteContext context, ResourceSpec to) {
        return call(
                context,
                Call.CHANGE,
                () -> {
                    Facts.Resource now = required(context, to.key());
                    // A machine does not become one of another offer, here as at real sites.
                    return now.form().equals(Forms.form(to)) && now.offer().equals(to.offer())
                            ? ChangeKind.NONE
                            : ChangeKind.REPLACE;
                });
    }

    @Override
    public void stop(SiteContext context, Key key) {
        call(context, Call.STOP, () -> stopped(context, key, true));
    }

    @Override
    public void start(SiteContext context, Key key) {
        call(context, Call.START, () -> stopped(context, key, false));
    }

    private boolean stopped(SiteContext context, Key key, boolean now) {
        required(context, key);
        return world.change((_, fresh) -> fresh.add(Fact.of("stopped", key, now, clock.instant())));
    }

    @Override
    public void release(SiteContext context, Key key) {
        call(
                context,
                Call.RELEASE,
                () -> {
                    requireOwn(context, key);
                    return world.change((facts, fresh) ->
                            facts.resources.containsKey(key)
                                    && fresh.add(Fact.of("released", key)));
                });
    }

    @Override
    public Stream<Owned> owned(SiteContext context) {
        return call(
                context,
                Call.OWNED,
                () ->
                        world.look(facts -> List.copyOf(facts.resources.values())).stream()
                                .filter(one ->
                                        Forms.ownedBy(context.installation()).test(one.key()))
                                .map(one -> new Owned(one.key(), one.labels(), state(one))));
    }

    @Override
    public Channel channel(SiteContext context, Key key) {
        return call(
                context,
                Call.CHANNEL,
                () -> {
                    required(context, key);
                    return new SimulatedChannel(
                            key, world, settings.commands(), clock, sleeper, this);
                });
    }

    @Override
    public Optional<Cargo> cargo() {
        return Optional.of(new SimulatedCargo(world, this));
    }

    private Facts.Resource required(SiteContext context, Key key) {
        return world.look(facts -> Optional.ofNullable(facts.resources.get(key)))
                .filter(one -> Forms.ownedBy(context.installation()).test(one.key()))
                .orElseThrow(
                        () -> fault(Kind.NOT_FOUND, Scope.RESOURCE, "There is no " + key + "."));
    }

    private <T> T call(SiteContext context, Call call, Supplier<T> work) {
        if (context.cancelled().getAsBoolean()) {
            throw fault(Kind.TRANSIENT, Scope.RESOURCE, "The call was cancelled.");
        }
        return call(call, work);
    }

    <T> T call(Call call, Supplier<T> work) {
        long number = next(call);
        pass(latency(call, number));
        refuse(call, Moment.BEFORE, number);
        T answer = work.get();
        refuse(call, Moment.AFTER, number);
        return answer;
    }

    private long next(Call call) {
        return Optional.ofNullable(calls.get(call)).orElseThrow().incrementAndGet();
    }

    private void refuse(Call call, Moment moment, long number) {
        settings.faults()
                .at(call, moment, number, dice)
                .ifPresent(fault -> {
                    throw new SiteException(fault);
                });
    }

    private Duration latency(Call call, long number) {
        Duration least = settings.pace().least();
        long spread = settings.pace().most().minus(least).toNanos();
        return least.plusNanos((long) (spread * dice.share(call + " latency", number)));
    }

    private void pass(Duration duration) {
        if (!duration.isPositive()) {
            return;
        }
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException(
                    Fault.of(Kind.TRANSIENT, Scope.RESOURCE, "The call was interrupted."), e);
        }
    }

    private static void requireOwn(SiteContext context, Key key) {
        if (!Forms.ownedBy(context.installation()).test(key)) {
            throw fault(Kind.INVALID, Scope.RESOURCE, key + " belongs to another installation.");
        }
    }

    private static SiteException fault(Kind kind, Scope scope, String message) {
        return new SiteException(Fault.of(kind, scope, message));
    }
}
