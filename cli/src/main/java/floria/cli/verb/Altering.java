package floria.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.progress.Progress;
import floria.cli.progress.Watch;
import floria.cli.server.Servers;

/** What changes a deployment: the plan is shown, then carried out and watched. */
abstract class Altering extends Verb {
    private final Supplier<Boolean> dryRun;
    private final Supplier<Boolean> detach;
    private final Supplier<Boolean> loseData;
    private final Supplier<Optional<String>> out;

    Altering(Surroundings around, String name, String header) {
        super(around, name, header);
        dryRun = flag("Show what would change, and stop there.", "--dry-run");
        out =
                option(
                        "FILE",
                        "Write the plan to a file for `floria apply`, and stop there.",
                        "--out");
        loseData =
                flag(
                        "Agree to what is on volumes being lost where they are made anew or moved.",
                        "--lose-data");
        detach = flag("Do not wait until it is done.", "--detach");
    }

    /**
     * Shows what a change does, and has it done unless that was all that was asked for.
     *
     * @param change as the API takes it
     */
    final Exit alter(String deployment, ObjectNode change) {
        return alter(deployment, change, call -> call.apply(change));
    }

    /**
     * @param ask calls the API with the change, and tells of problems in the person's own files
     */
    final Exit alter(
            String deployment,
            ObjectNode change,
            Function<Function<ObjectNode, JsonNode>, JsonNode> ask) {
        if (loseData.get()) {
            change.put("loseData", true);
        }
        Servers servers = servers();
        Api api = servers.connect();
        JsonNode forecast = ask.apply(body -> api.forecast(deployment, body));
        boolean nothing = forecast.path("steps").isEmpty();
        if (json()) {
            print(forecast);
        } else {
            new ForecastView(screen()).print(forecast, deployment);
            print("");
        }
        if (out.get().isPresent()) {
            return saved(Path.of(out.get().get()), deployment, change, forecast);
        }
        if (dryRun.get() || (nothing && Json.text(change, "kind").equals("heal"))) {
            return Exit.OK;
        }
        String key = UUID.randomUUID().toString();
        JsonNode changed = ask.apply(body -> api.change(deployment, body, key));
        return detach.get()
                ? Ends.detached(this, changed, "changed")
                : watched(servers, api, changed);
    }

    private Exit saved(Path file, String deployment, ObjectNode change, JsonNode forecast) {
        ObjectNode saved = Json.object().put("deployment", deployment);
        saved.set("change", change.put("state", Json.text(forecast, "state")));
        try {
            // It may hold inputs that are secret.
            Files.write(
                    around().folder().resolve(file),
                    Json.line(saved).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    "file",
                    "The plan cannot be written to " + file + ": " + e.getMessage() + ".",
                    "Choose another file.");
        }
        if (!json()) {
            print("The plan is in " + file + "; it holds the inputs that were given.");
            Ends.hints(screen(), "carry it out: floria apply " + file);
        }
        return Exit.OK;
    }

    private Exit watched(Servers servers, Api api, JsonNode changed) {
        Watch.Outcome end;
        try (Progress progress = Progress.on(around(), json())) {
            end = new Watch(servers, progress).until(api, Json.text(changed, "id"), "updating");
        }
        JsonNode details = end.details();
        if (!Json.text(details, "status").equals("running")) {
            return Ends.failed(this, end.api(), details);
        }
        String name = Json.text(details, "name");
        return Ends.well(
                this,
                end.api(),
                details,
                "at revision " + details.path("revision").asInt(),
                "details: floria show " + name,
                "go back: floria rollback " + name,
                "take down: floria down " + name);
    }
}
