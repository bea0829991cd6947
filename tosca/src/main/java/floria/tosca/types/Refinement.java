package floria.tosca.types;

import java.util.List;
import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Type;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;

/**
 * The rules by which what a type inherits may be said more narrowly, never more widely (TOSCA 1.3
 * §3.6.10.5, §3.7; 2.0 §7.2, §8, §9). Before 1.3 they were not spelt out, and are tolerated.
 */
final class Refinement {
    private final TypeTable types;
    private final Problems problems;

    Refinement(TypeTable types, Problems problems) {
        this.types = types;
        this.problems = problems;
    }

    /**
     * Reports that {@code what} is of a type that does not derive from the one inherited.
     *
     * @param before where the inherited definition stands
     */
    void type(
            String what,
            Type type,
            Type inherited,
            Location before,
            Location at,
            ServiceFile file) {
        if (!type.isA(inherited.name())) {
            wider(
                            file,
                            at,
                            "%s is %s in the type that this one derives from; %s is not one"
                                    .formatted(what, inherited.name(), type.name()),
                            before)
                    .hint("a refined type is the same or derives from it");
        }
    }

    /** The same of types that are known by their names. */
    void name(
            TypeKind kind,
            String what,
            String type,
            String inherited,
            Location before,
            Location at,
            ServiceFile file) {
        if (!types.derives(kind, type, inherited, file)) {
            wider(
                            file,
                            at,
                            "%s is %s in the type that this one derives from; %s is not one"
                                    .formatted(what, inherited, type),
                            before)
                    .hint("a refined type is the same or derives from it");
        }
    }

    /** Reports the first of {@code names} that is none of those inherited, if some are. */
    void names(
            String what,
            List<String> names,
            List<String> inherited,
            Location at,
            ServiceFile file,
            TypeKind... kinds) {
        for (String name : inherited.isEmpty() ? List.<String>of() : names) {
            boolean known =
                    inherited.stream()
                            .anyMatch(base ->
                                    List.of(kinds).stream()
                                            .anyMatch(
                                                    kind -> types.derives(kind, name, base, file)));
            if (!known) {
                // The text of 1.3 does not say so, and valid templates do otherwise.
                problems.graded(
                                !file.version().isSimple(),
                                "bad-refinement",
                                at,
                                "%s are %s in the type that this one derives from; %s is none of them"
                                        .formatted(what, String.join(", ", inherited), name))
                        .hint("name the same types, or some that derive from them");
                return;
            }
        }
    }

    /** Reports a number of times that the inherited definition does not allow. */
    void count(
            String what,
            Forms.Bounds count,
            Forms.Bounds inherited,
            Location before,
            Location at,
            ServiceFile file) {
        if (!count.isWithin(inherited)) {
            wider(
                    file,
                    at,
                    "%s may be there %s times in the type that this one derives from, not %s"
                            .formatted(what, inherited, count),
                    before);
        }
    }

    /** Reports that something mandatory is made optional. */
    void mandatory(
            String what,
            boolean required,
            boolean inherited,
            Location before,
            Location at,
            ServiceFile file) {
        if (inherited && !required) {
            wider(file, at, what + " is mandatory in the type that this one derives from", before);
        }
    }

    private Problems.Draft wider(ServiceFile file, Location at, String message, Location before) {
        return problems.graded(file.version().refinesStrictly(), "bad-refinement", at, message)
                .related(before, "declared here");
    }

    /** The text under a key of a mapping, or the place of the definition itself. */
    static Location at(Optional<floria.tosca.yaml.Node> written, Location otherwise) {
        return written.map(floria.tosca.yaml.Node::location).orElse(otherwise);
    }
}
