package floria.tosca.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Reach reach;
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
        this.reach = new Reach(nodes);
    }

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
                .flatMap(found -> into(found, Reach.names(arguments.subList(1, arguments.size()))));
    }

    private Optional<Value> reference(
            List<Value> arguments, Scope scope, boolean attribute, int depth) {
        return reach.spot(arguments, scope, attribute)
                .flatMap(spot ->
                        value(spot, attribute, depth).flatMap(found -> into(found, spot.rest())));
    }

    private Optional<Value> value(Spot spot, boolean attribute, int depth) {
        return switch (spot) {
            case Spot.OfNode(NodeTemplate node, String name, _) ->
                    attribute
                            ? attribute(node, name, depth)
                            : property(node.name(), name, depth + 1);
            case Spot.OfCapability(NodeTemplate node, var capability, String name, _) ->
                    capability(node, capability, name, attribute, depth);
            case Spot.OfRelationship(String source, Requirement requirement, String name, _) ->
                    Optional.ofNullable(requirement.relationship().properties().get(name))
                            .or(() ->
                                    attribute
                                            ? Optional.ofNullable(
                                                    requirement
                                                            .relationship()
                                                            .attributes()
                                                            .get(name))
                                            : Optional.empty())
                            .map(value ->
                                    evaluate(
                                            value,
                                            new Scope(source, Optional.of(requirement)),
                                            depth + 1));
        };
    }

    /** The file of an artifact, as the template names it. */
    private Optional<Value> artifact(List<Value> arguments, Scope scope) {
        List<String> path = Reach.names(arguments);
        if (path.size() < 2) {
            return Optional.empty();
        }
        return reach.holder(path.getFirst(), scope)
                .map(node -> node.artifacts().get(path.get(1)))
                .map(artifact -> Value.text(artifact.file()));
    }

    private Optional<Value> output(List<Value> arguments, Scope scope) {
        List<String> path = Reach.names(arguments);
        return path.size() == 4
                ? reach.holder(path.getFirst(), scope)
                        .flatMap(node ->
                                facts.output(node.name(), path.get(1), path.get(2), path.get(3)))
                : Optional.empty();
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
            NodeTemplate node,
            NodeTemplate.Capability capability,
            String name,
            boolean attribute,
            int depth) {
        Optional<Value> known =
                attribute
                        ? facts.attribute(
                                node.name(), Optional.of(capability.definition().name()), name)
                        : Optional.empty();
        @Nullable PropertyDefinition property = capability.definition().properties().get(name);
        Optional<Value> value =
                known.or(() ->
                                Optional.ofNullable(capability.properties().get(name))
                                        .map(found -> evaluate(found, Scope.of(node), depth + 1)))
                        .map(found ->
                                property == null
                                        ? found
                                        : Secrets.sealed(found, property.schema()));
        return value.isPresent() || !attribute
                ? value
                : Optional.ofNullable(capability.attributes().get(name))
                        .or(() ->
                                Optional.ofNullable(capability.definition().attributes().get(name))
                                        .flatMap(PropertyDefinition::initial))
                        .map(found -> evaluate(found, Scope.of(node), depth + 1));
    }

    private Optional<Value> attribute(NodeTemplate node, String name, int depth) {
        @Nullable PropertyDefinition definition = node.type().attributes().get(name);
        return facts.attribute(node.name(), Optional.empty(), name)
                .map(found ->
                        definition == null ? found : Secrets.sealed(found, definition.schema()))
                .or(() -> property(node.name(), name, depth + 1))
                .or(() ->
                        Optional.ofNullable(node.attributes().get(name))
                                .map(value -> evaluate(value, Scope.of(node), depth + 1)))
                .or(() ->
                        Optional.ofNullable(definition)
                                .flatMap(PropertyDefinition::initial)
                                .map(value -> evaluate(value, Scope.of(node), depth + 1)));
    }

    /** The value of a property, if it can be known. */
    Optional<Value> property(String nodeName, String name, int depth) {
        NodeTemplate node = nodes.get(nodeName);
        if (node == null || depth > DEEPEST) {
            return Optional.empty();
        }
        @Nullable PropertyDefinition definition = node.type().properties().get(name);
        return Optional.ofNullable(node.properties().get(name))
                .map(value -> evaluate(value, Scope.of(node), depth + 1))
                .or(() -> facts.generated(nodeName, name))
                .map(value ->
                        definition == null ? value : Secrets.sealed(value, definition.schema()));
    }

    private static Optional<Value> into(Value value, List<String> path) {
        return Calculation.into(value, path.stream().map(Value::text).toList());
    }
}
