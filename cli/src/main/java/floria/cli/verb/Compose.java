package floria.cli.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.tosca.edit.Composition;
import floria.tosca.edit.EditRefused;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;
import floria.tosca.source.Source;

/** Merges add-ons onto a template. */
public final class Compose extends Verb {
    private final Supplier<List<String>> files =
            arguments("FILE", "The template, then its add-ons.");
    private final Supplier<Optional<String>> output =
            option("FILE", "Where to write the result; otherwise it is printed.", "-o", "--output");

    public Compose(Surroundings around) {
        super(around, "compose", "Merge add-ons onto a template.");
        explain(
                "What only an add-on has is added as it is written there, mappings are merged, lists"
                        + " made longer. Where both have a value the add-on's is taken, with a"
                        + " warning. Description and metadata stay the template's.");
        examples(
                "floria compose cluster.yaml docker.yaml -o cluster-with-docker.yaml",
                "floria compose cluster.yaml docker.yaml monitoring.yaml | less");
    }

    @Override
    Exit run() {
        List<Source> sources = files.get().stream().map(this::read).toList();
        Composition.Result result = compose(sources.getFirst(), sources.subList(1, sources.size()));
        if (json()) {
            print(
                    Json.object()
                            .put("template", result.text())
                            .set("problems", Json.problems(result.problems())));
        } else {
            String report =
                    new Report(sources, screen().style().enabled()).render(result.problems());
            screen().err().print(report);
        }
        boolean fine = result.problems().stream().noneMatch(Problem::isError);
        if (fine) {
            output.get()
                    .ifPresentOrElse(
                            file -> write(file, result.text()),
                            () -> {
                                if (!json()) {
                                    screen().out().print(result.text());
                                }
                            });
        }
        return fine ? Exit.OK : Exit.INVALID_TEMPLATE;
    }

    private static Composition.Result compose(Source template, List<Source> addOns) {
        try {
            return Composition.compose(template, addOns);
        } catch (EditRefused e) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "composition-refused",
                    "The templates cannot be merged: "
                            + e.getMessage()
                            + e.location().map(at -> " (line " + at.line() + ")").orElse("")
                            + ".",
                    "floria validate shows what is wrong in each of them.");
        }
    }

    private Source read(String name) {
        try {
            return new Source(name, Files.readAllBytes(around().folder().resolve(name)));
        } catch (NoSuchFileException _) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE, "template-missing", "There is no file " + name + ".");
        } catch (IOException e) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "template-unreadable",
                    name + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private void write(String name, String text) {
        Path file = around().folder().resolve(name);
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "output-unwritable",
                    name + " cannot be written: " + e.getMessage() + ".");
        }
    }
}
