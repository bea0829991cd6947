package floria.engine.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import floria.engine.state.Stay;

/**
 * What stays cost together.
 *
 * @param costs by currency; what has no known price is not among them
 * @param time that all of them stood together
 * @param gpuHours that they had together
 * @param unpriced how many have no known price
 */
public record Bill(
        Map<String, BigDecimal> costs,
        Duration time,
        double cpuHours,
        double gpuHours,
        int unpriced) {

    /** Of what stood between two moments, as it is known at {@code now}. */
    public static Bill of(List<Stay> stays, Instant from, Instant to, Instant now) {
        Map<String, BigDecimal> costs = new TreeMap<>();
        Duration all = Duration.ZERO;
        double cpuHours = 0;
        double gpuHours = 0;
        int unpriced = 0;
        for (Stay stay : stays) {
            Duration time = stay.within(from, to, now);
            all = all.plus(time);
            double hours = time.toMillis() / 3_600_000.0;
            cpuHours += stay.cpus() * hours;
            gpuHours += stay.gpus() * hours;
            stay.cost(time).ifPresent(cost -> costs.merge(stay.currency(), cost, BigDecimal::add));
            unpriced += stay.pricePerHour().isPresent() ? 0 : 1;
        }
        return new Bill(costs, all, cpuHours, gpuHours, unpriced);
    }
}
