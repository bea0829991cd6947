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
import floria.cli.screen.Texts;

/** Shows what a change does: what is created, changed, made anew and removed, and what it costs. */
record ForecastView(Screen screen) {

    void print(JsonNode forecast, String deployment) {
        Style style = screen.style();
        line(
                style.bold("Changes of " + deployment)
                        + style.faint("  (" + Json.text(forecast, "origin") + ")"));
        line("");
        int width = 0;
        for (JsonNode change : forecast.path("changes").values()) {
            width = Math.max(width, Texts.width(label(change)));
        }
        boolean any = false;
        for (JsonNode change : forecast.path("changes").values()) {
            if (!Json.text(change, "change").equals("none")) {
                any = true;
                print(change, width);
            }
        }
        if (!any) {
            line("  Nothing of it has to be changed.");
        }
        line("");
        line("  " + summary(forecast) + cost(forecast));
    }

    private void print(JsonNode change, int width) {
        Style style = screen.style();
        String kind = Json.text(change, "change");
        String mark = mark(kind);
        String where = Json.text(change, "site");
        String line =
                "  "
                        + mark
                        + " "
                        + Texts.pad(label(change), width)
                        + "  "
                        + word(kind)
                        + (where.isEmpty() ? "" : " on " + where + "/" + Json.text(change, "offer"))
                        + ": "
                        + String.join("; ", Json.texts(change, "reasons"));
        line(
                switch (mark) {
                    case "+" -> style.green(Texts.plain(line));
                    case "-" -> style.red(Texts.plain(line));
                    default -> style.yellow(Texts.plain(line));
                });
    }

    private static String label(JsonNode change) {
        int index = change.path("index").asInt(0);
        return Json.text(change, "node") + (index == 0 ? "" : "." + index);
    }

    private static String mark(String kind) {
        return switch (kind) {
            case "create" -> "+";
            case "remove" -> "-";
            case "replace", "move" -> "±";
            default -> "~";
        };
    }

    private static String word(String kind) {
        return switch (kind) {
            case "create" -> "created";
            case "remove" -> "removed";
            case "replace" -> "made anew";
            case "move" -> "moved";
            case "restart" -> "started again";
            case "update" -> "changed in place";
            case "resume" -> "gone on with";
            default -> kind;
        };
    }

    private static String summary(JsonNode forecast) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("create", "to create");
        words.put("update", "to change in place");
        words.put("restart", "to start again");
        words.put("resume", "to go on with");
        words.put("replace", "to make anew");
        words.put("move", "to move");
        words.put("remove", "to remove");
        words.put("none", "unchanged");
        List<String> parts = new ArrayList<>();
        words.forEach((kind, text) -> {
            int count = forecast.path("summary").path(kind).asInt(0);
            if (count > 0) {
                parts.add(count + " " + text);
            }
        });
        return String.join(", ", parts) + ".";
    }

    private static String cost(JsonNode forecast) {
        BigDecimal before =
                Json.decimal(forecast.path("before"), "pricePerHour").orElse(BigDecimal.ZERO);
        BigDecimal after =
                Json.decimal(forecast.path("after"), "pricePerHour").orElse(BigDecimal.ZERO);
        if (before.compareTo(after) == 0) {
            return after.signum() == 0
                    ? ""
                    : " " + after.toPlainString() + perHour(forecast) + ", as before.";
        }
        return " From "
                + before.toPlainString()
                + " to "
                + after.toPlainString()
                + perHour(forecast)
                + ".";
    }

    private static String perHour(JsonNode forecast) {
        return " " + Json.text(forecast.path("after"), "currency") + " per hour";
    }

    private void line(String text) {
        screen.out().println(text);
    }
}
