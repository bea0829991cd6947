package floria.cli.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Symbols;
import floria.cli.template.Template;
import floria.profiles.Profiles;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;

/** Checks templates on this machine, without a server. */
public final class Validate extends Verb {
    private final Supplier<List<String>> files = arguments("FILE", "TOSCA templates.");

    public Validate(Surroundings around) {
        super(
                around,
                "validate",
                "Check templates: every mistake with its line and, where known, a fix.");
        explain(
                "Works offline and without a server. Exits with 3 if there is an error; warnings"
                        + " alone are fine.");
        examples(
                "floria validate my.yaml",
                "floria validate examples/*.yaml",
                "floria validate my.yaml --json | jq '.problems[] | select(.severity==\"error\")'");
    }

    @Override
    Exit run() {
        int invalid = 0;
        for (String file : files.get()) {
            invalid += check(Path.of(file)) ? 0 : 1;
        }
        if (files.get().size() > 1 && !json()) {
            print((files.get().size() - invalid) + " valid, " + invalid + " not.");
        }
        return invalid == 0 ? Exit.OK : Exit.INVALID_TEMPLATE;
    }

    private boolean check(Path file) {
        try {
            Template template = Template.read(file, around().folder(), new Profiles());
            boolean valid = !template.reading().hasErrors();
            tell(file, valid, template);
            return valid;
        } catch (Failure failure) {
            // One file that cannot be read does not keep the others from being checked.
            tell(file, failure);
            return false;
        }
    }

    private void tell(Path file, boolean valid, Template template) {
        List<Problem> problems = template.problems();
        if (json()) {
            print(
                    Json.object()
                            .put("file", file.toString())
                            .put("valid", valid)
                            .set("problems", Json.problems(problems)));
            return;
        }
        Style style = screen().style();
        if (!problems.isEmpty()) {
            screen().out().print(new Report(template.sources(), style.enabled()).render(problems));
        }
        Symbols symbols = Symbols.of(screen());
        print(
                valid
                        ? style.green(symbols.good()) + " " + file + " is valid" + count(problems)
                        : style.red(symbols.bad())
                                + " "
                                + file
                                + " is not valid"
                                + count(problems));
    }

    private void tell(Path file, Failure failure) {
        if (json()) {
            print(
                    Failures.json(failure)
                            .put("file", file.toString())
                            .put("valid", false)
                            .set("problems", Json.array()));
        } else {
            Failures.print(screen().out(), screen().style(), screen(), failure);
        }
    }

    private static String count(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        long warnings = problems.size() - errors;
        List<String> counts = new ArrayList<>();
        if (errors > 0) {
            counts.add(errors + (errors == 1 ? " error" : " errors"));
        }
        if (warnings > 0) {
            counts.add(warnings + (warnings == 1 ? " warning" : " warnings"));
        }
        return counts.isEmpty() ? "." : ": " + String.join(", ", counts) + ".";
    }
}
