package floria.engine.run;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and when a step that failed for a passing reason is taken again: waits double from
 * {@code first} up to {@code most}, less up to a half at random, so that many that failed together
 * do not come back together.
 *
 * @param attempts in all, the first included
 */
public record Retry(int attempts, Duration first, Duration most) {
    public static final Retry STANDARD =
            new Retry(6, Duration.ofMillis(500), Duration.ofSeconds(30));

    public boolean allows(int attempt) {
        return attempt < attempts;
    }

    /** The wait after attempt number {@code attempt}, which counts from 1. */
    public Duration after(int attempt, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(attempt - 1, 20);
        long wait = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(wait - (wait > 1 ? random.nextLong(wait / 2 + 1) : 0));
    }
}
