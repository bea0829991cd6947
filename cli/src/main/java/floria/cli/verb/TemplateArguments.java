package floria.cli.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.template.Inputs;
import floria.cli.template.Template;
import floria.profiles.Profiles;

/** The arguments that say what is to be deployed; shared by {@code up} and {@code plan}. */
final class TemplateArguments {
    @Parameters(paramLabel = "FILE", description = "The TOSCA template.")
    private @Nullable Path file;

    @Option(
            names = {"-i", "--input"},
            paramLabel = "NAME=VALUE",
            description = "An input of the template; as often as needed. Wins over --inputs.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description = {
                "A YAML or JSON file of inputs. Secrets belong here: other users of a machine see"
                        + " its command lines."
            })
    private @Nullable Path inputsFile;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The deployment's name; made from the file's name if it is left out.")
    private @Nullable String name;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            description = "Consider this site only; `floria sites` lists them.")
    private @Nullable String site;

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
        if (file == null) {
            throw Failure.usage("No template is given.", "Name one, such as examples/server.yaml.");
        }
        Template template = Template.read(file, around.folder(), new Profiles());
        if (template.reading().hasErrors()) {
            throw new Failure(
                            Exit.INVALID_TEMPLATE,
                            "invalid-template",
                            template.shown() + " has errors.")
                    .located(template.problems(), template.sources());
        }
        ObjectNode request = template.request();
        request.set(
                "inputs",
                Inputs.read(Optional.ofNullable(inputsFile).map(around.folder()::resolve), inputs));
        if (name != null) {
            request.put("name", name);
        }
        if (site != null) {
            request.put("site", site);
        }
        return new Wanted(template, request);
    }
}
