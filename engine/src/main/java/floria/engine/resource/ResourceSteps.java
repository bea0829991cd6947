package floria.engine.resource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.plan.Kinds;
import floria.engine.revision.Instances;
import floria.engine.run.Outcome;
import floria.engine.run.StepContext;
import floria.engine.run.StepExecutor;
import floria.engine.state.Instance;
import floria.site.Endpoint;
import floria.site.Fault;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Offer;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.SiteContext;
import floria.tosca.value.Value;

/**
 * Makes and removes what instances are made of. Both may be repeated: the key finds what an earlier
 * attempt made.
 */
public final class ResourceSteps implements StepExecutor {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** What a batch system gives waits in its queue; whoever asked can cancel it. */
    private static final Duration QUEUE = Duration.ofDays(30);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Located located;

    public ResourceSteps(Located located) {
        this.located = located;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.ENSURE, Kinds.RELEASE, Kinds.NOTHING);
    }

    @Override
    public Outcome execute(StepContext context) throws InterruptedException {
        return switch (context.step().kind()) {
            case Kinds.ENSURE -> ensure(context, context.instance(), context.instances());
            case Kinds.RELEASE -> release(context);
            default -> Outcome.Done.PLAIN;
        };
    }

    /**
     * Makes the resource of an instance, which may be meant otherwise than it stands.
     *
     * @param all the instances that it stands among
     */
    Outcome ensure(StepContext context, Instance instance, Instances all)
            throws InterruptedException {
        Site site = located.site(instance);
        boolean queued =
                Located.kind(context.blueprint().topology(), instance.node())
                        .filter(kind -> kind == Offer.Kind.ALLOCATION)
                        .isPresent();
        Duration limit = queued ? QUEUE : LIMIT;
        SiteContext call =
                located.context(
                        context.blueprint().deployment().project(), limit, context.cancelled());
        Specs specs = new Specs(located, context.blueprint(), all);
        ResourceSpec spec = specs.of(instance);
        Observed observed = site.ensure(call, List.of(spec)).getFirst();
        Duration pause = Duration.ofMillis(50);
        if (observed.state() == Observed.State.STOPPED) {
            site.start(call, spec.key());
        }
        while (observed.state() == Observed.State.PENDING
                || observed.state() == Observed.State.STOPPED) {
            if (context.cancelled().getAsBoolean()) {
                return new Outcome.Stopped();
            }
            if (located.clock().instant().isAfter(call.deadline())) {
                return new Outcome.Failed(
                        instance.node()
                                + " was not ready on "
                                + instance.site()
                                + " within "
                                + limit.toMinutes()
                                + " minutes",
                        false,
                        Optional.of(
                                Fault.of(
                                        Fault.Kind.TRANSIENT,
                                        Fault.Scope.OFFER,
                                        "it was not ready within "
                                                + LIMIT.toMinutes()
                                                + " minutes")));
            }
            Thread.sleep(pause);
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? pause.multipliedBy(2)
                            : LONGEST_PAUSE;
            observed =
                    site.observe(call, Set.of(spec.key()))
                            .getOrDefault(spec.key(), Observed.absent(spec.key()));
        }
        return switch (observed.state()) {
            case READY -> new Outcome.Done(attributes(instance, observed, specs));
            case FAILED -> failed(instance, observed);
            case ABSENT, PENDING, STOPPED ->
                    new Outcome.Failed(
                            instance.node()
                                    + " vanished from "
                                    + instance.site()
                                    + " while it was made",
                            true);
        };
    }

    private static Outcome failed(Instance instance, Observed observed) {
        return observed.fault()
                .map(Outcome.Failed::of)
                .orElseGet(() ->
                        new Outcome.Failed(
                                instance.site() + " says that " + instance.node() + " failed",
                                false));
    }

    /**
     * What became known: the resource's own attributes, and the addresses of the endpoints on it.
     */
    private static Map<String, Map<String, Value>> attributes(
            Instance instance, Observed observed, Specs specs) {
        Map<String, Map<String, Value>> changes = new HashMap<>();
        Map<String, Value> own = new HashMap<>();
        observed.attributes().forEach((name, value) -> own.put(name, Value.text(value)));
        changes.put(instance.id(), own);
        if (observed.endpoints().isEmpty()) {
            return changes;
        }
        Map<String, Specs.Endpointed> wanted = specs.endpoints(instance);
        for (Endpoint endpoint : observed.endpoints()) {
            Specs.Endpointed at = wanted.get(endpoint.name());
            if (at != null) {
                changes.computeIfAbsent(at.instance().id(), _ -> new HashMap<>())
                        .putAll(specs.attributesOf(at, endpoint, observed));
            }
        }
        return changes;
    }

    private Outcome release(StepContext context) {
        Instance instance = context.instance();
        if (instance.site().isEmpty()) {
            return Outcome.Done.PLAIN;
        }
        Key key = located.key(context.blueprint().topology(), instance).orElseThrow();
        located.site(instance)
                .release(
                        // A deletion goes on even when its run is told to stop: half a release is
                        // worse than a whole one.
                        located.context(
                                context.blueprint().deployment().project(), LIMIT, () -> false),
                        key);
        return Outcome.Done.PLAIN;
    }
}
