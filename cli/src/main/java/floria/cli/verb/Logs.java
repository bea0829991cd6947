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

/** Prints what the operations of a deployment printed. */
public final class Logs extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");

    private final Supplier<Boolean> follow =
            flag("Go on with new lines until Ctrl-C.", "-f", "--follow");

    private final Supplier<Optional<String>> node = option("NODE", "This node only.", "--node");

    public Logs(Surroundings around) {
        super(around, "logs", "Print what the programs of a deployment have printed.");
        examples(
                "floria logs notebook",
                "floria logs -f train-digits --node training",
                "floria logs notebook --json | jq -r 'select(.stream==\"err\").text'");
    }

    @Override
    Exit run() {
        Api api = server();
        // By id: the stream must not move on to a later deployment of the same name.
        String id = Json.text(api.deployment(deployment.get()), "id");
        Map<String, String> query = node.get().map(name -> Map.of("node", name)).orElse(Map.of());
        return new Listing(servers(), screen())
                .print(api, Api.path(id) + "/logs", query, follow.get(), this::line);
    }

    private void line(JsonNode line) {
        if (json()) {
            print(line);
            return;
        }
        Style style = screen().style();
        String text = Texts.plain(Json.text(line, "text"));
        print(
                style.faint(Listing.time(line))
                        + " "
                        + style.cyan(Json.text(line, "step"))
                        + " "
                        + (Json.text(line, "stream").equals("err") ? style.yellow(text) : text));
    }
}
