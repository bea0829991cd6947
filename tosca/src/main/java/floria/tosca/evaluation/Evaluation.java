package floria.tosca.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.schema.Functions;
import floria.tosca.value.Calculation;
import floria.tosca.value.Value;

/**
 * One evaluation. Its work is bounded: functions come from templates, and may refer to each other
 * in circles, or double a text at every step.
 */
final class Evaluation {
    private static final int DEEPEST = 100;
    private static final int MOST_CALLS = 10_000;

    private final Map<String, NodeTemplate> nodes;
    private final Map<String, PropertyDefinition> declared;
    private final Map<String, Value> inputs;
    private final Facts facts;
    private int calls;

    Evaluation(
            Map<String, NodeTemplate> nodes,
            Map<String, PropertyDefinition> declared,
            Map<String, Value> inputs,
            Facts facts) {
        this.nodes = nodes;
        this.declared = declared;
        this.inputs = inputs;
        this.facts = facts;
    }

    /** What {@code SELF} and its like stand for. */
    private record Scope(String self, Optional<Requirement> requirement) {}

    /** Evaluates {@code value} in the place that {@code self} and {@code requirement} say. */
    Value evaluate(Value value, String self, Optional<Requirement> requirement) {
        return evaluate(value, new Scope(self, requirement), 0);
    }

    private Value evaluate(Value value, Scope scope, int depth) {
        return switch (value) {
            case Value.Call call -> call(call, scope, depth);
            case Value.Secret(Value hidden) ->
                    hidden.isOpen() ? Secrets.secret(evaluate(hidden, scope, depth)) : value;
            case Value.Items(List<Value> items) ->
                    value.isOpen()
                            ? new Value.Items(
                                    items.stream()
                                            .map(item -> evaluate(item, scope, depth))
                                            .toList())
                            : value;
            case Value.Entries(Map<String, Value> entries) -> {
                if (!value.isOpen()) {
                    yield value;
                }
                Map<String, Value> all = new LinkedHashMap<>();
                entries.forEach((key, entry) -> all.put(key, evaluate(entry, scope, depth)));
                yield new Value.Entries(all);
            }
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _ ->
                    value;
        };
    }

    private Value call(Value.Call call, Scope scope, int depth) {
        if (depth > DEEPEST || ++calls > MOST_CALLS) {
            return call;
        }
        List<Value> arguments =
                call.arguments().stream()
                        .map(argument -> evaluate(argument, scope, depth + 1))
                        .toList();
        Optional<Value> value =
                switch (call.function()) {
                    case "get_input" -> input(arguments, scope, depth);
                    case "get_property" -> reference(arguments, scope, false, depth);
                    case "get_attribute" -> reference(arguments, scope, true, depth);
                    case "get_artifact" -> artifact(arguments, scope);
                    case "get_operation_output" -> output(arguments, scope);
                    case "get_nodes_of_type" -> ofType(arguments);
                    default -> Calculation.of(Functions.meant(call.function()), arguments);
                };
        return value.orElse(call);
    }

    private Optional<Value> input(List<Value> arguments, Scope scope, int depth) {
        if (arguments.isEmpty() || !(arguments.getFirst() instanceof Value.Text(String name))) {
            return Optional.empty();
        }
        @Nullable PropertyDefinition definition = declared.get(name);
        Optional<Value> value =
                Optional.ofNullable(inputs.get(name))
                        .or(() ->
                                Optional.ofNullable(definition)
                                        .flatMap(PropertyDefinition::initial));
        return value.map(found -> evaluate(found, scope, depth + 1))
                .map(found ->
                        definition == null ? found : Secrets.sealed(found, definition.schema()))
                .flatMap(found -> into(found, texts(arguments.subList(1, arguments.size()))));
    }

    private Optional<Value> reference(
            List<Value> arguments, Scope scope, boolean attribute, int depth) {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        // One of many equal nodes is written as its name and its index; all of them are alike.
        Value first =
                arguments.getFirst() instanceof Value.Items(List<Value> named) && !named.isEmpty()
                        ? named.getFirst()
                        : arguments.getFirst();
        List<String> rest = texts(arguments.subList(1, arguments.size()));
        if (rest.isEmpty() || rest.size() + 1 != arguments.size()) {
            return Optional.empty();
        }
        Walk walk = new Walk(attribute, depth);
        return switch (first.asText()) {
            case "SELF" ->
                    scope.requirement().isPresent()
                            ? relationship(scope.self(), scope.requirement().get(), rest, walk)
                            : node(scope.self(), rest, walk);
            case "SOURCE" -> node(scope.self(), rest, walk);
            case "TARGET" ->
                    scope.requirement()
                            .flatMap(Requirement::target)
                            .flatMap(target -> node(target.node(), rest, walk));
            case "HOST" -> host(scope.self(), rest, walk);
            default -> node(first.asText(), rest, walk);
        };
    }

