package floria.cli.verb;

import java.util.Map;

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

/** Prints what the operations of a deployment printed. */
@Command(
        name = "logs",
        header = "Print what the programs of a deployment have printed.",
        footer = {
            "",
            "Examples:",
            "  floria logs notebook",
            "  floria logs -f train-digits --node trainer",
            "  floria logs notebook --json | jq -r 'select(.stream==\"err\").text'"
        })
public final class Logs extends Verb {
    @Parameters(paramLabel = "DEPLOYMENT", description = "Its name or id.")
    private @Nullable String deployment;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until Ctrl-C.")
    private boolean follow;

    @Option(names = "--node", paramLabel = "NODE", description = "This node only.")
    private @Nullable String node;

    public Logs(Surroundings around) {
        super(around);
    }

    @Override
    Exit run() {
        Api api = server();
        // By id: the stream must not move on to a later deployment of the same name.
        String id = Json.text(api.deployment(String.valueOf(deployment)), "id");
        Map<String, String> query = node == null ? Map.of() : Map.of("node", node);
        return new Listing(servers(), screen())
                .print(api, Api.path(id) + "/logs", query, follow, this::line);
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
