package floria.cli.verb;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;

/** Stops a run. */
@Command(
        name = "cancel",
        header = "Stop what is being done for a deployment.",
        description = {
            "%nSteps in flight end, no other begins. What has been made stays until"
                    + " `floria down`."
        },
        footer = {"", "Examples:", "  floria cancel notebook && floria down notebook"})
public final class Cancel extends Verb {
    @Parameters(paramLabel = "DEPLOYMENT", description = "Its name or id.")
    private @Nullable String deployment;

    public Cancel(Surroundings around) {
        super(around);
    }

    @Override
    Exit run() {
        JsonNode run = server().cancel(String.valueOf(deployment));
        if (json()) {
            print(run);
        } else {
            print(
                    "The run of "
                            + screen().style().bold(String.valueOf(deployment))
                            + " is told to stop.");
            Ends.hints(
                    screen(),
                    "follow: floria events -f " + deployment,
                    "take down: floria down " + deployment);
        }
        return Exit.OK;
    }
}
