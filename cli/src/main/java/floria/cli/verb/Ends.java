package floria.cli.verb;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.cli.screen.Style;
import floria.cli.screen.Symbols;
import floria.cli.screen.Texts;

/** How a watched run ends: with outputs, or with the step that failed and what it printed last. */
final class Ends {
    private static final int LOG_LINES = 20;

    private Ends() {}

    /** The last line of {@code --json}. */
    static ObjectNode deployment(JsonNode deployment, JsonNode outputs) {
        ObjectNode end =
                Json.object()
                        .put("id", Json.text(deployment, "id"))
                        .put("name", Json.text(deployment, "name"))
                        .put("status", Json.text(deployment, "status"));
        end.set("outputs", outputs);
        return end;
    }

    /** What is told when nobody waits for the end. */
    static Exit detached(Verb verb, JsonNode deployment, String doing) {
        String name = Json.text(deployment, "name");
        if (verb.json()) {
            verb.print(deployment(deployment, Json.object()));
        } else {
            verb.print(verb.screen().style().bold(name) + " is being " + doing + ".");
            hints(verb.screen(), "follow: floria events -f " + name, "stop: floria cancel " + name);
        }
        return Exit.OK;
    }

    /** What is told when everything went well: {@code is} says of the deployment what it now is. */
    static Exit well(Verb verb, Api api, JsonNode details, String is, String... hints) {
        JsonNode outputs = api.outputs(Json.text(details, "id"));
        if (verb.json()) {
            verb.print(deployment(details, outputs));
            return Exit.OK;
        }
        Screen screen = verb.screen();
        Style style = screen.style();
        verb.print("");
        verb.print(
                style.green(Symbols.of(screen).good())
                        + " "
                        + style.bold(Json.text(details, "name"))
                        + " is "
                        + is
                        + ".");
        if (!outputs.isEmpty()) {
            verb.print("");
            outputs(screen, outputs);
        }
        hints(screen, hints);
        return Exit.OK;
    }

    /** Outputs under each other, never cut: they are copied from here. */
    static void outputs(Screen screen, JsonNode outputs) {
        int names =
                outputs.properties().stream()
                        .mapToInt(output -> Texts.width(output.getKey()))
                        .max()
                        .orElse(0);
        for (Map.Entry<String, JsonNode> output : outputs.properties()) {
            screen.out()
                    .println(
                            "  "
                                    + screen.style().cyan(Texts.pad(output.getKey(), names))
                                    + "  "
                                    + Texts.plain(Json.value(output.getValue())));
        }
    }

    /** What can be done next, for a person at a terminal or reading a log. */
    static void hints(Screen screen, String... hints) {
        screen.out().println();
        int width = 0;
        for (String hint : hints) {
            width = Math.max(width, hint.indexOf(':'));
        }
        for (String hint : hints) {
            int colon = hint.indexOf(':');
            screen.out()
                    .println(
                            "  "
                                    + screen.style()
                                            .faint(Texts.pad(hint.substring(0, colon), width))
                                    + "  "
                                    + hint.substring(colon + 2));
        }
    }

    /** Tells why a run ended otherwise than asked for. */
    static Exit failed(Verb verb, Api api, JsonNode details) {
        Optional<JsonNode> step =
                List.copyOf(details.path("steps").values()).stream()
                        .filter(s -> Json.text(s, "state").equals("failed"))
                        .min(Comparator.comparing(s -> Json.text(s, "endedAt")));
        List<JsonNode> log = step.map(failed -> log(api, details, failed)).orElse(List.of());
        if (verb.json()) {
            ObjectNode end = deployment(details, Json.object());
            end.put("error", Json.optional(details, "error").orElse(sentence(details)));
            step.ifPresent(failed -> end.set("step", failed));
            ArrayNode lines = end.putArray("log");
            log.forEach(lines::add);
            verb.print(end);
        } else {
            print(verb.screen(), details, step, log);
        }
        return Exit.DEPLOYMENT_FAILED;
    }

    private static void print(
            Screen screen, JsonNode details, Optional<JsonNode> step, List<JsonNode> log) {
        Style style = screen.style();
        String name = Json.text(details, "name");
        screen.out().println();
        screen.out()
                .println(style.red(Symbols.of(screen).bad()) + " " + style.bold(sentence(details)));
        if (step.isEmpty()) {
            Json.optional(details, "error")
                    .ifPresent(error -> screen.out().println("  " + Texts.plain(error)));
        }
        step.ifPresent(failed -> {
            int attempt = failed.path("attempt").asInt(1);
            screen.out().println();
            screen.out()
                    .println(
                            "  Step "
                                    + style.bold(Json.text(failed, "id"))
                                    + " failed"
                                    + (attempt > 1 ? " in attempt " + attempt : "")
                                    + ": "
                                    + style.red(Texts.plain(Json.text(failed, "error"))));
        });
        if (!log.isEmpty()) {
            screen.out().println("  Its last lines:");
            for (JsonNode line : log) {
                screen.out().println(style.faint("  | ") + Texts.plain(Json.text(line, "text")));
            }
        }
        hints(
                screen,
                "more: floria logs " + name,
                "details: floria show " + name,
                "take down: floria down " + name);
    }

    private static String sentence(JsonNode details) {
        String name = Json.text(details, "name");
        String status = Json.text(details, "status");
        return switch (status) {
            case "failed" -> name + " failed.";
            case "cancelled" -> name + " was cancelled; what had been made is still there.";
            case "deleting", "deleted", "data_kept" -> name + " is being taken down.";
            case "delete_failed" -> name + " could not be taken down completely.";
            default -> name + " is " + status.replace('_', ' ') + ".";
        };
    }

    private static List<JsonNode> log(Api api, JsonNode details, JsonNode step) {
        Deque<JsonNode> last = new ArrayDeque<>();
        Map<String, String> query = Map.of("node", Json.text(step, "node"));
        try {
            long after = 0;
            List<JsonNode> page;
            do {
                page = api.items(Api.path(Json.text(details, "id")) + "/logs", after, query);
                for (JsonNode line : page) {
                    after = Math.max(after, line.path("id").asLong(after));
                    if (Json.text(line, "step").equals(Json.text(step, "id"))) {
                        last.addLast(line);
                    }
                    if (last.size() > LOG_LINES) {
                        last.removeFirst();
                    }
                }
            } while (!page.isEmpty());
        } catch (Failure failure) {
            return List.of(); // the step's error is the news, and it is known
        }
        return List.copyOf(last);
    }
}
