package floria.tosca.problem;

import java.util.List;
import java.util.Optional;

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
 */
public record Problem(
        String code,
        Severity severity,
        String message,
        Location location,
        String path,
        Optional<String> hint,
        List<Related> related) {

    public Problem {
        related = List.copyOf(related);
    }

    /** A further place that explains a problem. */
    public record Related(Location location, String message) {}

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
