package floria.engine.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

import floria.engine.plan.Kinds;
import floria.engine.revision.Blueprint;
import floria.engine.state.Instance;
import floria.engine.state.Stay;
import floria.engine.state.Step;
import floria.engine.state.Writer;
import floria.placement.Placement;
import floria.placement.Placement.Assignment;
import floria.placement.Quota;

/**
 * Notes what stands where from when to when, with the end of the step that made or removed it. A
 * price is that of the placement which the instance was made by, divided among its copies.
 */
public final class Meter {
    private static final int DIGITS = 6;

    private final InstantSource clock;

    public Meter(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What is to be written when a step has succeeded; empty when nothing came or went with it.
     *
     * @param copies of the node, which its price is for
     */
    public Optional<Consumer<Writer>> succeeded(
            Step step, Blueprint blueprint, Instance instance, int copies) {
        if (instance.site().isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return switch (step.kind()) {
            case Kinds.ENSURE -> {
                Stay stay = stay(blueprint, instance, Math.max(copies, 1), now);
                boolean fresh = instance.reached() == Instance.State.INITIAL;
                yield Optional.of(writer -> {
                    // From here on it may have another offer or another price, or be elsewhere.
                    if (!fresh || instance.generation() > 1) {
                        writer.left(stay.instance(), now);
                    }
                    writer.stands(stay);
                });
            }
            case Kinds.RELEASE -> Optional.of(writer -> writer.left(instance.id(), now));
            default -> Optional.empty();
        };
    }

    private static Stay stay(Blueprint blueprint, Instance instance, int copies, Instant now) {
        Placement placement = blueprint.revision().placement();
        Optional<Assignment> at =
                placement
                        .of(instance.node())
                        .filter(one -> one.site().equals(instance.site()))
                        .filter(one -> one.offer().equals(instance.offer()));
        return new Stay(
                instance.id(),
                instance.generation(),
                instance.deployment(),
                blueprint.deployment().project(),
                blueprint.deployment().owner(),
                instance.node(),
                instance.index(),
                instance.site(),
                instance.offer(),
                at.map(one ->
                        one.pricePerHour()
                                .divide(BigDecimal.valueOf(copies), DIGITS, RoundingMode.HALF_UP)
                                .stripTrailingZeros()),
                placement.currency(),
                takes(at, Quota.Resource.CPUS) / copies,
                takes(at, Quota.Resource.GPUS) / copies,
                now,
                Optional.empty());
    }

    private static double takes(Optional<Assignment> at, Quota.Resource what) {
        return at.map(one -> one.takes().getOrDefault(what, 0.0)).orElse(0.0);
    }
}
