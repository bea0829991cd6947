package floria.cli.verb;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Prints outputs, secrets in clear. */
@Command(
        name = "outputs",
        header = "Print the outputs of a deployment, secrets in clear.",
        description = "%nWith a name, nothing but the value: for scripts.",
        footer = {
            "",
            "Examples:",
            "  floria outputs notebook",
            "  xdg-open \"$(floria outputs notebook url)\"",
            "  floria outputs two-tier --json | jq -r .password"
        })
public final class Outputs extends Verb {
    @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "Its name or id.")
    private @Nullable String deployment;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One output.")
    private @Nullable String name;

    public Outputs(Surroundings around) {
        super(around);
    }

    @Override
    Exit run() {
        JsonNode outputs = server().outputs(String.valueOf(deployment));
        if (name != null) {
            JsonNode value = outputs.path(name);
            if (value.isMissingNode()) {
                throw missing(name, outputs);
            }
            if (json()) {
                print(Json.object().set(name, value));
            } else {
                print(Json.value(value));
            }
        } else if (json()) {
            print(outputs.isMissingNode() ? Json.object() : outputs);
        } else if (outputs.isEmpty()) {
            screen().err().println(deployment + " has no outputs.");
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
                deployment + " has no output " + output + ".",
                names.isEmpty() ? "It has none so far." : "It has: " + names + ".");
    }
}
