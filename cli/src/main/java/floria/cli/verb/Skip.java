package floria.cli.verb;

import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Goes on without a step that failed. */
public final class Skip extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");
    private final Supplier<String> step =
            argument("STEP", "The step that failed, such as web/configure.");
    private final Supplier<Optional<String>> why =
            option("TEXT", "The reason, which is kept with the step.", "--because");

    public Skip(Surroundings around) {
        super(around, "skip", "Go on without a step that failed.");
        explain("What comes after it is taken as if it had succeeded.");
        examples("floria skip two-tier web/configure --because 'done by hand'");
    }

    @Override
    Exit run() {
        String reason =
                why.get()
                        .filter(text -> !text.isBlank())
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        "usage",
                                        "It is not said why.",
                                        "Say it with --because; it is kept with the step."));
        JsonNode run =
                server().steer(
                                deployment.get(),
                                "skip",
                                Json.object().put("step", step.get()).put("why", reason));
        if (json()) {
            print(run);
        } else {
            print(
                    "The run of "
                            + screen().style().bold(deployment.get())
                            + " goes on without "
                            + step.get()
                            + ".");
            Ends.hints(screen(), "follow: floria events -f " + deployment.get());
        }
        return Exit.OK;
    }
}
