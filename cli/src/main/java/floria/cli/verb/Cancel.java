package floria.cli.verb;

import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;

/** Stops a run. */
public final class Cancel extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");

    public Cancel(Surroundings around) {
        super(around, "cancel", "Stop what is being done for a deployment.");
        explain(
                "Steps in flight end, no other begins. What has been made stays until"
                        + " `floria down`.");
        examples("floria cancel notebook && floria down notebook");
    }

    @Override
    Exit run() {
        JsonNode run = server().cancel(deployment.get());
        if (json()) {
            print(run);
        } else {
            print("The run of " + screen().style().bold(deployment.get()) + " is told to stop.");
            Ends.hints(
                    screen(),
                    "follow: floria events -f " + deployment.get(),
                    "take down: floria down " + deployment.get());
        }
        return Exit.OK;
    }
}
