package floria.cli.verb;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.template.Inputs;

/** Gives a deployment another template or other inputs. */
public final class Update extends Altering {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");
    private final Supplier<Optional<String>> file =
            optionalArgument("FILE", "Another template; else the present one is kept.");
    private final Supplier<List<String>> inputs =
            options("NAME=VALUE", "An input that changes; as often as needed.", "-i", "--input");
    private final Supplier<Optional<String>> inputsFile =
            option("FILE", "A YAML or JSON file of inputs that change.", "--inputs");

    public Update(Surroundings around) {
        super(around, "update", "Change the template or the inputs of a deployment.");
        explain(
                "The plan is shown first: what is created, changed in place, started again, made"
                        + " anew and removed. Inputs that are not named keep their values, and nodes"
                        + " that ask for nothing else stay where they are.",
                "What is under way meanwhile ends after its steps in flight, and goes on as asked"
                        + " for here.");
        examples(
                "floria update notebook -i memory='4 GB' --dry-run",
                "floria update two-tier two-tier.yaml",
                "floria update two-tier -i cpus=4 --out plan.json && floria apply plan.json");
    }

    @Override
    Exit run() {
        ObjectNode change = Json.object().put("kind", "update");
        change.set(
                "inputs",
                Inputs.read(inputsFile.get().map(around().folder()::resolve), inputs.get()));
        if (file.get().isEmpty()) {
            return alter(deployment.get(), change);
        }
        TemplateArguments.Wanted wanted =
                TemplateArguments.read(around(), file.get().get(), Json.object());
        change.set("template", wanted.request());
        return alter(deployment.get(), change, call -> wanted.ask(_ -> call.apply(change)));
    }
}
