package floria.tosca.rewrite;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import floria.tosca.edit.Changes;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.value.Value;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** What is tolerated in the values of 1.x, and not in those of 2.0, is written as it is meant. */
final class Spelling {
    private static final String WRITE = "write ";

    private final Map<Place, Node.Scalar> scalars = new HashMap<>();

    private record Place(int line, int column) {
        static Place of(Location at) {
            return new Place(at.line(), at.column());
        }
    }

    Spelling(Mapping root) {
        gather(root);
    }

    /** Mends what problems of the same text are about, if they say how. */
    void mend(List<Problem> problems, Changes changes) {
        for (Problem problem : problems) {
            Node.Scalar scalar = scalars.get(Place.of(problem.location()));
            if (scalar == null) {
                continue;
            }
            switch (problem.code()) {
                case "not-a-boolean" ->
                        changes.replace(
                                scalar, new Value.Bool(problem.hint().orElse("").endsWith("true")));
                case "string-expected" -> changes.replace(scalar, Value.text(scalar.text()));
                case "unknown-type" ->
                        problem.hint()
                                .filter(hint -> hint.startsWith(WRITE))
                                .map(hint -> hint.substring(WRITE.length()))
                                .ifPresent(name -> changes.replace(scalar, Value.text(name)));
                default -> {} // tolerated all the same
            }
        }
        // Where it is no string, only one way of writing it is left.
        for (Node.Scalar scalar : scalars.values()) {
            if (scalar.core() == Core.BOOL) {
                String truth = scalar.text().toLowerCase(Locale.ROOT);
                if (!truth.equals(scalar.text())) {
                    changes.replace(scalar, new Value.Bool(truth.equals("true")));
                }
            }
        }
    }

    private void gather(Node node) {
        switch (node) {
            case Node.Scalar scalar -> scalars.put(Place.of(scalar.location()), scalar);
            case Node.Sequence(List<Node> items, _) -> items.forEach(this::gather);
            case Mapping mapping -> mapping.entries().forEach(entry -> gather(entry.value()));
        }
    }
}
