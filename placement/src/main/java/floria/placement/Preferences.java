package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import floria.placement.solve.Effort;
import floria.placement.solve.Goal.Order;

/**
 * What the best placement is to its user.
 *
 * @param order what counts first
 * @param hour what an hour of waiting is worth, in the sites' currency
 * @param life how long it is to run; prices for an hour count over this time
 * @param budget the most that it may cost in its life, data included
 * @param price the most that it may cost for an hour
 * @param deadline the longest until everything is ready
 */
public record Preferences(
        Order order,
        BigDecimal hour,
        Duration life,
        Optional<BigDecimal> budget,
        Optional<BigDecimal> price,
        Optional<Duration> deadline,
        Effort effort) {

    /** Money, time and risk together, for a day, an hour of waiting at 1. */
    public static final Preferences BALANCED =
            new Preferences(
                    Order.BALANCED,
                    BigDecimal.ONE,
                    Duration.ofHours(24),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Effort.USUAL);

    public Preferences by(Order other) {
        return new Preferences(other, hour, life, budget, price, deadline, effort);
    }

    public Preferences valuing(BigDecimal perHour) {
        return new Preferences(order, perHour, life, budget, price, deadline, effort);
    }

    public Preferences living(Duration other) {
        return new Preferences(order, hour, other, budget, price, deadline, effort);
    }

    public Preferences within(BigDecimal most) {
        return new Preferences(order, hour, life, Optional.of(most), price, deadline, effort);
    }

    public Preferences atMost(BigDecimal perHour) {
        return new Preferences(order, hour, life, budget, Optional.of(perHour), deadline, effort);
    }

    public Preferences before(Duration limit) {
        return new Preferences(order, hour, life, budget, price, Optional.of(limit), effort);
    }

    public Preferences trying(Effort other) {
        return new Preferences(order, hour, life, budget, price, deadline, other);
    }
}
