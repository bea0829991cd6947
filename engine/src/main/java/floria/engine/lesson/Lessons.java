package floria.engine.lesson;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import floria.engine.plan.Kinds;
import floria.engine.revision.Blueprint;
import floria.engine.state.Instance;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.Writer;
import floria.placement.Demands;
import floria.placement.Placement;
import floria.placement.Placer;
import floria.placement.experience.Experience;
import floria.placement.experience.Ledger;
import floria.placement.failover.Blocks;
import floria.site.Fault;
import floria.site.Offer;

/**
 * Takes in how attempts to make things at sites end: what fails is not tried again for a while, and
 * how likely and how fast an offer works is remembered. Both are in the store, for all users of all
 * processes; they are written with the end of the step that taught them.
 */
public final class Lessons {
    /** What was seen so long ago counts half. */
    static final Duration HALF_LIFE = Duration.ofDays(14);

    private final Store store;
    private final InstantSource clock;

    public Lessons(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What is held back now. */
    public Blocks blocks() {
        return Blocks.of(store.blocks());
    }

    /** What is to be expected of offers. */
    public Experience experience() {
        Ledger ledger = new Ledger(HALF_LIFE);
        ledger.restore(store.experience());
        return ledger;
    }

    /** What it teaches that a step has succeeded, to be written; empty when that is nothing. */
    public Optional<Consumer<Writer>> succeeded(Step step, Blueprint blueprint, Instance instance) {
        if (step.kind().equals(Kinds.RELEASE)) {
            return isMachine(blueprint, instance) && instance.reached() != Instance.State.INITIAL
                    ? Optional.of(writer -> madeRoom(writer, instance.site()))
                    : Optional.empty();
        }
        // That there is a network says nothing of room for machines.
        if (!step.kind().equals(Kinds.ENSURE) || !isMachine(blueprint, instance)) {
            return Optional.empty();
        }
        Blocks.Attempt attempt = attempt(blueprint, instance);
        Instant now = clock.instant();
        boolean fresh = instance.reached() == Instance.State.INITIAL;
        Duration took = Duration.between(step.startedAt().orElse(now), now);
        return Optional.of(writer -> {
            if (fresh) {
                writer.unblock(Blocks.targets(attempt));
                learn(writer, attempt, new Experience.Attempt(now, true, took));
            }
        });
    }

    /** The same of one that has failed for good. */
    public Optional<Consumer<Writer>> failed(
            Step step, Blueprint blueprint, Instance instance, Optional<Fault> fault) {
        if (!step.kind().equals(Kinds.ENSURE) || fault.isEmpty()) {
            return Optional.empty();
        }
        Fault why = fault.get();
        Blocks.Attempt attempt = attempt(blueprint, instance);
        Instant now = clock.instant();
        Duration took = Duration.between(step.startedAt().orElse(now), now);
        boolean counts = isMachine(blueprint, instance) && isOfTheOffer(why.kind());
        return Optional.of(writer -> {
            Blocks.of(writer.blocks()).failed(attempt, why, now).ifPresent(writer::block);
            if (counts) {
                learn(writer, attempt, new Experience.Attempt(now, false, took));
            }
        });
    }

    private static void learn(Writer writer, Blocks.Attempt attempt, Experience.Attempt how) {
        Experience.Subject subject = new Experience.Subject(attempt.site(), attempt.offer());
        writer.learn(subject, writer.learnt(subject).and(how, HALF_LIFE));
    }

    /** Where something was given back, there is room again. */
    private static void madeRoom(Writer writer, String site) {
        List<Blocks.Target> full =
                writer.blocks().stream()
                        .filter(block -> block.target().site().equals(site))
                        .filter(block ->
                                block.fault().kind() == Fault.Kind.CAPACITY
                                        || block.fault().kind() == Fault.Kind.QUOTA)
                        .map(Blocks.Block::target)
                        .toList();
        writer.unblock(full);
    }

    /** Whether another user with another request would have met it too. */
    private static boolean isOfTheOffer(Fault.Kind kind) {
        return switch (kind) {
            case TRANSIENT, UNREACHABLE, CAPACITY, NOT_FOUND, INTERNAL -> true;
            case QUOTA, AUTHORIZATION, CONFLICT, INVALID -> false;
        };
    }

    private static boolean isMachine(Blueprint blueprint, Instance instance) {
        return !Placer.isNetwork(instance.node())
                && Demands.kindOf(blueprint.topology().node(instance.node()))
                        .filter(Offer.Kind::isMachine)
                        .isPresent();
    }

    /** The attempt that making the instance was. */
    public static Blocks.Attempt attempt(Blueprint blueprint, Instance instance) {
        return new Blocks.Attempt(
                instance.site(),
                instance.offer(),
                blueprint
                        .revision()
                        .placement()
                        .of(instance.node())
                        .flatMap(Placement.Assignment::zone),
                blueprint.deployment().project());
    }
}
