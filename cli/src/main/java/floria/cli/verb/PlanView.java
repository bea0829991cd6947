package floria.cli.verb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.cli.screen.Style;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Shows a plan: what is made, where, at what price, and why there. */
record PlanView(Screen screen) {

    /**
     * @param shown the template's name on the command line
     * @param rejected whether to list the offers that were not chosen, with the reasons
     */
    void print(JsonNode plan, String shown, boolean rejected) {
        Style style = screen.style();
        JsonNode placement = plan.path("placement");
        String currency = Json.text(placement, "currency");
        Map<String, List<String>> steps = steps(plan);
        Map<String, JsonNode> assignments = new LinkedHashMap<>();
        for (JsonNode assignment : placement.path("assignments").values()) {
            assignments.put(Json.text(assignment, "node"), assignment);
            steps.computeIfAbsent(Json.text(assignment, "node"), _ -> new ArrayList<>());
        }
        line(style.bold("Plan for " + Json.text(plan, "name")) + style.faint("  (" + shown + ")"));
        line("");
        Map<String, String> expected = new LinkedHashMap<>();
        for (JsonNode one : placement.path("explanation").path("expected").values()) {
            expected.put(Json.text(one, "node"), expected(one));
        }
        Table table = new Table("NODE", "SITE", "OFFER", "PER HOUR", "EXPECTED", "STEPS");
        steps.forEach((node, names) -> {
            JsonNode at = assignments.getOrDefault(node, Json.object());
            table.row(
                    Texts.plain(node),
                    style.cyan(Json.text(at, "site")),
                    Json.text(at, "offer"),
                    assignments.containsKey(node) ? price(at, currency) : "",
                    style.faint(expected.getOrDefault(node, "")),
                    String.join(", ", names));
        });
        table.print(screen, "  ");
        line("");
        reasons(placement, assignments);
        line("  In all " + style.bold(price(placement, currency)) + perHour(placement) + ".");
        if (rejected) {
            explanation(placement.path("explanation"), currency);
        }
        rejected(placement, rejected);
    }

    /** What past attempts tell, such as {@code 60 s, 95 %}; nothing where there were none. */
    static String expected(JsonNode one) {
        return Json.decimal(one, "attempts").orElse(BigDecimal.ZERO).signum() == 0
                ? ""
                : Json.text(one, "readySeconds")
                        + " s, "
                        + Math.round(
                                Json.decimal(one, "success")
                                        .orElse(BigDecimal.ZERO)
                                        .movePointRight(2)
                                        .doubleValue())
                        + " %";
    }

    /** Why everything is where it is: reasons, terms, what would be next, what was not chosen. */
    void why(JsonNode placement) {
        String currency = Json.text(placement, "currency");
        Map<String, JsonNode> assignments = new LinkedHashMap<>();
        for (JsonNode assignment : placement.path("assignments").values()) {
            assignments.put(Json.text(assignment, "node"), assignment);
        }
        reasons(placement, assignments);
        line("  In all " + price(placement, currency) + perHour(placement) + ".");
        explanation(placement.path("explanation"), currency);
        rejected(placement, true);
    }

    /** What it costs term by term, and what would be next. */
    private void explanation(JsonNode explanation, String currency) {
        if (explanation.path("terms").isEmpty()) {
            return;
        }
        line("");
        Table terms = new Table("TERM", "AMOUNT", "");
        for (JsonNode term : explanation.path("terms").values()) {
            terms.row(
                    Json.text(term, "name"),
                    amount(Json.decimal(term, "amount").orElse(BigDecimal.ZERO), currency),
                    screen.style().faint(Texts.plain(Json.text(term, "words"))));
        }
        terms.print(screen, "  ");
        double gap = Json.decimal(explanation, "gap").orElse(BigDecimal.ZERO).doubleValue();
        if (gap > 0) {
            line(
                    String.format(
                            java.util.Locale.ROOT,
                            "  There may be one that is up to %.1f %% better.",
                            gap * 100));
        }
        if (!explanation.path("alternatives").isEmpty()) {
            line("");
            line("  Next best:");
        }
        for (JsonNode other : explanation.path("alternatives").values()) {
            line(
                    "    "
                            + Texts.plain(Json.text(other, "what"))
                            + ": "
                            + Texts.plain(Json.text(other, "words")));
        }
    }

    private static String amount(BigDecimal amount, String currency) {
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.setScale(Math.max(2, plain.scale())).toPlainString() + " " + currency;
    }

    /** The candidates for nodes that were not chosen, a line for each. */
    static List<String> rejections(Iterable<JsonNode> rejections) {
        List<String> lines = new ArrayList<>();
        for (JsonNode rejection : rejections) {
            String node = Json.text(rejection, "node");
            String offer = Json.text(rejection, "offer");
            lines.add(
                    Texts.plain(
                            (node.isEmpty() ? "" : node + " ")
                                    + "not on "
                                    + Json.text(rejection, "site")
                                    + (offer.isEmpty() ? "" : "/" + offer)
                                    + ": "
                                    + String.join("; ", Json.texts(rejection, "reasons"))));
        }
        return lines;
    }

    private void reasons(JsonNode placement, Map<String, JsonNode> assignments) {
        List<String> reasons = new ArrayList<>();
        assignments.forEach((node, at) ->
                Json.optional(at, "reason").ifPresent(reason -> reasons.add(node + ": " + reason)));
        reasons.addAll(Json.texts(placement, "reasons"));
        int columns = Math.min(100, screen.size().columns() - 1);
        for (String reason : reasons) {
            String indent = "  ";
            for (String part : Texts.wrap(Texts.plain(reason), columns - 4)) {
                line(screen.style().faint(indent + part));
                indent = "    ";
            }
        }
    }

    private void rejected(JsonNode placement, boolean all) {
        List<String> lines = rejections(placement.path("rejected").values());
        if (lines.isEmpty()) {
            return;
        }
        if (all) {
            line("");
            line("  Not chosen:");
            lines.forEach(text -> line("    " + text));
        } else {
            line(
                    screen.style()
                            .faint(
                                    "  "
                                            + lines.size()
                                            + (lines.size() == 1 ? " offer was" : " offers were")
                                            + " not chosen; `floria plan` says why."));
        }
    }

    private static Map<String, List<String>> steps(JsonNode plan) {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        for (JsonNode step : plan.path("steps").values()) {
            String id = Json.text(step, "id");
            steps.computeIfAbsent(Json.text(step, "node"), _ -> new ArrayList<>())
                    .add(id.substring(id.lastIndexOf('/') + 1));
        }
        return steps;
    }

    private static String price(JsonNode priced, String currency) {
        BigDecimal price = Json.decimal(priced, "pricePerHour").orElse(BigDecimal.ZERO);
        if (price.signum() == 0) {
            return "free";
        }
        BigDecimal shown = price.stripTrailingZeros();
        return shown.setScale(Math.max(2, shown.scale())).toPlainString() + " " + currency;
    }

    private static String perHour(JsonNode placement) {
        return Json.decimal(placement, "pricePerHour").orElse(BigDecimal.ZERO).signum() == 0
                ? ""
                : " per hour";
    }

    private void line(String text) {
        screen.out().println(text);
    }
}
