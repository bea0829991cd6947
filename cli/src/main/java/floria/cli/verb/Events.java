package floria.cli.verb;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Texts;

/** Prints what happened. */
public final class Events extends Verb {
    private final Supplier<Optional<String>> deployment =
            optionalArgument("DEPLOYMENT", "Its name or id; all deployments if it is left out.");

    private final Supplier<Boolean> follow =
            flag("Go on with new events until Ctrl-C.", "-f", "--follow");

    public Events(Surroundings around) {
        super(around, "events", "Print what has happened to a deployment, or to all.");
        examples(
                "floria events notebook",
                "floria events -f",
                "floria events notebook --json | jq -r 'select(.type==\"step.failed\").message'");
    }

    @Override
    Exit run() {
        Api api = server();
        String collection =
                deployment
                        .get()
                        // By id: the stream must not move on to a later one of the same name.
                        .map(name -> Api.path(Json.text(api.deployment(name), "id")) + "/events")
                        .orElse("/events");
        return new Listing(servers(), screen())
                .print(api, collection, Map.of(), follow.get(), this::line);
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
