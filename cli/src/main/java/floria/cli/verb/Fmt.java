package floria.cli.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Symbols;
import floria.cli.template.Migrated;
import floria.profiles.Profiles;
import floria.tosca.edit.Format;
import floria.tosca.source.Source;

/** Puts templates into one form. */
public final class Fmt extends Verb {
    private final Supplier<List<String>> files = arguments("FILE", "TOSCA templates.");
    private final Supplier<Boolean> check =
            flag("Change nothing; exit with 3 if a file is not in its form.", "--check");

    private final Supplier<Boolean> canonical =
            flag(
                    "Print what templates mean, in the one form of TOSCA 2.0; change nothing.",
                    "--canonical");

    public Fmt(Surroundings around) {
        super(around, "fmt", "Put templates into one form; comments and order stay.");
        explain(
                "Indentation by two, items below their key, no blanks at the ends of lines. Words,"
                        + " quotes and line breaks stay as they are, and so does the meaning.");
        examples("floria fmt my.yaml", "floria fmt --check examples/*.yaml");
    }

    @Override
    Exit run() {
        Exit exit = Exit.OK;
        for (String name : files.get()) {
            try {
                if (canonical.get()) {
                    write(name);
                    continue;
                }
                boolean changed = format(Path.of(name));
                tell(name, changed);
                if (changed && check.get()) {
                    exit = Exit.INVALID_TEMPLATE;
                }
            } catch (Failure failure) {
                // One file that cannot be read does not keep the others from being looked at.
                tell(name, failure);
                exit = Exit.INVALID_TEMPLATE;
            }
        }
        return exit;
    }

    /** Defaults filled in, requirements with their targets; secrets of the text are in it. */
    private void write(String name) {
        String text =
                canonical(name)
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.INVALID_TEMPLATE,
                                        "invalid-template",
                                        name + " has errors, so that it has no meaning to write.",
                                        "floria validate " + name + " shows them."));
        if (json()) {
            print(Json.object().put("file", name).put("template", text));
        } else {
            screen().out().print(text);
        }
    }

    private Optional<String> canonical(String name) {
        try {
            return Migrated.canonical(name, around().folder(), new Profiles());
        } catch (IOException e) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "template-unreadable",
                    name + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /** Whether the file is, or was, in another form. */
    private boolean format(Path shown) {
        Path file = around().folder().resolve(shown);
        try {
            Source source = new Source("file:" + shown, Files.readAllBytes(file));
            String text =
                    Format.format(source)
                            .orElseThrow(() ->
                                    new Failure(
                                            Exit.INVALID_TEMPLATE,
                                            "invalid-yaml",
                                            shown + " is not YAML, and was left as it is.",
                                            "floria validate " + shown + " shows why."));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            boolean changed = !Arrays.equals(bytes, source.bytes());
            if (changed && !check.get()) {
                Replacement.of(file.toRealPath(), bytes);
            }
            return changed;
        } catch (NoSuchFileException _) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE, "template-missing", "There is no file " + shown + ".");
        } catch (IOException e) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "template-unreadable",
                    shown + " cannot be read or written: " + e.getMessage() + ".");
        }
    }

    private void tell(String file, boolean changed) {
        if (json()) {
            print(Json.object().put("file", file).put("changed", changed));
        } else if (changed) {
            print(
                    screen().style().green(Symbols.of(screen()).good())
                            + " "
                            + file
                            + (check.get() ? " is not in its form." : " was put into its form."));
        }
    }

    private void tell(String file, Failure failure) {
        if (json()) {
            print(Failures.json(failure).put("file", file));
        } else {
            Failures.print(screen().out(), screen().style(), screen(), failure);
        }
    }
}
