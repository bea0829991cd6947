package floria.cli.verb;

import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.progress.Interrupt;
import floria.cli.progress.Progress;
import floria.cli.progress.Watch;
import floria.cli.screen.Symbols;
import floria.cli.server.Servers;

/** Takes a deployment down, and watches until it is gone. */
public final class Down extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");

    private final Supplier<Boolean> keepData = flag("Leave the volumes in place.", "--keep-data");

    private final Supplier<Boolean> force =
            flag("Run no operations, and give up and report what cannot be removed.", "--force");

    private final Supplier<Boolean> detach = flag("Do not wait until it is gone.", "--detach");

    public Down(Surroundings around) {
        super(around, "down", "Take a deployment down.");
        explain(
                "Everything that it made is released, a run under way included. With --keep-data the"
                        + " volumes stay, and `floria up` under the same name takes them up again.");
        examples(
                "floria down notebook",
                "floria down two-tier --keep-data",
                "floria down notebook --detach");
    }

    @Override
    Exit run() {
        Servers servers = servers();
        Api api = servers.connect();
        JsonNode deleting = api.delete(deployment.get(), keepData.get(), force.get());
        String name = Json.text(deleting, "name");
        if (detach.get()) {
            if (json()) {
                print(deleting);
            } else {
                print(screen().style().bold(name) + " is being taken down.");
                Ends.hints(screen(), "follow: floria events -f " + name);
            }
            return Exit.OK;
        }
        Watch.Outcome end;
        try (Progress progress = Progress.on(around(), json());
                var _ = Interrupt.says(() -> farewell(progress, deleting))) {
            end = new Watch(servers, progress).until(api, Json.text(deleting, "id"), "deleting");
        }
        return switch (Json.text(end.details(), "status")) {
            case "deleted" -> gone(end.details(), name + " is gone.");
            case "data_kept" -> gone(end.details(), name + " is gone, its data kept.");
            default -> Ends.failed(this, end.api(), end.details());
        };
    }

    private Exit gone(JsonNode details, String sentence) {
        if (json()) {
            print(Ends.deployment(details, Json.object()));
        } else {
            if (screen().live()) {
                print("");
            }
            print(screen().style().green(Symbols.of(screen()).good()) + " " + sentence);
        }
        return Exit.OK;
    }

    private void farewell(Progress progress, JsonNode deleting) {
        progress.close();
        String name = Json.text(deleting, "name");
        if (json()) {
            print(Ends.deployment(deleting, Json.object()).put("interrupted", true));
            return;
        }
        print("");
        print("Interrupted. The server goes on taking " + name + " down.");
        Ends.hints(screen(), "follow: floria events -f " + name, "look: floria show " + name);
    }
}
