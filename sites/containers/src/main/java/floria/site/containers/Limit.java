package floria.site.containers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

import floria.site.SiteContext;

/** How long a call may take, and whether anybody still wants its answer. */
record Limit(Instant deadline, BooleanSupplier cancelled, InstantSource clock) {

    static Limit of(SiteContext context, InstantSource clock) {
        return new Limit(context.deadline(), context.cancelled(), clock);
    }

    static Limit within(Duration time, InstantSource clock) {
        return new Limit(clock.instant().plus(time), () -> false, clock);
    }

    /** The sooner of this and {@code time} from now. */
    Limit atMost(Duration time) {
        Instant other = clock.instant().plus(time);
        return other.isBefore(deadline) ? new Limit(other, cancelled, clock) : this;
    }

    /** What is left; never negative. */
    Duration left() {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
