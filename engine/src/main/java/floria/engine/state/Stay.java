package floria.engine.state;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That something of an instance stood at a site, from when to when: what is paid for.
 *
 * @param generation of the instance's resource
 * @param pricePerHour of this copy, as it was placed; empty where that is not known
 * @param cpus and {@code gpus}: how many of each it took, as it was placed
 * @param until empty while it stands
 */
public record Stay(
        String instance,
        int generation,
        String deployment,
        String project,
        String owner,
        String node,
        int index,
        String site,
        String offer,
        Optional<BigDecimal> pricePerHour,
        String currency,
        double cpus,
        double gpus,
        Instant from,
        Optional<Instant> until) {
    private static final int DIGITS = 6;
    private static final BigDecimal HOUR = BigDecimal.valueOf(Duration.ofHours(1).toMillis());

    /** How long it stood between two moments, as far as is known at {@code now}. */
    public Duration within(Instant begin, Instant end, Instant now) {
        Instant first = from.isAfter(begin) ? from : begin;
        Instant last = until.filter(at -> at.isBefore(now)).orElse(now);
        if (last.isAfter(end)) {
            last = end;
        }
        return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }

    /** What that time costs; empty where its price is not known. */
    public Optional<BigDecimal> cost(Duration time) {
        return pricePerHour.map(price ->
                price.multiply(BigDecimal.valueOf(time.toMillis()))
                        .divide(HOUR, DIGITS, RoundingMode.HALF_UP));
    }
}
