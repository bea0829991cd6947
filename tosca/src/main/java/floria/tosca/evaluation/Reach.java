package floria.tosca.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.value.Calculation;
import floria.tosca.value.Value;

/**
 * Follows the paths of functions from node to node, over requirements, relationships and
 * capabilities, to what has a value there (TOSCA 1.3 §4.4.2, 2.0 §10.2.2).
 *
 * @param nodes all templates by name
 */
record Reach(Map<String, NodeTemplate> nodes) {

    /**
     * Where {@code get_property} or {@code get_attribute} with these arguments leads.
     *
     * @param attribute whether attributes may be at the end
     */
    Optional<Spot> spot(List<Value> arguments, Scope scope, boolean attribute) {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        // One of many equal nodes is written as its name and its index; all of them are alike.
        Value first =
                arguments.getFirst() instanceof Value.Items(List<Value> named) && !named.isEmpty()
                        ? named.getFirst()
                        : arguments.getFirst();
        List<String> rest = names(arguments.subList(1, arguments.size()));
        if (rest.isEmpty() || rest.size() + 1 != arguments.size()) {
            return Optional.empty();
        }
        String entity = first.asText();
        if (entity.equals("SELF") && scope.requirement().isPresent()) {
            return relationship(scope.self(), scope.requirement().get(), rest, attribute);
        }
        return entity.equals("HOST")
                ? host(scope.self(), rest, attribute)
                : holder(entity, scope).flatMap(node -> node(node, rest, attribute));
    }

    /** The node that the first argument of a function means. */
    Optional<NodeTemplate> holder(String entity, Scope scope) {
        return switch (entity) {
            case "SELF", "SOURCE" -> Optional.ofNullable(nodes.get(scope.self()));
            case "TARGET" -> scope.requirement().flatMap(this::target);
            case "HOST" -> hostOf(nodes.get(scope.self()));
            default -> Optional.ofNullable(nodes.get(entity));
        };
    }

    /** The leading values that are names or indices. */
    static List<String> names(List<Value> values) {
        List<String> names = new ArrayList<>();
        for (Value value : values) {
            if (!(value instanceof Value.Text) && !(value instanceof Value.Int)) {
                break;
            }
            names.add(value.asText());
        }
        return names;
    }

    private Optional<NodeTemplate> target(Requirement requirement) {
        return requirement.target().map(target -> nodes.get(target.node()));
    }

    private Optional<NodeTemplate> hostOf(@Nullable NodeTemplate node) {
        return Optional.ofNullable(node).flatMap(NodeTemplate::host).map(nodes::get);
    }

    /** From the nearest host that has what is looked for. */
    private Optional<Spot> host(String self, List<String> path, boolean attribute) {
        Optional<NodeTemplate> at = hostOf(nodes.get(self));
        for (int i = 0; at.isPresent() && i <= nodes.size(); i++) {
            NodeTemplate node = at.get();
            if (isMember(node, path.getFirst())
                    || node.capabilities().containsKey(path.getFirst())) {
                return node(node, path, attribute);
            }
            at = hostOf(node);
        }
        return Optional.empty();
    }

    private Optional<Spot> node(NodeTemplate node, List<String> path, boolean attribute) {
        String first = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (rest.size() > 1 && first.equals("CAPABILITY")) {
            return capability(node, rest.getFirst(), rest.subList(1, rest.size()));
        }
        if (rest.size() > 1 && first.equals("RELATIONSHIP")) {
            return over(node, rest, attribute);
        }
        if (!rest.isEmpty()) {
            if (node.capabilities().containsKey(first)) {
                return capability(node, first, rest);
            }
            List<Requirement> assigned =
                    requirements(node, first).filter(each -> each.target().isPresent()).toList();
            if (!assigned.isEmpty() && !isMember(node, first)) {
                Optional<Integer> index =
                        rest.size() > 1
                                ? Calculation.index(rest.getFirst(), assigned.size())
                                : Optional.empty();
                return requirement(
                        node,
                        assigned.get(index.orElse(0)),
                        index.isPresent() ? rest.subList(1, rest.size()) : rest,
                        attribute);
            }
        }
        return Optional.of(new Spot.OfNode(node, first, rest));
    }

    /** Over the relationship of a requirement, the first or the one with an index. */
    private Optional<Spot> over(NodeTemplate node, List<String> path, boolean attribute) {
        List<Requirement> all = requirements(node, path.getFirst()).toList();
        Optional<Integer> index =
                path.size() > 2 ? Calculation.index(path.get(1), all.size()) : Optional.empty();
        int used = index.isPresent() ? 2 : 1;
        return all.isEmpty()
                ? Optional.empty()
                : relationship(
                        node.name(),
                        all.get(index.orElse(0)),
                        path.subList(used, path.size()),
                        attribute);
    }

    private Optional<Spot> relationship(
            String source, Requirement requirement, List<String> path, boolean attribute) {
        List<String> rest = path.subList(1, path.size());
        if (!rest.isEmpty()) {
            switch (path.getFirst()) {
                case "SOURCE" -> {
                    return Optional.ofNullable(nodes.get(source))
                            .flatMap(node -> node(node, rest, attribute));
                }
                case "TARGET" -> {
                    return target(requirement).flatMap(node -> node(node, rest, attribute));
                }
                case "CAPABILITY" -> {
                    return target(requirement)
                            .flatMap(node ->
                                    capability(
                                            node,
                                            requirement.target().orElseThrow().capability(),
                                            rest));
                }
                default -> {}
            }
        }
        return Optional.of(new Spot.OfRelationship(source, requirement, path.getFirst(), rest));
    }

    /**
     * Over a requirement: first what fulfils it, the capability; then the node that has it; then
     * the relationship that leads there.
     */
    private Optional<Spot> requirement(
            NodeTemplate source, Requirement requirement, List<String> path, boolean attribute) {
        Requirement.Target target = requirement.target().orElse(null);
        NodeTemplate node = target == null ? null : nodes.get(target.node());
        NodeTemplate.Capability capability =
                node == null || target == null
                        ? null
                        : node.capabilities().get(target.capability());
        if (node == null || capability == null) {
            return Optional.empty();
        }
        String first = path.getFirst();
        boolean ofCapability =
                capability.definition().properties().containsKey(first)
                        || (attribute && capability.definition().attributes().containsKey(first));
        if (ofCapability) {
            return capability(node, capability.definition().name(), path);
        }
        boolean ofRelationship =
                !isMember(node, first)
                        && !node.capabilities().containsKey(first)
                        && requirement.relationship().properties().containsKey(first);
        return ofRelationship
                ? relationship(source.name(), requirement, path, attribute)
                : node(node, path, attribute);
    }

    /** A capability by its name or, as in filters, by the name of its type. */
    private static Optional<Spot> capability(NodeTemplate node, String name, List<String> path) {
        return Optional.ofNullable(node.capabilities().get(name))
                .or(() ->
                        node.capabilities().values().stream()
                                .filter(each -> each.definition().type().isA(name))
                                .findFirst())
                .map(found ->
                        new Spot.OfCapability(
                                node, found, path.getFirst(), path.subList(1, path.size())));
    }

    private static Stream<Requirement> requirements(NodeTemplate node, String name) {
        return node.requirements().stream().filter(each -> each.name().equals(name));
    }

    private static boolean isMember(NodeTemplate node, String name) {
        return node.type().properties().containsKey(name)
                || node.type().attributes().containsKey(name);
    }
}
