package floria.cli.verb;

import java.util.List;
import java.util.function.Supplier;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Changes how many instances nodes have. */
public final class Scale extends Altering {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");
    private final Supplier<List<String>> counts =
            arguments("NODE=NUMBER", "How many a node is to have: 3, or +1 and -1 beside now.");
    private final Supplier<List<String>> removal =
            options(
                    "NODE.INDEX",
                    "An instance that is to go before others; as often as needed.",
                    "--remove");

    public Scale(Surroundings around) {
        super(around, "scale", "Change how many instances a node has.");
        explain(
                "What is hosted on a node has as many instances as the node. The newest go first,"
                        + " after the operation drain of their interface Scaling, if they have it.");
        examples(
                "floria scale cluster worker=4",
                "floria scale cluster worker=+2 --dry-run",
                "floria scale cluster worker=-1 --remove worker.2");
    }

    @Override
    Exit run() {
        ObjectNode change = Json.object().put("kind", "scale");
        ObjectNode numbers = change.putObject("counts");
        for (String text : counts.get()) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new Failure(
                        Exit.USAGE,
                        "usage",
                        "'" + text + "' is not NODE=NUMBER.",
                        "Write worker=3, worker=+1 or worker=-1.");
            }
            numbers.put(text.substring(0, equals), text.substring(equals + 1));
        }
        ArrayNode first = change.putArray("removal");
        removal.get().forEach(first::add);
        return alter(deployment.get(), change);
    }
}
