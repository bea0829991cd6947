package floria.cli.verb;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import tools.jackson.databind.node.ObjectNode;

import floria.cli.Failure;
import floria.cli.api.Json;

/** The options that say what the best placement is. */
final class PlacementOptions {
    private static final Set<String> ORDERS = Set.of("cost", "time", "balanced");

    private final Supplier<Optional<String>> optimize;
    private final Supplier<Optional<String>> budget;
    private final Supplier<Optional<String>> price;
    private final Supplier<Optional<String>> hours;
    private final Supplier<Optional<String>> ready;
    private final Supplier<Boolean> wait;
    private final Supplier<Optional<String>> priority;
    private final Supplier<Optional<String>> attempts;
    private final Supplier<Optional<String>> minutes;

    PlacementOptions(Verb verb) {
        optimize =
                verb.option(
                        "ORDER",
                        "What counts first: cost, time, or balanced (money, time and risk together).",
                        "--optimize");
        budget =
                verb.option(
                        "AMOUNT",
                        "The most that it may cost while it runs, data included.",
                        "--budget");
        price = verb.option("AMOUNT", "The most that it may cost for an hour.", "--max-price");
        hours = verb.option("HOURS", "How long it is to run; 24 if left out.", "--hours");
        ready = verb.option("MINUTES", "The longest until everything is ready.", "--ready-within");
        wait = verb.flag("Wait for room when there is none now.", "--wait");
        priority =
                verb.option(
                        "N",
                        "Among what waits of the same project; higher goes first.",
                        "--priority");
        attempts =
                verb.option(
                        "N",
                        "How many attempts in all when sites fail; 5 if left out.",
                        "--attempts");
        minutes =
                verb.option(
                        "MINUTES",
                        "How long further attempts may begin; 120 if left out.",
                        "--attempt-minutes");
    }

    /** What is wanted; empty when nothing is said of it. */
    Optional<ObjectNode> read() {
        ObjectNode wanted = Json.object();
        optimize.get()
                .ifPresent(order -> {
                    if (!ORDERS.contains(order)) {
                        throw Failure.usage(
                                "'" + order + "' is nothing to optimize.",
                                "Write --optimize cost, --optimize time or --optimize balanced.");
                    }
                    wanted.put("optimize", order);
                });
        put(wanted, "budget", "--budget", budget.get());
        put(wanted, "pricePerHour", "--max-price", price.get());
        put(wanted, "hours", "--hours", hours.get());
        minutes(wanted, "readyWithin", "--ready-within", ready.get());
        if (wait.get()) {
            wanted.put("queue", true);
        }
        put(wanted, "priority", "--priority", priority.get());
        put(wanted, "attempts", "--attempts", attempts.get());
        put(wanted, "attemptMinutes", "--attempt-minutes", minutes.get());
        return wanted.isEmpty() ? Optional.empty() : Optional.of(wanted);
    }

    private static void minutes(ObjectNode to, String field, String option, Optional<String> text) {
        put(to, field, option, text);
        text.ifPresent(minutes ->
                to.put(
                        field,
                        new BigDecimal(minutes)
                                .multiply(BigDecimal.valueOf(60))
                                .setScale(0, RoundingMode.CEILING)));
    }

    private static void put(ObjectNode to, String field, String option, Optional<String> text) {
        text.ifPresent(number -> {
            try {
                to.put(field, new BigDecimal(number));
            } catch (NumberFormatException _) {
                throw Failure.usage(
                        "'" + number + "' is no number.",
                        "Write it like " + option + " 2.50, without a currency.");
            }
        });
    }
}
