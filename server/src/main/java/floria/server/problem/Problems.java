package floria.server.problem;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import floria.engine.deployment.Refusal;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Severity;

/** What is wrong with a template, as JSON. */
public final class Problems {

    private Problems() {}

    /**
     * One problem of a template.
     *
     * @param file as the person named it
     * @param cause the problem in the same list that this one follows from, if it does
     */
    public record TemplateProblem(
            String code,
            String severity,
            String message,
            String file,
            int line,
            int column,
            int endLine,
            int endColumn,
            String path,
            Optional<String> hint,
            List<Related> related,
            Optional<Cause> cause) {}

    /** A further place that explains a problem. */
    public record Related(String file, int line, int column, String message) {}

    /** Another problem, by its code and position. */
    public record Cause(String code, String file, int line, int column) {}

    public static List<TemplateProblem> of(List<Problem> problems) {
        return problems.stream().map(Problems::of).toList();
    }

    /** The type of a refusal's problem document, without the common prefix. */
    static String code(Refusal.Code code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static TemplateProblem of(Problem problem) {
        Location at = problem.location();
        return new TemplateProblem(
                problem.code(),
                problem.severity() == Severity.ERROR ? "error" : "warning",
                problem.message(),
                file(at),
                at.line(),
                at.column(),
                at.endLine(),
                at.endColumn(),
                problem.path(),
                problem.hint(),
                problem.related().stream().map(Problems::of).toList(),
                problem.cause()
                        .map(cause ->
                                new Cause(
                                        cause.code(),
                                        file(cause.location()),
                                        cause.location().line(),
                                        cause.location().column())));
    }

    private static Related of(Problem.Related related) {
        Location at = related.location();
        return new Related(file(at), at.line(), at.column(), related.message());
    }

    private static String file(Location location) {
        String address = location.address();
        return address.startsWith("file:") ? address.substring("file:".length()) : address;
    }
}
