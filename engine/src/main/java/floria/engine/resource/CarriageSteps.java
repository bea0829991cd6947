package floria.engine.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import floria.engine.plan.Kinds;
import floria.engine.plan.Switched;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.run.Outcome;
import floria.engine.run.StepContext;
import floria.engine.run.StepExecutor;
import floria.engine.state.Instance;
import floria.placement.Placement;
import floria.site.Cargo;
import floria.site.Fault;
import floria.site.Key;
import floria.site.Observed;
import floria.site.SiteContext;
import floria.site.SiteException;
import floria.site.archive.BadArchive;
import floria.site.archive.CheckedArchive;

/**
 * The steps by which a deployment moves to another site with what is on its volumes. All may be
 * repeated: what is prepared is found by its key, and a copy puts itself in the place of all that
 * an earlier attempt has left.
 */
public final class CarriageSteps implements StepExecutor {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** Volumes may be large, and lines slow. */
    private static final Duration LONGEST_COPY = Duration.ofDays(7);

    private final Located located;
    private final ResourceSteps resources;

    public CarriageSteps(Located located, ResourceSteps resources) {
        this.located = located;
        this.resources = resources;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.PREPARE, Kinds.HALT, Kinds.CARRY, Kinds.SWITCH, Kinds.LEAVE);
    }

    @Override
    public Outcome execute(StepContext context) throws InterruptedException {
        return switch (context.step().kind()) {
            case Kinds.PREPARE -> prepare(context);
            case Kinds.HALT -> halt(context);
            case Kinds.CARRY -> carry(context);
            case Kinds.SWITCH -> check(context);
            default -> leave(context);
        };
    }

    private Outcome prepare(StepContext context) throws InterruptedException {
        Instances then = then(context);
        Instance instance = then.find(context.step().instance()).orElseThrow();
        Outcome outcome = resources.ensure(context, instance, then);
        // What it says of itself is of no interest before the switch.
        return outcome instanceof Outcome.Done ? Outcome.Done.PLAIN : outcome;
    }

    /** The instances as they will be when the deployment is switched. */
    private static Instances then(StepContext context) {
        Placement placement = context.blueprint().revision().placement();
        List<Instance> all = new ArrayList<>();
        for (Instance instance : context.instances().all()) {
            all.add(
                    placement
                            .of(instance.node())
                            .filter(_ -> !instance.site().isEmpty())
                            .filter(to -> !to.site().equals(instance.site()))
                            .map(to ->
                                    instance.renewed(
                                            instance.generation() + 1, to.site(), to.offer()))
                            .orElse(instance));
        }
        return new Instances(all);
    }

    private Outcome halt(StepContext context) {
        Instance instance = context.instance();
        located.site(instance).stop(call(context, LIMIT), key(context, instance));
        return Outcome.Done.PLAIN;
    }

    private Outcome leave(StepContext context) {
        Instance instance = other(context);
        located.site(instance)
                .release(
                        located.context(
                                context.blueprint().deployment().project(), LIMIT, () -> false),
                        key(context, instance));
        return Outcome.Done.PLAIN;
    }

    /** The instance as the generation that the step is about. */
    private static Instance other(StepContext context) {
        Map<String, String> detail = context.step().detail();
        return context.instance()
                .renewed(
                        Integer.parseInt(detail.getOrDefault(Kinds.GENERATION, "1")),
                        detail.getOrDefault(Kinds.SITE, ""),
                        detail.getOrDefault(Kinds.OFFER, ""));
    }

    private Key key(StepContext context, Instance instance) {
        return located.key(context.blueprint().topology(), instance).orElseThrow();
    }

    private SiteContext call(StepContext context, Duration limit) {
        Blueprint blueprint = context.blueprint();
        return located.context(blueprint.deployment().project(), limit, context.cancelled());
    }

    /** What was copied must be there still: a step long ago is no proof of that. */
    private Outcome check(StepContext context) {
        for (Map.Entry<String, Switched> entry : Switched.of(context.step()).entrySet()) {
            Switched how = entry.getValue();
            if (how.part() != Switched.Part.VOLUME) {
                continue;
            }
            Instance volume =
                    context.instances()
                            .find(entry.getKey())
                            .orElseThrow()
                            .renewed(how.generation(), how.site(), how.offer());
            Key key = key(context, volume);
            Observed observed =
                    located.site(volume)
                            .observe(call(context, LIMIT), Set.of(key))
                            .getOrDefault(key, Observed.absent(key));
            if (observed.state() != Observed.State.READY) {
                return new Outcome.Failed(
                        "what was copied from "
                                + volume.label()
                                + " is not there any more on "
                                + how.site()
                                + " – have it copied again: floria heal",
                        false);
            }
        }
        return Outcome.Done.PLAIN;
    }

    private Outcome carry(StepContext context) throws InterruptedException {
        Instance old = context.instance();
        Instance next = other(context);
        Cargo source = cargo(old);
        Cargo target = cargo(next);
        SiteContext call = call(context, LONGEST_COPY);
        Key from = key(context, old);
        Key to = key(context, next);
        Pipe pipe = new Pipe();
        AtomicReference<@Nullable Throwable> unread = new AtomicReference<>();
        Thread reader =
                Thread.ofVirtual()
                        .name("carry " + context.step().id())
                        .start(() -> read(source, call, from, pipe, unread));
        try (InputStream raw = pipe.out();
                CheckedArchive checked = new CheckedArchive(raw)) {
            target.write(call, to, checked);
            return Outcome.Done.PLAIN;
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return failed(old, unread.get(), e);
        } finally {
            pipe.shut();
            reader.interrupt();
            join(reader);
        }
    }

    private static void join(Thread reader) throws InterruptedException {
        reader.join();
    }

    private static void read(
            Cargo source,
            SiteContext call,
            Key from,
            Pipe pipe,
            AtomicReference<@Nullable Throwable> unread) {
        boolean whole = false;
        try {
            source.read(call, from, pipe.in());
            whole = true;
        } catch (RuntimeException | Error e) {
            unread.set(e);
        } finally {
            if (whole) {
                pipe.end();
            } else {
                pipe.breakOff("the volume could not be read to its end");
            }
        }
    }

    private Cargo cargo(Instance volume) {
        return located.site(volume)
                .cargo()
                .orElseThrow(() ->
                        new SiteException(
                                Fault.of(
                                        Fault.Kind.INVALID,
                                        Fault.Scope.SITE,
                                        "site "
                                                + volume.site()
                                                + " has no way to its volumes any more")));
    }

    private static Outcome failed(Instance volume, @Nullable Throwable unread, Exception e) {
        // Where reading has failed, that writing did too says nothing.
        if (unread instanceof Error error) {
            throw error;
        }
        if (unread instanceof SiteException site && bad(e).isEmpty()) {
            return Outcome.Failed.of(site.fault());
        }
        if (e instanceof SiteException site) {
            return Outcome.Failed.of(site.fault());
        }
        Optional<String> bad = bad(e);
        if (bad.isPresent()) {
            return new Outcome.Failed(
                    "what is on "
                            + volume.label()
                            + " is not copied: "
                            + bad.get()
                            + " – take it away, or leave the data behind with --lose-data",
                    false);
        }

        if (e instanceof RuntimeException unknown && !(e instanceof UncheckedIOException)) {
            throw unknown;
        }
        return new Outcome.Failed(
                "what is on " + volume.label() + " could not be copied: " + e.getMessage(), true);
    }

    private static Optional<String> bad(@Nullable Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof BadArchive bad) {
                return Optional.ofNullable(bad.getMessage());
            }
        }
        return Optional.empty();
    }
}
