package floria.lsp.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;

import floria.lsp.grammar.Role;
import floria.lsp.text.Text;
import floria.lsp.workspace.Document;
import floria.lsp.workspace.Knowledge;
import floria.lsp.workspace.Workspace;
import floria.tosca.Tosca;
import floria.tosca.problem.Folded;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Severity;

/** What is wrong with a template, as editors show it. */
public final class Diagnostics {
    /** Two files are needed for it, and each is in order by itself. */
    private static final String CYCLE = "import-cycle";

    private final Workspace workspace;
    private final Places places;

    public Diagnostics(Workspace workspace) {
        this.workspace = workspace;
        this.places = new Places(workspace);
    }

    /** The problems of a document; those of files that it imports stand at the import. */
    public List<Diagnostic> of(Document document) {
        List<Diagnostic> all = new ArrayList<>();
        Map<String, List<Problem>> elsewhere = new LinkedHashMap<>();
        for (Problem problem : Folded.of(problems(document)).problems()) {
            String address = problem.location().address();
            if (address.equals(document.address())) {
                all.add(here(problem, document.text()));
            } else if (problem.isError() || problem.code().equals(CYCLE)) {
                elsewhere.computeIfAbsent(address, _ -> new ArrayList<>()).add(problem);
            }
        }
        if (!elsewhere.isEmpty()) {
            Knowledge knowledge = workspace.fresh(document);
            elsewhere.forEach(
                    (address, problems) -> all.add(there(address, problems, document, knowledge)));
        }
        return all;
    }

    /** The problems of a document and of what it imports. */
    List<Problem> problems(Document document) {
        return document.isTemplate()
                ? Tosca.read(document.source(), workspace).problems()
                : List.of();
    }

    private Diagnostic here(Problem problem, Text text) {
        String hint = problem.hint().map(words -> "\n" + words).orElse("");
        Diagnostic diagnostic =
                new Diagnostic(
                        Places.firstLine(text, problem.location()),
                        problem.message() + hint,
                        severity(problem),
                        "floria",
                        problem.code());
        diagnostic.setRelatedInformation(
                problem.related().stream()
                        .map(each -> related(each.location(), each.message()))
                        .toList());
        return diagnostic;
    }

    private Diagnostic there(
            String address, List<Problem> problems, Document document, Knowledge knowledge) {
        Location at =
                workspace.mentions(knowledge).stream()
                        .filter(mention -> mention.role() == Role.IMPORT)
                        .filter(mention ->
                                mention.meaning()
                                        .filter(meaning ->
                                                knowledge.reaches(meaning.at().address(), address))
                                        .isPresent())
                        .map(mention -> mention.at())
                        .findFirst()
                        .orElse(Location.startOf(document.address()));
        Problem first = problems.getFirst();
        String count =
                problems.size() == 1 ? "is a problem" : "are " + problems.size() + " problems";
        Diagnostic diagnostic =
                new Diagnostic(
                        Places.firstLine(document.text(), at),
                        "there %s in what is imported here: %s".formatted(count, first.message()),
                        severity(first),
                        "floria",
                        first.code());
        diagnostic.setRelatedInformation(
                problems.stream()
                        .limit(10)
                        .map(each -> related(each.location(), each.message()))
                        .toList());
        return diagnostic;
    }

    private DiagnosticRelatedInformation related(Location at, String message) {
        return new DiagnosticRelatedInformation(places.of(at), message);
    }

    private static DiagnosticSeverity severity(Problem problem) {
        return problem.severity() == Severity.ERROR
                ? DiagnosticSeverity.Error
                : DiagnosticSeverity.Warning;
    }
}
