package floria.cli.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.template.Migrated;
import floria.profiles.Profiles;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;

/** Rewrites a template to another version of the language. */
public final class Migrate extends Verb {
    private final Supplier<String> file = argument("FILE", "A TOSCA template, or a type file.");
    private final Supplier<Optional<String>> to =
            option("VERSION", "1.3 or 2.0; 2.0 if it is left out.", "--to");
    private final Supplier<Optional<String>> output =
            option("FILE", "Where to write the result; otherwise it is printed.", "-o", "--output");
    private final Supplier<Boolean> write =
            flag("Change the file itself, unless the result has errors.", "--write");

    public Migrate(Surroundings around) {
        super(around, "migrate", "Rewrite a template of TOSCA 1.x to 1.3 or 2.0.");
        explain(
                "Comments, order and all that both versions write alike stay to the byte. The result"
                        + " is read again: what the other version has no words for, and what would"
                        + " mean something else, is told. The normative types of 1.x come to 2.0 by"
                        + " the profile org.oasis-open.simple:1.3 (or 1.0, 1.1, 1.2), under the"
                        + " names that they have. Imported files are migrated one by one.");
        examples(
                "floria migrate old.yaml --to 2.0 -o new.yaml",
                "floria migrate types.yaml --to 1.3 --write");
    }

    @Override
    Exit run() {
        Migrated migrated = read(target());
        if (json()) {
            ObjectNode answer = Json.object().put("file", file.get());
            migrated.text().ifPresent(text -> answer.put("template", text));
            print(answer.set("problems", Json.problems(migrated.problems())));
        } else {
            String report =
                    new Report(migrated.sources(), screen().style().enabled())
                            .render(migrated.problems());
            screen().err().print(report);
        }
        boolean whole = migrated.problems().stream().noneMatch(Problem::isError);
        migrated.text().ifPresent(text -> put(text, whole));
        return whole ? Exit.OK : Exit.INVALID_TEMPLATE;
    }

    private Version target() {
        return switch (to.get().orElse("2.0")) {
            case "1.3" -> Version.SIMPLE_1_3;
            case "2.0" -> Version.TOSCA_2_0;
            default ->
                    throw Failure.usage(
                            "There is no migration to " + to.get().orElse("") + ".",
                            "--to takes 1.3 or 2.0. To bring a deployment to another site: floria"
                                    + " move DEPLOYMENT --to SITE");
        };
    }

    private void put(String text, boolean whole) {
        if (output.get().isPresent()) {
            write(output.get().get(), text);
        } else if (write.get() && whole) {
            write(file.get(), text);
        } else if (write.get()) {
            screen().err()
                    .println(file.get() + " was left as it is; -o writes the result elsewhere.");
        } else if (!json()) {
            screen().out().print(text);
        }
    }

    private Migrated read(Version target) {
        try {
            return Migrated.read(file.get(), around().folder(), new Profiles(), target);
        } catch (NoSuchFileException _) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "template-missing",
                    "There is no file " + file.get() + ".");
        } catch (IOException e) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "template-unreadable",
                    file.get() + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private void write(String name, String text) {
        Path path = around().folder().resolve(name);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (Files.exists(path)) {
                Replacement.of(path.toRealPath(), bytes);
            } else {
                Files.write(path, bytes);
            }
        } catch (IOException e) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "output-unwritable",
                    name + " cannot be written: " + e.getMessage() + ".");
        }
    }
}
