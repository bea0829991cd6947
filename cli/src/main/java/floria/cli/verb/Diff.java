package floria.cli.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.template.Library;
import floria.cli.template.Template;
import floria.tosca.diff.Difference;
import floria.tosca.model.Topology;

/** Shows what two templates mean differently. */
public final class Diff extends Verb {
    private final Supplier<String> first = argument("FILE", "A template, or a deployment.");
    private final Supplier<Optional<String>> second =
            optionalArgument("OTHER", "Another template.");
    private final Supplier<Boolean> check =
            flag("Exit with 3 if there is a difference.", "--check");

    public Diff(Surroundings around) {
        super(
                around,
                "diff",
                "Show what two templates mean differently, or how a deployment is not as promised.");
        explain(
                "With one word: what of that deployment is gone or does not work at its sites,"
                        + " which `floria heal` would mend.",
                "With two: what the templates mean differently. Order, style and comments make no difference, nor do forms that mean the same."
                        + " Imported types count as far as nodes have something of them.");
        examples(
                "floria diff old.yaml new.yaml",
                "floria diff --check a.yaml b.yaml",
                "floria diff notebook");
    }

    @Override
    Exit run() {
        return second.get().map(this::templates).orElseGet(this::deployment);
    }

    private Exit deployment() {
        JsonNode forecast = server().differences(first.get());
        if (json()) {
            print(forecast);
        } else {
            new ForecastView(screen()).print(forecast, first.get());
        }
        return check.get() && !forecast.path("steps").isEmpty() ? Exit.DEPLOYMENT_FAILED : Exit.OK;
    }

    private Exit templates(String other) {
        List<Difference> differences = Difference.between(topology(first.get()), topology(other));
        for (Difference difference : differences) {
            if (json()) {
                ObjectNode line = Json.object().put("path", String.join("/", difference.path()));
                difference.before().ifPresent(text -> line.put("before", text));
                difference.after().ifPresent(text -> line.put("after", text));
                print(line);
            } else {
                print(coloured(difference));
            }
        }
        return check.get() && !differences.isEmpty() ? Exit.INVALID_TEMPLATE : Exit.OK;
    }

    private String coloured(Difference difference) {
        Style style = screen().style();
        if (difference.before().isEmpty()) {
            return style.green(difference.toString());
        }
        return difference.after().isEmpty()
                ? style.red(difference.toString())
                : style.yellow(difference.toString());
    }

    private Topology topology(String file) {
        Template template = Template.read(Path.of(file), around().folder(), Library.of(around()));
        return template.reading()
                .topology()
                .orElseThrow(() ->
                        new Failure(
                                Exit.INVALID_TEMPLATE,
                                "invalid-template",
                                file + " has errors, so that it has no meaning to compare.",
                                "floria validate " + file + " shows them."));
    }
}
