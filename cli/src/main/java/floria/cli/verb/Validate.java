package floria.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Symbols;
import floria.cli.template.Checked;
import floria.cli.template.Library;
import floria.tosca.problem.Folded;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;

/** Checks templates on this machine, without a server. */
public final class Validate extends Verb {
    private final Supplier<List<String>> files =
            arguments("FILE", "TOSCA templates, and archives of templates.");
    private final Supplier<Boolean> strict =
            flag(
                    "Take what is tolerated, because real templates contain it, for errors.",
                    "--strict");
    private final Supplier<Boolean> sarif =
            flag("Print one SARIF 2.1.0 document, which code hosts and editors read.", "--sarif");

    private final Supplier<Boolean> all =
            flag(
                    "Show those problems too that follow from others, such as each use of a type"
                            + " whose file cannot be imported.",
                    "--all");

    public Validate(Surroundings around) {
        super(
                around,
                "validate",
                "Check templates: every mistake with its line and, where known, a fix.");
        explain(
                "Works offline and without a server. Exits with 3 if there is an error; warnings"
                        + " alone are fine.",
                "Inputs without a value are no mistake of a template.");
        examples(
                "floria validate my.yaml",
                "floria validate --strict examples/*.yaml cluster.csar",
                "floria validate my.yaml --json | jq '.problems[] | select(.severity==\"error\")'",
                "floria validate --sarif examples/*.yaml > problems.sarif");
    }

    @Override
    Exit run() {
        List<Checked> kept = new ArrayList<>();
        int invalid = 0;
        for (String file : files.get()) {
            Checked checked =
                    Checked.read(file, around().folder(), Library.of(around()), strict.get());
            invalid += checked.valid() ? 0 : 1;
            if (sarif.get()) {
                kept.add(new Checked(file, checked.problems(), List.of()));
            } else {
                tell(checked);
            }
        }
        if (sarif.get()) {
            print(Sarif.of(kept));
        } else if (files.get().size() > 1 && !json()) {
            print((files.get().size() - invalid) + " valid, " + invalid + " not.");
        }
        return invalid == 0 ? Exit.OK : Exit.INVALID_TEMPLATE;
    }

    private void tell(Checked checked) {
        List<Problem> problems = checked.problems();
        if (json()) {
            print(
                    Json.object()
                            .put("file", checked.file())
                            .put("valid", checked.valid())
                            .set("problems", Json.problems(problems)));
            return;
        }
        Style style = screen().style();
        if (!problems.isEmpty()) {
            Report report = new Report(checked.sources(), style.enabled());
            screen().out().print(all.get() ? report.renderAll(problems) : report.render(problems));
        }
        Symbols symbols = Symbols.of(screen());
        print(
                checked.valid()
                        ? style.green(symbols.good())
                                + " "
                                + checked.file()
                                + " is valid"
                                + count(problems)
                        : style.red(symbols.bad())
                                + " "
                                + checked.file()
                                + " is not valid"
                                + count(problems));
    }

    private String count(List<Problem> every) {
        List<Problem> problems = all.get() ? every : Folded.of(every).problems();
        long errors = problems.stream().filter(Problem::isError).count();
        long warnings = problems.size() - errors;
        List<String> counts = new ArrayList<>();
        if (errors > 0) {
            counts.add(errors + (errors == 1 ? " error" : " errors"));
        }
        if (warnings > 0) {
            counts.add(warnings + (warnings == 1 ? " warning" : " warnings"));
        }
        int more = every.size() - problems.size();
        if (more > 0) {
            counts.add(more + (more == 1 ? " follows" : " follow") + " from them (--all)");
        }
        return counts.isEmpty() ? "." : ": " + String.join(", ", counts) + ".";
    }
}
