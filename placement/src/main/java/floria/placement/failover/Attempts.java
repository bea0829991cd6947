package floria.placement.failover;

import java.time.Duration;

/**
 * How long it is tried elsewhere after a failure.
 *
 * @param most how many attempts in all ({@code maxProvidersRetry} of the INDIGO contract)
 * @param time since the first one ({@code timeoutMins})
 */
public record Attempts(int most, Duration time) {
    /** Where nothing else was asked for. */
    public static final Attempts USUAL = new Attempts(5, Duration.ofHours(2));

    /** Whether another one may begin. */
    public boolean allows(int made, Duration since) {
        return made < most && since.compareTo(time) < 0;
    }
}
