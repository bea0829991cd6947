package floria.cli.verb;

import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Has the newest run of a deployment stand still, go on, or go on from what failed. */
public final class Steer extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");
    private final String name;
    private final String told;

    private Steer(Surroundings around, String name, String header, String told) {
        super(around, name, header);
        this.name = name;
        this.told = told;
    }

    /** {@code pause}. */
    public static Steer pause(Surroundings around) {
        Steer verb =
                new Steer(
                        around,
                        "pause",
                        "Have what is being done stand still after the steps in flight.",
                        "stands still after the steps in flight.");
        verb.explain("`floria resume` lets it go on; a newer change takes its place.");
        verb.examples("floria pause notebook && floria resume notebook");
        return verb;
    }

    /** {@code resume}. */
    public static Steer resume(Surroundings around) {
        Steer verb = new Steer(around, "resume", "Let what was paused go on.", "goes on.");
        verb.examples("floria resume notebook");
        return verb;
    }

    /** {@code retry}. */
    public static Steer retry(Surroundings around) {
        Steer verb =
                new Steer(
                        around,
                        "retry",
                        "Go on with what failed or was cancelled, from the steps that failed.",
                        "goes on from what failed.");
        verb.explain(
                "Steps that succeeded are not taken again. `floria skip` goes on without a step.");
        verb.examples("floria retry notebook && floria events -f notebook");
        return verb;
    }

    @Override
    Exit run() {
        JsonNode run = server().steer(deployment.get(), name, Json.object());
        if (json()) {
            print(run);
        } else {
            print("The run of " + screen().style().bold(deployment.get()) + " " + told);
            Ends.hints(screen(), "follow: floria events -f " + deployment.get());
        }
        return Exit.OK;
    }
}