    /** What is looked for at the end of a path, and how deep evaluation is. */
    private record Walk(boolean attribute, int depth) {}

    private Optional<Value> relationship(
            String source, Requirement requirement, List<String> path, Walk walk) {
        List<String> rest = path.subList(1, path.size());
        if (!rest.isEmpty()) {
            switch (path.getFirst()) {
                case "SOURCE" -> {
                    return node(source, rest, walk);
                }
                case "TARGET" -> {
                    return requirement.target().flatMap(target -> node(target.node(), rest, walk));
                }
                case "CAPABILITY" -> {
                    return requirement
                            .target()
                            .flatMap(target ->
                                    Optional.ofNullable(nodes.get(target.node()))
                                            .flatMap(node ->
                                                    capability(
                                                            node,
                                                            target.capability(),
                                                            rest,
                                                            walk)));
                }
                default -> {}
            }
        }
        return Optional.ofNullable(requirement.relationship().properties().get(path.getFirst()))
                .map(value ->
                        evaluate(
                                value,
                                new Scope(source, Optional.of(requirement)),
                                walk.depth() + 1))
                .flatMap(value -> into(value, rest));
    }

    private Optional<Value> host(String self, List<String> path, Walk walk) {
        Optional<NodeTemplate> at = hostOf(nodes.get(self));
        for (int i = 0; at.isPresent() && i <= nodes.size(); i++) {
            NodeTemplate node = at.get();
            boolean declared =
                    node.type().properties().containsKey(path.getFirst())
                            || node.type().attributes().containsKey(path.getFirst())
                            || node.capabilities().containsKey(path.getFirst());
            if (declared) {
                return node(node.name(), path, walk);
            }
            at = hostOf(node);
        }
        return Optional.empty();
    }

    private Optional<NodeTemplate> hostOf(@Nullable NodeTemplate node) {
        return Optional.ofNullable(node).flatMap(NodeTemplate::host).map(nodes::get);
    }

