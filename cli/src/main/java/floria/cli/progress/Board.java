package floria.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Symbols;
import floria.cli.screen.Texts;

/**
 * What the events have told of a run so far, as lines for a screen. Times are the server's. For one
 * thread at a time.
 */
final class Board {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private String name = "";
    private String status = "";
    private int steps;
    private int finished;
    private Optional<Instant> start = Optional.empty();

    /** How far one node is. */
    private static final class Row {
        String state = "";
        String step = "";
        String note = "";
        Optional<Instant> since = Optional.empty();
        Optional<Instant> until = Optional.empty();

        boolean done() {
            return until.isPresent();
        }
    }

    void begin(JsonNode details) {
        name = Json.text(details, "name");
        status = Json.text(details, "status");
        for (JsonNode step : details.path("steps").values()) {
            steps++;
            row(Json.text(step, "node"));
        }
        details.path("nodes").values().forEach(node -> row(Json.text(node, "node")));
    }

    void event(JsonNode event) {
        Optional<Instant> at = Json.instant(event, "at");
        start = start.or(() -> at);
        String step = Json.text(event.path("data"), "step");
        Row row = row(Json.text(event, "node"));
        switch (Json.text(event, "type")) {
            case "deployment.status" -> status = Json.text(event.path("data"), "status");
            case "node.state" -> state(row, Json.text(event.path("data"), "state"), at);
            case "step.started" -> {
                row.step = last(step);
                row.note = "";
                row.since = row.since.or(() -> at);
                row.until = Optional.empty();
            }
            case "step.finished", "step.skipped" -> {
                row.step = "";
                row.note = "";
                finished++;
                if (settled(row.state)) {
                    row.until = at;
                }
            }
            case "step.retrying" ->
                    row.note =
                            "attempt "
                                    + Json.text(event.path("data"), "attempt")
                                    + " failed, trying again: "
                                    + Json.text(event.path("data"), "error");
            case "step.failed" -> {
                row.note = last(step) + ": " + Json.text(event.path("data"), "error");
                row.step = "";
                row.state = "error";
                row.until = at;
            }
            default -> {
                // Events that say nothing about how far a node is.
            }
        }
    }

    /**
     * The picture.
     *
     * @param now by the server's clock
     * @param tick turns the spinners
     * @param rowsAtMost as many lines as there is room for
     */
    List<String> lines(Instant now, int tick, Style style, Symbols symbols, int rowsAtMost) {
        String spinner =
                style.cyan(symbols.spinner().get(Math.floorMod(tick, symbols.spinner().size())));
        int names = rows.keySet().stream().mapToInt(Texts::width).max().orElse(0);
        int states = rows.values().stream().mapToInt(r -> Texts.width(r.state)).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(heading(now, style, symbols, spinner));
        int room = Math.max(1, rowsAtMost - 2);
        boolean crowded = rows.size() > room;
        int hidden = 0;
        for (Map.Entry<String, Row> entry : rows.entrySet()) {
            Row row = entry.getValue();
            // Where there is no room for all, those that are worked on matter.
            if (lines.size() > room || (crowded && row.step.isEmpty() && row.note.isEmpty())) {
                hidden++;
                continue;
            }
            lines.add(line(entry.getKey(), row, now, style, symbols, spinner, names, states));
        }
        if (hidden > 0) {
            lines.add(style.faint("    and " + hidden + " more"));
        }
        return lines;
    }

    private String heading(Instant now, Style style, Symbols symbols, String spinner) {
        String sign =
                switch (status) {
                    case "running", "deleted", "data_kept" -> style.green(symbols.good());
                    case "failed", "delete_failed", "cancelled" -> style.red(symbols.bad());
                    default -> spinner;
                };
        String count = steps == 0 ? "" : "  " + Math.min(finished, steps) + "/" + steps + " steps";
        String time = start.map(at -> Texts.clock(Duration.between(at, now))).orElse("0:00");
        return sign
                + " "
                + style.bold(Texts.plain(name))
                + "  "
                + style.state(status)
                + "  "
                + time
                + style.faint(count);
    }

    private static String line(
            String node,
            Row row,
            Instant now,
            Style style,
            Symbols symbols,
            String spinner,
            int names,
            int states) {
        String sign;
        if (row.state.equals("error")) {
            sign = style.red(symbols.bad());
        } else if (row.done()) {
            sign = style.green(symbols.good());
        } else {
            sign = row.since.isPresent() ? spinner : style.faint(symbols.waiting());
        }
        String time =
                row.since
                        .map(since -> Texts.clock(Duration.between(since, row.until.orElse(now))))
                        .orElse("");
        String what =
                row.note.isEmpty()
                        ? style.faint(Texts.plain(row.step))
                        : style.yellow(Texts.plain(row.note));
        return ("  "
                        + sign
                        + " "
                        + Texts.pad(Texts.plain(node), names)
                        + "  "
                        + Texts.pad(style.state(row.state), Math.max(states, 11))
                        + "  "
                        + Texts.pad(time, 5)
                        + "  "
                        + what)
                .stripTrailing();
    }

    private static void state(Row row, String state, Optional<Instant> at) {
        row.state = state;
        if (!state.equals("initial")) {
            row.since = row.since.or(() -> at);
        }
        row.until = settled(state) && row.step.isEmpty() ? at : Optional.empty();
    }

    private static boolean settled(String state) {
        return state.equals("started") || state.equals("deleted") || state.equals("error");
    }

    /** Events without a node get a row that is not shown. */
    private Row row(String node) {
        return node.isEmpty() ? new Row() : rows.computeIfAbsent(node, _ -> new Row());
    }

    private static String last(String step) {
        return step.substring(step.lastIndexOf('/') + 1);
    }
}
