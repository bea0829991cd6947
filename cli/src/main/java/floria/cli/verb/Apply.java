package floria.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Carries out a plan that was saved. */
public final class Apply extends Altering {
    private static final long MOST = 64L << 20;

    private final Supplier<String> file = argument("FILE", "A plan that --out wrote.");

    public Apply(Surroundings around) {
        super(around, "apply", "Carry out a plan that was saved with --out.");
        explain("It is refused when the deployment is not as it was when the plan was made.");
        examples("floria scale cluster worker=4 --out plan.json && floria apply plan.json");
    }

    @Override
    Exit run() {
        JsonNode saved = read(around().folder().resolve(Path.of(file.get())));
        if (!(saved.path("change") instanceof ObjectNode change)
                || Json.text(saved, "deployment").isEmpty()) {
            throw unusable("it is not a plan");
        }
        return alter(Json.text(saved, "deployment"), change);
    }

    private JsonNode read(Path path) {
        try {
            if (Files.size(path) > MOST) {
                throw unusable("it is too large");
            }
            return Json.parse(Files.readString(path));
        } catch (IOException | JacksonException e) {
            throw unusable(e instanceof IOException ? "it cannot be read" : "it is not JSON");
        }
    }

    private Failure unusable(String why) {
        return new Failure(
                Exit.USAGE,
                "plan",
                file.get() + " cannot be carried out: " + why + ".",
                "Write a plan with --out of update, scale, rollback, heal or move.");
    }
}
