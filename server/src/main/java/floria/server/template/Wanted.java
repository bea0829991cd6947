package floria.server.template;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import floria.engine.deployment.Request;
import floria.placement.Preferences;
import floria.placement.failover.Attempts;
import floria.placement.solve.Goal.Order;
import floria.server.problem.BadRequest;

/** What the best placement is, as clients send it. */
public record Wanted(
        @Schema(
                        description = "What counts first.",
                        allowableValues = {"cost", "time", "balanced"})
                @Nullable String optimize,
        @Schema(description = "The most that it may cost in its life, data included.")
                @Nullable BigDecimal budget,
        @Schema(description = "The most that it may cost for an hour.")
                @Nullable BigDecimal pricePerHour,
        @Schema(description = "How long it is to run; prices for an hour count over this time.")
                @Nullable BigDecimal hours,
        @Schema(description = "What an hour of waiting is worth.") @Nullable BigDecimal hourValue,
        @Schema(description = "The longest until everything is ready, in seconds.")
                @Nullable Long readyWithin,
        @Schema(description = "How many attempts in all, when sites fail.")
                @Nullable Integer attempts,
        @Schema(description = "How long further attempts may begin, in minutes.")
                @Nullable Integer attemptMinutes,
        @Schema(description = "Wait for room when there is none now, instead of being refused.")
                @Nullable Boolean queue,
        @Schema(description = "How long it waits at most; as long as it takes if left out.")
                @Nullable Integer waitMinutes,
        @Schema(description = "Among what waits of the same project; higher goes first.")
                @Nullable Integer priority) {
    static final int MOST_ATTEMPTS = 100;
    static final int MOST_MINUTES = 100_000;
    private static final BigDecimal MOST = new BigDecimal("1000000000");
    private static final BigDecimal SECONDS = new BigDecimal(3600);

    Preferences preferences() {
        Preferences found = Preferences.BALANCED;
        if (optimize != null) {
            found = found.by(order(optimize));
        }
        if (budget != null) {
            found = found.within(positive("budget", budget));
        }
        if (pricePerHour != null) {
            found = found.atMost(positive("pricePerHour", pricePerHour));
        }
        if (hours != null) {
            long seconds = positive("hours", hours).multiply(SECONDS).longValue();
            if (seconds < 60 || seconds > 100L * 366 * 24 * 3600) {
                throw new BadRequest(
                        "The field placement.hours is not between a minute and a century.");
            }
            found = found.living(Duration.ofSeconds(seconds));
        }
        if (hourValue != null) {
            found = found.valuing(positive("hourValue", hourValue));
        }
        if (readyWithin != null) {
            found =
                    found.before(
                            Duration.ofSeconds(
                                    positive("readyWithin", BigDecimal.valueOf(readyWithin))
                                            .longValue()));
        }
        return found;
    }

    Optional<Request.Wait> waiting() {
        if (waitMinutes != null && waitMinutes < 0) {
            throw new BadRequest("The field placement.waitMinutes is less than 0.");
        }
        return Boolean.TRUE.equals(queue)
                ? Optional.of(
                        new Request.Wait(
                                priority == null ? 0 : priority,
                                Optional.ofNullable(waitMinutes).map(Duration::ofMinutes)))
                : Optional.empty();
    }

    Attempts bounds() {
        int most = attempts == null ? Attempts.USUAL.most() : attempts;
        long minutes = attemptMinutes == null ? Attempts.USUAL.time().toMinutes() : attemptMinutes;
        if (most < 1 || most > MOST_ATTEMPTS || minutes < 0 || minutes > MOST_MINUTES) {
            throw new BadRequest(
                    "The fields placement.attempts and placement.attemptMinutes are not between 1"
                            + " and 100, and 0 and 100000.");
        }
        return new Attempts(most, Duration.ofMinutes(minutes));
    }

    private static Order order(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "cost" -> Order.COST;
            case "time" -> Order.TIME;
            case "balanced" -> Order.BALANCED;
            default ->
                    throw new BadRequest(
                            "The field placement.optimize is '" + text + "'.",
                            "It is one of cost, time and balanced.");
        };
    }

    private static BigDecimal positive(String field, BigDecimal number) {
        return Optional.of(number)
                .filter(value -> value.signum() >= 0 && value.compareTo(MOST) <= 0)
                .orElseThrow(() ->
                        new BadRequest(
                                "The field placement."
                                        + field
                                        + " is not between 0 and "
                                        + MOST.toPlainString()
                                        + "."));
    }
}
