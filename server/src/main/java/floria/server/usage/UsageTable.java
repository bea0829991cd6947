package floria.server.usage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import floria.server.usage.UsageView.Use;

/** Usage as a table for other programs (RFC 4180). */
final class UsageTable {
    private static final List<String> COLUMNS =
            List.of(
                    "project",
                    "owner",
                    "deployment",
                    "id",
                    "node",
                    "index",
                    "site",
                    "offer",
                    "from",
                    "until",
                    "hours",
                    "price_per_hour",
                    "cost",
                    "currency");

    private UsageTable() {}

    static String of(List<Use> uses) {
        return Stream.concat(
                        Stream.of(String.join(",", COLUMNS)), uses.stream().map(UsageTable::row))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String row(Use use) {
        return Stream.of(
                        use.project(),
                        use.owner(),
                        use.name(),
                        use.deployment(),
                        use.node(),
                        use.index(),
                        use.site(),
                        use.offer(),
                        use.from(),
                        orNothing(use.until()),
                        use.hours(),
                        orNothing(use.pricePerHour()),
                        orNothing(use.cost()),
                        use.currency())
                .map(value -> cell(String.valueOf(value)))
                .collect(Collectors.joining(","));
    }

    private static Object orNothing(Optional<?> value) {
        return value.isPresent() ? value.get() : "";
    }

    /** No cell is taken for a formula by a program that would run it. */
    private static String cell(String words) {
        String safe = words.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + words : words;
        return safe.matches("(?s).*[\",\\r\\n].*")
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
