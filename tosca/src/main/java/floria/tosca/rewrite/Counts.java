package floria.tosca.rewrite;

import java.util.List;
import java.util.Optional;

import floria.tosca.edit.Changes;
import floria.tosca.grammar.Construct;
import floria.tosca.model.NodeType;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * How often something is there: {@code occurrences} of definitions become a {@code count_range},
 * which is written out for requirements, since 1.x means one of each and 2.0 any number (TOSCA 1.3
 * §3.7.3, 2.0 §8.6.1).
 */
final class Counts implements Rule {
    private static final Location NOWHERE = Location.startOf("");

    @Override
    public void rewrite(Element element, Changes changes, Situation situation) {
        switch (element.construct()) {
            case CAPABILITY_DEFINITION -> range(element.body(), changes);
            case REQUIREMENT_DEFINITION -> requirement(element, changes, situation);
            case REQUIREMENT_ASSIGNMENT ->
                    element.body()
                            .entry("occurrences")
                            .filter(entry -> isOnce(entry.value()))
                            .ifPresent(entry ->
                                    changes.replace(element.body(), entry, "count", plain("1")));
            default -> {} // nothing else has any
        }
    }

    private static void range(Mapping body, Changes changes) {
        body.entry("occurrences").ifPresent(entry -> changes.rename(entry, "count_range"));
    }

    private static void requirement(Element element, Changes changes, Situation situation) {
        Mapping body = element.body();
        if (body.has("occurrences")) {
            range(body, changes);
        } else if (body.has("count_range") || refines(element, situation)) {
            return;
        } else if (element.value() instanceof Node.Scalar type
                && !type.isNull()
                && element.in() instanceof Mapping in
                && element.entry().isPresent()) {
            Node.Scalar capability = plain("capability");
            Mapping whole =
                    new Mapping(
                            List.of(
                                    new Mapping.Entry(capability, type),
                                    new Mapping.Entry(plain("count_range"), once())),
                            NOWHERE);
            changes.replace(in, element.entry().get(), element.name(), whole);
        } else if (!body.entries().isEmpty()) {
            changes.add(body, "count_range", once());
        }
    }

    /** Whether an ancestor of the node type has the requirement, and says how often. */
    private static boolean refines(Element element, Situation situation) {
        if (element.path().size() < 2 || element.construct() != Construct.REQUIREMENT_DEFINITION) {
            return false;
        }
        Node.Scalar name = new Node.Scalar(element.path().get(1), true, NOWHERE);
        Optional<NodeType> parent =
                situation.types().node(name, situation.file()).flatMap(NodeType::parent);
        return parent.stream()
                .flatMap(type -> type.requirements().stream())
                .map(RequirementDefinition::name)
                .anyMatch(element.name()::equals);
    }

    private static boolean isOnce(Node node) {
        return node instanceof Node.Sequence(List<Node> items, _)
                && items.size() == 2
                && items.stream()
                        .allMatch(item ->
                                item instanceof Node.Scalar scalar && scalar.text().equals("1"));
    }

    private static Node once() {
        return new Node.Sequence(List.of(plain("1"), plain("1")), NOWHERE);
    }

    private static Node.Scalar plain(String text) {
        return new Node.Scalar(text, true, NOWHERE);
    }
}
