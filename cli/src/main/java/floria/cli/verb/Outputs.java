package floria.cli.verb;

import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Prints outputs, secrets in clear. */
public final class Outputs extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");

    private final Supplier<Optional<String>> name = optionalArgument("NAME", "One output.");

    public Outputs(Surroundings around) {
        super(around, "outputs", "Print the outputs of a deployment, secrets in clear.");
        explain("With a name, nothing but the value: for scripts.");
        examples(
                "floria outputs notebook",
                "xdg-open \"$(floria outputs notebook url)\"",
                "floria outputs two-tier --json | jq -r .password");
    }

    @Override
    Exit run() {
        JsonNode outputs = server().outputs(deployment.get());
        if (name.get().isPresent()) {
            String output = name.get().get();
            JsonNode value = outputs.path(output);
            if (value.isMissingNode()) {
                throw missing(output, outputs);
            }
            if (json()) {
                print(Json.object().set(output, value));
            } else {
                print(Json.value(value));
            }
        } else if (json()) {
            print(outputs.isMissingNode() ? Json.object() : outputs);
        } else if (outputs.isEmpty()) {
            screen().err().println(deployment.get() + " has no outputs.");
        } else {
            Ends.outputs(screen(), outputs);
        }
        return Exit.OK;
    }

    private Failure missing(String output, JsonNode outputs) {
        String names = String.join(", ", outputs.propertyNames());
        return new Failure(
                Exit.NOT_FOUND,
                "not-found",
                deployment.get() + " has no output " + output + ".",
                names.isEmpty() ? "It has none so far." : "It has: " + names + ".");
    }
}
