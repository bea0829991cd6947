package floria.cli.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.template.Inputs;
import floria.cli.template.Library;
import floria.cli.template.Template;
import floria.tosca.problem.Problem;

/** The arguments that say what is to be deployed; shared by {@code up} and {@code plan}. */
final class TemplateArguments {
    private final Supplier<String> file;
    private final Supplier<List<String>> inputs;
    private final Supplier<Optional<String>> inputsFile;
    private final Supplier<Optional<String>> name;
    private final Supplier<Optional<String>> site;
    private final PlacementOptions placement;

    TemplateArguments(Verb verb) {
        file = verb.argument("FILE", "The TOSCA template.");
        inputs =
                verb.options(
                        "NAME=VALUE",
                        "An input of the template; as often as needed. Wins over --inputs.",
                        "-i",
                        "--input");
        inputsFile =
                verb.option(
                        "FILE",
                        "A YAML or JSON file of inputs. Secrets belong here: other users of a"
                                + " machine see its command lines.",
                        "--inputs");
        name =
                verb.option(
                        "NAME",
                        "The deployment's name; made from the file's name if it is left out.",
                        "--name");
        site = verb.option("SITE", "Consider this site only; `floria sites` lists them.", "--site");
        placement = new PlacementOptions(verb);
    }

    /** A template with the request that is made of it. */
    record Wanted(Template template, ObjectNode request) {

        /** Asks the server; problems that it finds are told in the files of the person. */
        JsonNode ask(Function<ObjectNode, JsonNode> call) {
            try {
                return call.apply(request);
            } catch (Failure failure) {
                throw failure.problems().isEmpty()
                        ? failure
                        : failure.located(template.rebased(failure.problems()), template.sources());
            }
        }
    }

    /** Reads everything that is named; a template with errors ends here, without a server. */
    Wanted read(Surroundings around) {
        Wanted wanted =
                read(
                        around,
                        file.get(),
                        Inputs.read(inputsFile.get().map(around.folder()::resolve), inputs.get()));
        name.get().ifPresent(text -> wanted.request().put("name", text));
        site.get().ifPresent(text -> wanted.request().put("site", text));
        placement.read().ifPresent(how -> wanted.request().set("placement", how));
        return wanted;
    }

    static Wanted read(Surroundings around, String file, ObjectNode inputs) {
        Template template = Template.read(Path.of(file), around.folder(), Library.of(around));
        if (template.reading().hasErrors()) {
            throw new Failure(
                            Exit.INVALID_TEMPLATE,
                            "invalid-template",
                            template.shown() + " has errors.")
                    .located(template.problems(), template.sources());
        }
        List<Problem> missing = template.reading().missingFiles();
        if (!missing.isEmpty()) {
            throw new Failure(
                            Exit.INVALID_TEMPLATE,
                            "invalid-template",
                            template.shown() + " names files that are not there.")
                    .located(
                            template.rebased(missing.stream().map(Problem::asError).toList()),
                            template.sources());
        }
        ObjectNode request = template.request();
        request.set("inputs", inputs);
        return new Wanted(template, request);
    }
}
