package floria.cli.verb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Shows one deployment. */
public final class Show extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");

    private final Supplier<Boolean> why =
            flag("Also why everything is where it is, and what was not chosen.", "--why");

    public Show(Surroundings around) {
        super(around, "show", "Show a deployment: its nodes, runs and outputs.");
        explain("Secrets are masked here; `floria outputs` has them in clear.");
        examples("floria show notebook", "floria show notebook --json | jq '.nodes[].attributes'");
    }

    @Override
    Exit run() {
        JsonNode details = server().deployment(deployment.get());
        if (json()) {
            if (details instanceof ObjectNode all) {
                all.set("cost", cost(details));
            }
            print(details);
            return Exit.OK;
        }
        Style style = screen().style();
        print(
                style.bold(Texts.plain(Json.text(details, "name")))
                        + "  "
                        + style.state(Json.text(details, "status"))
                        + style.faint("  " + Json.text(details, "id")));
        print(
                "  made "
                        + Json.text(details, "createdAt")
                        + " by "
                        + Json.text(details, "owner")
                        + ", revision "
                        + Json.text(details, "revision"));
        Json.optional(details, "error")
                .ifPresent(error -> print("  " + style.red(Texts.plain(error))));
        print("  cost so far " + Usage.costs(cost(details)));
        section("Nodes", nodes(details));
        if (why.get()) {
            heading("Placement");
            new PlanView(screen()).why(details.path("placement"));
        }
        section("Attributes", attributes(details));
        section("Unfinished steps", steps(details));
        section("Runs", runs(details));
        if (!details.path("outputs").isEmpty()) {
            heading("Outputs");
            Ends.outputs(screen(), details.path("outputs"));
        }
        return Exit.OK;
    }

    private JsonNode cost(JsonNode details) {
        return server().usage(Map.of("deployment", Json.text(details, "id"), "limit", "0"))
                .path("total");
    }

    private Table nodes(JsonNode details) {
        Table table = new Table("NODE", "STATE", "SITE", "OFFER");
        for (JsonNode node : details.path("nodes").values()) {
            table.row(
                    name(node),
                    screen().style().state(Json.text(node, "state")),
                    Json.text(node, "site"),
                    Json.text(node, "offer"));
        }
        return table;
    }

    private static Table attributes(JsonNode details) {
        Table table = new Table("NODE", "ATTRIBUTE", "VALUE");
        for (JsonNode node : details.path("nodes").values()) {
            String name = name(node);
            for (Map.Entry<String, JsonNode> attribute : node.path("attributes").properties()) {
                // Those are Floria's own notes; --json has them.
                if (attribute.getKey().startsWith("floria.")) {
                    continue;
                }
                table.row(name, attribute.getKey(), Texts.plain(Json.value(attribute.getValue())));
                name = "";
            }
        }
        return table;
    }

    private Table steps(JsonNode details) {
        Table table = new Table("STEP", "STATE", "ATTEMPT", "ERROR");
        for (JsonNode step : details.path("steps").values()) {
            String state = Json.text(step, "state");
            if (!state.equals("succeeded")) {
                table.row(
                        Json.text(step, "id"),
                        screen().style().state(state),
                        Json.text(step, "attempt"),
                        Texts.plain(Json.text(step, "error")));
            }
        }
        return table;
    }

    private Table runs(JsonNode details) {
        Table table = new Table("RUN", "STATUS", "STARTED", "TOOK", "BY");
        List<JsonNode> runs = new ArrayList<>(details.path("runs").values());
        for (JsonNode run : runs) {
            String took =
                    Json.instant(run, "createdAt")
                            .flatMap(start ->
                                    Json.instant(run, "endedAt")
                                            .map(end -> Duration.between(start, end)))
                            .map(Texts::clock)
                            .orElse("");
            table.row(
                    Json.text(run, "kind").replace('_', ' '),
                    screen().style().state(Json.text(run, "status")),
                    Json.text(run, "createdAt"),
                    took,
                    Json.text(run, "actor"));
        }
        return table;
    }

    private static String name(JsonNode node) {
        int index = node.path("index").asInt(0);
        return Texts.plain(Json.text(node, "node")) + (index == 0 ? "" : "." + index);
    }

    private void section(String heading, Table table) {
        if (!table.isEmpty()) {
            heading(heading);
            table.print(screen(), "  ");
        }
    }

    private void heading(String heading) {
        print("");
        print(screen().style().bold(heading));
    }
}