    private Optional<Value> node(String name, List<String> path, Walk walk) {
        NodeTemplate node = nodes.get(name);
        if (node == null) {
            return Optional.empty();
        }
        String first = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (rest.size() > 1 && first.equals("CAPABILITY")) {
            return capability(node, rest.getFirst(), rest.subList(1, rest.size()), walk);
        }
        if (rest.size() > 1 && first.equals("RELATIONSHIP")) {
            return over(node, rest, walk);
        }
        if (!rest.isEmpty()) {
            if (node.capabilities().containsKey(first)) {
                return capability(node, first, rest, walk);
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
                        walk);
            }
        }
        Optional<Value> value =
                walk.attribute()
                        ? attribute(node, first, walk.depth())
                        : property(name, first, walk.depth() + 1);
        return value.flatMap(found -> into(found, rest));
    }

    /** Over the relationship of a requirement, the first or the one with an index. */
    private Optional<Value> over(NodeTemplate node, List<String> path, Walk walk) {
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
                        walk);
    }

    private static Stream<Requirement> requirements(NodeTemplate node, String name) {
        return node.requirements().stream().filter(each -> each.name().equals(name));
    }

    private static boolean isMember(NodeTemplate node, String name) {
        return node.type().properties().containsKey(name)
                || node.type().attributes().containsKey(name);
    }

    /**
     * Over a requirement: first what fulfils it, the capability; then the node that has it; then
     * the relationship that leads there.
     */
    private Optional<Value> requirement(
            NodeTemplate source, Requirement requirement, List<String> path, Walk walk) {
        Requirement.Target target = requirement.target().orElse(null);
        if (target == null) {
            return Optional.empty();
        }
        NodeTemplate node = nodes.get(target.node());
        NodeTemplate.Capability capability =
                node == null ? null : node.capabilities().get(target.capability());
        if (node == null || capability == null) {
            return Optional.empty();
        }
        String first = path.getFirst();
        boolean ofCapability =
                capability.definition().properties().containsKey(first)
                        || (walk.attribute()
                                && capability.definition().attributes().containsKey(first));
        if (ofCapability) {
            return capability(node, target.capability(), path, walk);
        }
        boolean ofRelationship =
                !isMember(node, first)
                        && !node.capabilities().containsKey(first)
                        && requirement.relationship().properties().containsKey(first);
        return ofRelationship
                ? relationship(source.name(), requirement, path, walk)
                : node(node.name(), path, walk);
    }

    /** The file of an artifact, as the template names it. */
    private Optional<Value> artifact(List<Value> arguments, Scope scope) {
        List<String> path = texts(arguments);
        if (path.size() < 2) {
            return Optional.empty();
        }
        return holder(path.getFirst(), scope)
                .map(node -> node.artifacts().get(path.get(1)))
                .map(artifact -> Value.text(artifact.file()));
    }

    private Optional<Value> output(List<Value> arguments, Scope scope) {
        List<String> path = texts(arguments);
        return path.size() == 4
                ? holder(path.getFirst(), scope)
                        .flatMap(node ->
                                facts.output(node.name(), path.get(1), path.get(2), path.get(3)))
                : Optional.empty();
    }

    private Optional<NodeTemplate> holder(String name, Scope scope) {
        return switch (name) {
            case "SELF", "SOURCE" -> Optional.ofNullable(nodes.get(scope.self()));
            case "TARGET" ->
                    scope.requirement()
                            .flatMap(Requirement::target)
                            .map(target -> nodes.get(target.node()));
            case "HOST" -> hostOf(nodes.get(scope.self()));
            default -> Optional.ofNullable(nodes.get(name));
        };
    }

    private Optional<Value> ofType(List<Value> arguments) {
        return arguments.size() == 1 && arguments.getFirst() instanceof Value.Text(String type)
                ? Optional.of(
                        new Value.Items(
                                nodes.values().stream()
                                        .filter(node -> node.isA(type))
                                        .map(node -> Value.text(node.name()))
                                        .toList()))
                : Optional.empty();
    }

    private Optional<Value> capability(
            NodeTemplate node, String name, List<String> path, Walk walk) {
        NodeTemplate.Capability capability = node.capabilities().get(name);
        if (capability == null) {
            // Filters may name the type of a capability instead.
            return node.capabilities().values().stream()
                    .map(each -> each.definition())
                    .filter(each -> each.type().isA(name))
                    .findFirst()
                    .flatMap(each -> capability(node, each.name(), path, walk));
        }
        String first = path.getFirst();
        Optional<Value> known =
                walk.attribute()
                        ? facts.attribute(node.name(), Optional.of(name), first)
                        : Optional.empty();
        @Nullable PropertyDefinition property = capability.definition().properties().get(first);
        Optional<Value> value =
                known.or(() ->
                                Optional.ofNullable(capability.properties().get(first))
                                        .map(found ->
                                                evaluate(found, self(node), walk.depth() + 1)))
                        .map(found ->
                                property == null
                                        ? found
                                        : Secrets.sealed(found, property.schema()));
        if (value.isEmpty() && walk.attribute()) {
            value =
                    Optional.ofNullable(capability.definition().attributes().get(first))
                            .flatMap(PropertyDefinition::initial);
        }
        return value.flatMap(found -> into(found, path.subList(1, path.size())));
    }

    private Optional<Value> attribute(NodeTemplate node, String name, int depth) {
        @Nullable PropertyDefinition definition = node.type().attributes().get(name);
        return facts.attribute(node.name(), Optional.empty(), name)
                .map(found ->
                        definition == null ? found : Secrets.sealed(found, definition.schema()))
                .or(() -> property(node.name(), name, depth + 1))
                .or(() ->
                        Optional.ofNullable(node.attributes().get(name))
                                .map(value -> evaluate(value, self(node), depth + 1)))
                .or(() ->
                        Optional.ofNullable(definition)
                                .flatMap(PropertyDefinition::initial)
                                .map(value -> evaluate(value, self(node), depth + 1)));
    }

    /** The value of a property, if it can be known. */
    Optional<Value> property(String nodeName, String name, int depth) {
        NodeTemplate node = nodes.get(nodeName);
        if (node == null || depth > DEEPEST) {
            return Optional.empty();
        }
        @Nullable PropertyDefinition definition = node.type().properties().get(name);
        return Optional.ofNullable(node.properties().get(name))
                .map(value -> evaluate(value, self(node), depth + 1))
                .or(() -> facts.generated(nodeName, name))
                .map(value ->
                        definition == null ? value : Secrets.sealed(value, definition.schema()));
    }

    private static Scope self(NodeTemplate node) {
        return new Scope(node.name(), Optional.empty());
    }

    private static Optional<Value> into(Value value, List<String> path) {
        return Calculation.into(value, path.stream().map(Value::text).toList());
    }

    private static List<String> texts(List<Value> values) {
        List<String> texts = new ArrayList<>();
        for (Value value : values) {
            if (!(value instanceof Value.Text) && !(value instanceof Value.Int)) {
                break;
            }
            texts.add(value.asText());
        }
        return texts;
    }
}
