package floria.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.progress.Progress;
import floria.cli.progress.Watch;
import floria.cli.screen.Symbols;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;
import floria.cli.server.Servers;
import floria.cli.template.Inputs;

/** Has a workflow of a deployment run, or lists those that there are. */
public final class Run extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");
    private final Supplier<Optional<String>> workflow =
            optionalArgument("WORKFLOW", "The workflow; without it, those that there are.");
    private final Supplier<List<String>> inputs =
            options("NAME=VALUE", "An input of it; as often as needed.", "-i", "--input");
    private final Supplier<Optional<String>> inputsFile =
            option("FILE", "A YAML or JSON file of inputs.", "--inputs");
    private final Supplier<Boolean> dryRun = flag("Show its steps, and stop there.", "--dry-run");
    private final Supplier<Boolean> detach = flag("Do not wait until it is done.", "--detach");

    public Run(Surroundings around) {
        super(around, "run", "Have a workflow of a deployment run.");
        explain(
                "It begins when what was asked for before has ended. `floria pause`, `cancel`,"
                        + " `retry` and `skip` steer it as they steer everything.");
        examples(
                "floria run shop",
                "floria run shop backup -i label=monday",
                "floria run shop backup -i label=monday --dry-run");
    }

    @Override
    Exit run() {
        if (workflow.get().isEmpty()) {
            return list();
        }
        String name = workflow.get().get();
        ObjectNode given = Json.object();
        given.set(
                "inputs",
                Inputs.read(inputsFile.get().map(around().folder()::resolve), inputs.get()));
        Servers servers = servers();
        Api api = servers.connect();
        if (dryRun.get()) {
            return steps(api.rehearsal(deployment.get(), name, given));
        }
        JsonNode run = api.run(deployment.get(), name, given, UUID.randomUUID().toString());
        if (detach.get()) {
            if (json()) {
                print(run);
            } else {
                print(screen().style().bold(name) + " is being run.");
                Ends.hints(screen(), "follow: floria events -f " + deployment.get());
            }
            return Exit.OK;
        }
        return watched(servers, api, name, Json.text(run, "id"));
    }

    private Exit list() {
        Table table = new Table("WORKFLOW", "INPUTS", "WHAT");
        for (JsonNode one : server().workflows(deployment.get())) {
            if (json()) {
                print(one);
                continue;
            }
            List<String> needed = new ArrayList<>();
            for (JsonNode input : one.path("inputs").values()) {
                needed.add(
                        Json.text(input, "name")
                                + Json.optional(input, "initial")
                                        .map(text -> "=" + text)
                                        .orElse(""));
            }
            table.row(
                    Texts.plain(Json.text(one, "name")),
                    Texts.plain(String.join(" ", needed)),
                    Texts.plain(Json.text(one, "description")));
        }
        if (!json()) {
            table.print(screen(), "Its template has no workflows.");
        }
        return Exit.OK;
    }

    private Exit steps(List<JsonNode> steps) {
        Table table = new Table("STEP", "WHY", "AFTER");
        for (JsonNode step : steps) {
            if (json()) {
                print(step);
            } else {
                table.row(
                        Texts.plain(Json.text(step, "id")),
                        Texts.plain(Json.text(step, "reason")),
                        Texts.plain(String.join(" ", Json.texts(step, "dependsOn"))));
            }
        }
        if (!json()) {
            table.print(screen(), "It has no steps.");
        }
        return Exit.OK;
    }

    private Exit watched(Servers servers, Api api, String name, String run) {
        Watch.Outcome end;
        try (Progress progress = Progress.on(around(), json())) {
            String id = Json.text(api.deployment(deployment.get()), "id");
            end = new Watch(servers, progress).run(api, id, run);
        }
        JsonNode details = end.details();
        String status =
                List.copyOf(details.path("runs").values()).stream()
                        .filter(one -> Json.text(one, "id").equals(run))
                        .map(one -> Json.text(one, "status"))
                        .findFirst()
                        .orElse("");
        Optional<JsonNode> failed =
                end.api().steps(Json.text(details, "id"), run).stream()
                        .filter(step -> Json.text(step, "state").equals("failed"))
                        .findFirst();
        boolean good = status.equals("succeeded");
        if (json()) {
            ObjectNode last = Json.object().put("run", run).put("status", status);
            failed.filter(_ -> !good).ifPresent(step -> last.set("step", step));
            print(last);
            return good ? Exit.OK : Exit.DEPLOYMENT_FAILED;
        }
        String of = Json.text(details, "name");
        String title = screen().style().bold(Texts.plain(name)) + " of " + of;
        print("");
        if (good) {
            print(screen().style().green(Symbols.of(screen()).good()) + " " + title + " is done.");
            return Exit.OK;
        }
        print(
                screen().style().red(Symbols.of(screen()).bad())
                        + " "
                        + title
                        + (status.equals("failed") ? " failed" : " is " + status)
                        + failed.map(step ->
                                        " in step "
                                                + Texts.plain(Json.text(step, "id"))
                                                + ": "
                                                + Texts.plain(Json.text(step, "error")))
                                .orElse("."));
        Ends.hints(screen(), "more: floria logs " + of, "go on from there: floria retry " + of);
        return Exit.DEPLOYMENT_FAILED;
    }
}
