package floria.cli.verb;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Shows what was used and what it costs. */
public final class Usage extends Verb {
    private static final int DIGITS = 4;

    private final Supplier<Optional<String>> from;
    private final Supplier<Optional<String>> to;
    private final Supplier<Optional<String>> deployment;

    public Usage(Surroundings around) {
        super(around, "usage", "Show what was used, from when to when, and what it costs.");
        explain("Prices are those that the deployments were placed for.");
        from = option("TIME", "Such as 2026-11-01T00:00:00Z; 30 days ago if left out.", "--from");
        to = option("TIME", "Now if left out.", "--to");
        deployment = option("DEPLOYMENT", "Only of this one, a name or an id.", "--of");
        examples(
                "floria usage",
                "floria usage --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z",
                "floria usage --of notebook --json | jq '.total.costs'");
    }

    @Override
    Exit run() {
        Map<String, String> query = new LinkedHashMap<>();
        from.get().ifPresent(text -> query.put("from", text));
        to.get().ifPresent(text -> query.put("to", text));
        deployment.get().ifPresent(text -> query.put("deployment", text));
        JsonNode usage = server().usage(query);
        if (json()) {
            print(usage);
            return Exit.OK;
        }
        print(moment(usage, "from") + " to " + moment(usage, "to"));
        Table table = new Table("DEPLOYMENT", "HOURS", "CPU HOURS", "GPU HOURS", "STAND", "COST");
        for (JsonNode share : usage.path("deployments").values()) {
            row(table, Texts.plain(Json.text(share, "name")), share.path("sum"));
        }
        row(table, "all", usage.path("total"));
        table.print(screen(), "");
        return Exit.OK;
    }

    private static void row(Table table, String name, JsonNode sum) {
        table.row(
                name,
                hours(sum, "hours"),
                hours(sum, "cpuHours"),
                hours(sum, "gpuHours"),
                Json.text(sum, "standing"),
                costs(sum));
    }

    private static String hours(JsonNode sum, String name) {
        return String.format(Locale.ROOT, "%.2f", sum.path(name).asDouble());
    }

    /** To the second: nobody pays for less. */
    private static String moment(JsonNode usage, String name) {
        return Instant.parse(Json.text(usage, name)).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What a sum costs, in words. */
    static String costs(JsonNode sum) {
        StringJoiner words = new StringJoiner(" and ");
        for (Map.Entry<String, JsonNode> cost : sum.path("costs").properties()) {
            words.add(amount(cost.getValue()) + " " + cost.getKey());
        }
        int unpriced = sum.path("unpriced").asInt();
        if (unpriced > 0) {
            words.add(unpriced + " without a known price");
        }
        return words.length() == 0 ? "nothing" : words.toString();
    }

    private static String amount(JsonNode value) {
        BigDecimal amount = value.decimalValue().setScale(DIGITS, RoundingMode.HALF_UP);
        return amount.stripTrailingZeros().scale() < 2
                ? amount.setScale(2, RoundingMode.HALF_UP).toPlainString()
                : amount.stripTrailingZeros().toPlainString();
    }
}
