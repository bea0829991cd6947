package floria.cli.verb;

import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Texts;

/** Prints what happened. */
@Command(
        name = "events",
        header = "Print what has happened to a deployment, or to all.",
        footer = {
            "",
            "Examples:",
            "  floria events notebook",
            "  floria events -f",
            "  floria events notebook --json | jq -r 'select(.type==\"step.failed\").message'"
        })
public final class Events extends Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "DEPLOYMENT",
            description = "Its name or id; all deployments if it is left out.")
    private @Nullable String deployment;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new events until Ctrl-C.")
    private boolean follow;

    public Events(Surroundings around) {
        super(around);
    }

    @Override
    Exit run() {
        Api api = server();
        String collection =
                Optional.ofNullable(deployment)
                        // By id: the stream must not move on to a later one of the same name.
                        .map(name -> Api.path(Json.text(api.deployment(name), "id")) + "/events")
                        .orElse("/events");
        return new Listing(servers(), screen())
                .print(api, collection, Map.of(), follow, this::line);
    }

    private void line(JsonNode event) {
        if (json()) {
            print(event);
            return;
        }
        Style style = screen().style();
        String type = Json.text(event, "type");
        String node = Texts.plain(Json.text(event, "node"));
        String message = Texts.plain(Json.text(event, "message"));
        print(
                style.faint(Listing.time(event))
                        + " "
                        + Texts.pad(type.endsWith(".failed") ? style.red(type) : type, 18)
                        + " "
                        + (node.isEmpty() ? "" : style.cyan(node) + ": ")
                        + message);
    }
}
