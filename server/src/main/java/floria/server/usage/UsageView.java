package floria.server.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.media.Schema;

import floria.engine.state.Stay;
import floria.engine.usage.Bill;

/**
 * What was used between two moments, as JSON.
 *
 * @param at the moment until which what still stands is counted
 * @param items newest first, as many as were asked for; the sums are of all
 */
public record UsageView(
        Instant from,
        Instant to,
        Instant at,
        Sum total,
        List<Share> projects,
        List<Share> owners,
        List<Share> sites,
        List<Share> deployments,
        List<Use> items) {

    /**
     * What stays sum up to.
     *
     * @param costs by currency
     * @param pricePerHour of what stands now, by currency
     * @param unpriced how many have no known price, and are in no cost
     */
    public record Sum(
            double hours,
            double cpuHours,
            double gpuHours,
            Map<String, BigDecimal> costs,
            Map<String, BigDecimal> pricePerHour,
            int standing,
            int unpriced) {
        static Sum of(List<Stay> stays, Period period) {
            Bill bill = Bill.of(stays, period.from(), period.to(), period.now());
            List<Stay> standing = stays.stream().filter(one -> one.until().isEmpty()).toList();
            return new Sum(
                    inHours(bill.time()),
                    bill.cpuHours(),
                    bill.gpuHours(),
                    bill.costs(),
                    standing.stream()
                            .filter(one -> one.pricePerHour().isPresent())
                            .collect(
                                    Collectors.toMap(
                                            Stay::currency,
                                            one -> one.pricePerHour().orElse(BigDecimal.ZERO),
                                            BigDecimal::add)),
                    standing.size(),
                    bill.unpriced());
        }
    }

    /** The sum of one project, owner, site or deployment. */
    @Schema(name = "UsageShare")
    public record Share(String name, Sum sum) {}

    /**
     * That one instance stood somewhere.
     *
     * @param until absent while it stands
     * @param hours within what was asked for
     */
    @Schema(name = "Use")
    public record Use(
            String deployment,
            String name,
            String project,
            String owner,
            String node,
            int index,
            String site,
            String offer,
            Instant from,
            Optional<Instant> until,
            double hours,
            Optional<BigDecimal> pricePerHour,
            Optional<BigDecimal> cost,
            String currency) {
        static Use of(Stay stay, Period period, Function<String, String> names) {
            Duration time = stay.within(period.from(), period.to(), period.now());
            return new Use(
                    stay.deployment(),
                    names.apply(stay.deployment()),
                    stay.project(),
                    stay.owner(),
                    stay.node(),
                    stay.index(),
                    stay.site(),
                    stay.offer(),
                    stay.from(),
                    stay.until(),
                    inHours(time),
                    stay.pricePerHour(),
                    stay.cost(time),
                    stay.currency());
        }
    }

    /** What is asked for, and when. */
    record Period(Instant from, Instant to, Instant now) {}

    static UsageView of(
            List<Stay> stays, Period period, Function<String, String> names, int limit) {
        return new UsageView(
                period.from(),
                period.to(),
                period.now(),
                Sum.of(stays, period),
                shares(stays, period, Stay::project),
                shares(stays, period, Stay::owner),
                shares(stays, period, Stay::site),
                shares(stays, period, stay -> names.apply(stay.deployment())),
                stays.reversed().stream()
                        .limit(limit)
                        .map(stay -> Use.of(stay, period, names))
                        .toList());
    }

    private static List<Share> shares(
            List<Stay> stays, Period period, Function<Stay, String> name) {
        return stays.stream().collect(Collectors.groupingBy(name)).entrySet().stream()
                .map(each -> new Share(each.getKey(), Sum.of(each.getValue(), period)))
                .sorted(Comparator.comparing(Share::name))
                .toList();
    }

    private static double inHours(Duration time) {
        return time.toMillis() / 3_600_000.0;
    }
}
