package floria.tosca.problem;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One thing that is wrong, as data: problems are collected and shown all at once.
 *
 * @param code stable identity such as {@code unknown-type}, lower case with hyphens; documentation
 *     is filed under it
 * @param message one sentence in the words of the template's author, without position
 * @param path where in the document, as keys joined by {@code /}, such as {@code
 *     topology_template/node_templates/db}
 * @param hint what to do, where it is known
 * @param related other places that explain the problem, such as the definition that is violated
 * @param tolerated whether the language forbids this, and it is let pass because real templates
 *     contain it: a strict reading takes such a warning for an error
 * @param cause the problem that this one follows from, if it does: with that mended, this one is
 *     gone, too, or turns out to be one of its own
 */
public record Problem(
        String code,
        Severity severity,
        String message,
        Location location,
        String path,
        Optional<String> hint,
        List<Related> related,
        boolean tolerated,
        Optional<Cause> cause) {

    public Problem {
        related = List.copyOf(related);
    }

    /** A problem that is what its severity says, for strict readers too. */
    public Problem(
            String code,
            Severity severity,
            String message,
            Location location,
            String path,
            Optional<String> hint,
            List<Related> related) {
        this(code, severity, message, location, path, hint, related, false, Optional.empty());
    }

    /** A further place that explains a problem. */
    public record Related(Location location, String message) {}

    /** Names another problem of the same reading; one that follows from none itself. */
    public record Cause(String code, Location location) {}

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The same problem as a strict reader takes it: what is tolerated is an error. */
    public Problem strictly() {
        return tolerated ? asError() : this;
    }

    /** The same problem where it cannot be let pass. */
    public Problem asError() {
        return new Problem(
                code, Severity.ERROR, message, location, path, hint, related, tolerated, cause);
    }

    /** The same problem with other positions, such as the names by which a person knows files. */
    public Problem at(UnaryOperator<Location> place) {
        return new Problem(
                code,
                severity,
                message,
                place.apply(location),
                path,
                hint,
                related.stream()
                        .map(each -> new Related(place.apply(each.location), each.message))
                        .toList(),
                tolerated,
                cause.map(each -> new Cause(each.code, place.apply(each.location))));
    }
}
