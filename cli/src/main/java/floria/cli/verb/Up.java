package floria.cli.verb;

import java.util.UUID;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.progress.Interrupt;
import floria.cli.progress.Progress;
import floria.cli.progress.Watch;
import floria.cli.screen.Texts;
import floria.cli.server.Servers;

/** Brings a template up, and watches until it runs. */
public final class Up extends Verb {
    private final TemplateArguments arguments = new TemplateArguments(this);

    private final Supplier<Boolean> detach = flag("Do not wait until it runs.", "--detach");

    private final Supplier<Boolean> dryRun = flag("Show the plan, and stop there.", "--dry-run");

    public Up(Surroundings around) {
        super(around, "up", "Bring a template up: plan it, deploy it, print its outputs.");
        explain(
                "Shows the plan, then every node as it comes up, then the outputs. The work is done"
                        + " by the server: Ctrl-C ends the watching, and nothing else.",
                "With --json: the plan, each event, and the deployment with its outputs as last line.");
        examples(
                "floria up examples/notebook.yaml",
                "floria up examples/server.yaml -i cpus=4 --name build-host",
                "floria up examples/server.yaml --inputs inputs.yaml --site local",
                "floria up examples/notebook.yaml --detach && floria events -f notebook",
                "floria up examples/notebook.yaml --json | tail -n 1 | jq -r .outputs.url");
    }

    @Override
    Exit run() {
        TemplateArguments.Wanted wanted = arguments.read(around());
        Servers servers = servers();
        Api api = servers.connect();
        JsonNode plan = wanted.ask(api::plan);
        if (json()) {
            print(plan);
        } else {
            Problems.warn(screen(), wanted, plan);
            new PlanView(screen()).print(plan, wanted.template().shown().toString(), dryRun.get());
            print("");
        }
        if (dryRun.get()) {
            return Exit.OK;
        }
        String key = UUID.randomUUID().toString();
        JsonNode created = wanted.ask(request -> api.create(request, key));
        if (Json.text(created, "status").equals("paused")) {
            print(Texts.plain(Json.text(created, "name") + ": " + Json.text(created, "error")));
            return Ends.detached(this, created, "deployed");
        }
        return detach.get()
                ? Ends.detached(this, created, "deployed")
                : watched(servers, api, created);
    }

    private Exit watched(Servers servers, Api api, JsonNode created) {
        String id = Json.text(created, "id");
        Watch.Outcome end;
        try (Progress progress = Progress.on(around(), json());
                var _ = Interrupt.says(() -> farewell(progress, created))) {
            end = new Watch(servers, progress).until(api, id, "deploying");
        }
        return Json.text(end.details(), "status").equals("running")
                ? running(end.api(), end.details())
                : Ends.failed(this, end.api(), end.details());
    }

    private Exit running(Api api, JsonNode details) {
        String name = Json.text(details, "name");
        return Ends.well(
                this,
                api,
                details,
                "running",
                "logs: floria logs -f " + name,
                "details: floria show " + name,
                "take down: floria down " + name);
    }

    private void farewell(Progress progress, JsonNode created) {
        progress.close();
        String name = Json.text(created, "name");
        if (json()) {
            ObjectNode last = Ends.deployment(created, Json.object());
            print(last.put("interrupted", true));
            return;
        }
        print("");
        print("Interrupted. The deployment of " + name + " goes on at the server.");
        Ends.hints(
                screen(),
                "follow: floria events -f " + name,
                "look: floria show " + name,
                "stop: floria cancel " + name);
    }
}
