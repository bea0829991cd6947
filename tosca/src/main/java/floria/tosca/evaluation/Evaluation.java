package floria.tosca.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * One evaluation. Its work is bounded: functions come from templates, and may refer to each other
 * in circles, or double a text at every step.
 */
final class Evaluation {
    private static final int DEEPEST = 100;
    private static final int MOST_CALLS = 10_000;
    private static final int LONGEST = 1_000_000;

    private final Topology topology;
    private final Map<String, Value> inputs;
    private final Facts facts;
    private int calls;

    Evaluation(Topology topology, Map<String, Value> inputs, Facts facts) {
        this.topology = topology;
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
                    hidden.isOpen() ? secret(evaluate(hidden, scope, depth)) : value;
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
                    case "concat" -> concat(arguments);
                    case "join" -> join(arguments);
                    case "token" -> token(arguments);
                    default -> Optional.empty();
                };
        return value.orElse(call);
    }

    private Optional<Value> input(List<Value> arguments, Scope scope, int depth) {
        if (arguments.isEmpty() || !(arguments.getFirst() instanceof Value.Text(String name))) {
            return Optional.empty();
        }
        @Nullable PropertyDefinition definition = topology.inputs().get(name);
        Optional<Value> value =
                Optional.ofNullable(inputs.get(name))
                        .or(() ->
                                Optional.ofNullable(definition)
                                        .flatMap(PropertyDefinition::initial));
        return value.map(found -> evaluate(found, scope, depth + 1))
                .map(found -> definition == null ? found : sealed(found, definition.schema()))
                .flatMap(found -> into(found, texts(arguments.subList(1, arguments.size()))));
    }

    private Optional<Value> reference(
            List<Value> arguments, Scope scope, boolean attribute, int depth) {
        List<String> path = texts(arguments);
        if (path.size() < 2 || path.size() != arguments.size()) {
            return Optional.empty();
        }
        List<String> rest = path.subList(1, path.size());
        return switch (path.getFirst()) {
            case "SELF" ->
                    scope.requirement().isPresent()
                            ? relationship(scope.requirement().get(), rest, scope, depth)
                            : node(scope.self(), rest, attribute, depth);
            case "SOURCE" -> node(scope.self(), rest, attribute, depth);
            case "TARGET" ->
                    scope.requirement()
                            .flatMap(Requirement::target)
                            .flatMap(target -> node(target.node(), rest, attribute, depth));
            case "HOST" -> host(scope.self(), rest, attribute, depth);
            default -> node(path.getFirst(), rest, attribute, depth);
        };
    }

    private Optional<Value> relationship(
            Requirement requirement, List<String> path, Scope scope, int depth) {
        return Optional.ofNullable(requirement.relationship().properties().get(path.getFirst()))
                .map(value -> evaluate(value, scope, depth + 1))
                .flatMap(value -> into(value, path.subList(1, path.size())));
    }

    private Optional<Value> host(String self, List<String> path, boolean attribute, int depth) {
        Optional<NodeTemplate> at =
                Optional.ofNullable(topology.nodes().get(self)).flatMap(topology::hostOf);
        for (int i = 0; at.isPresent() && i <= topology.nodes().size(); i++) {
            NodeTemplate node = at.get();
            boolean declared =
                    node.type().properties().containsKey(path.getFirst())
                            || node.type().attributes().containsKey(path.getFirst())
                            || node.capabilities().containsKey(path.getFirst());
            if (declared) {
                return node(node.name(), path, attribute, depth);
            }
            at = topology.hostOf(node);
        }
        return Optional.empty();
    }

    private Optional<Value> node(String name, List<String> path, boolean attribute, int depth) {
        NodeTemplate node = topology.nodes().get(name);
        if (node == null) {
            return Optional.empty();
        }
        String first = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (!rest.isEmpty()) {
            if (node.capabilities().containsKey(first)) {
                return capability(node, first, rest, attribute, depth);
            }
            Optional<Requirement.Target> target =
                    node.requirements().stream()
                            .filter(requirement -> requirement.name().equals(first))
                            .flatMap(requirement -> requirement.target().stream())
                            .findFirst();
            if (target.isPresent() && !isMember(node, first)) {
                return target(target.get(), rest, attribute, depth);
            }
        }
        Optional<Value> value =
                attribute ? attribute(node, first, depth) : property(name, first, depth + 1);
        return value.flatMap(found -> into(found, rest));
    }

    private static boolean isMember(NodeTemplate node, String name) {
        return node.type().properties().containsKey(name)
                || node.type().attributes().containsKey(name);
    }

    /** Over a requirement: first what fulfils it, the capability; then the node that has it. */
    private Optional<Value> target(
            Requirement.Target target, List<String> path, boolean attribute, int depth) {
        NodeTemplate node = topology.nodes().get(target.node());
        NodeTemplate.Capability capability =
                node == null ? null : node.capabilities().get(target.capability());
        if (node == null || capability == null) {
            return Optional.empty();
        }
        String first = path.getFirst();
        boolean ofCapability =
                capability.definition().properties().containsKey(first)
                        || (attribute
                                && capability.definition().type().attributes().containsKey(first));
        return ofCapability
                ? capability(node, target.capability(), path, attribute, depth)
                : node(node.name(), path, attribute, depth);
    }

    private Optional<Value> capability(
            NodeTemplate node, String name, List<String> path, boolean attribute, int depth) {
        NodeTemplate.Capability capability = node.capabilities().get(name);
        if (capability == null) {
            return Optional.empty();
        }
        String first = path.getFirst();
        Optional<Value> known =
                attribute
                        ? facts.attribute(node.name(), Optional.of(name), first)
                        : Optional.empty();
        @Nullable PropertyDefinition property = capability.definition().properties().get(first);
        Optional<Value> value =
                known.or(() ->
                                Optional.ofNullable(capability.properties().get(first))
                                        .map(found -> evaluate(found, self(node), depth + 1)))
                        .map(found -> property == null ? found : sealed(found, property.schema()));
        if (value.isEmpty() && attribute) {
            value =
                    Optional.ofNullable(capability.definition().type().attributes().get(first))
                            .flatMap(PropertyDefinition::initial);
        }
        return value.flatMap(found -> into(found, path.subList(1, path.size())));
    }

    private Optional<Value> attribute(NodeTemplate node, String name, int depth) {
        @Nullable PropertyDefinition definition = node.type().attributes().get(name);
        return facts.attribute(node.name(), Optional.empty(), name)
                .map(found -> definition == null ? found : sealed(found, definition.schema()))
                .or(() -> property(node.name(), name, depth + 1))
                .or(() ->
                        Optional.ofNullable(definition)
                                .flatMap(PropertyDefinition::initial)
                                .map(value -> evaluate(value, self(node), depth + 1)));
    }

    /** The value of a property, if it can be known. */
    Optional<Value> property(String nodeName, String name, int depth) {
        NodeTemplate node = topology.nodes().get(nodeName);
        if (node == null || depth > DEEPEST) {
            return Optional.empty();
        }
        @Nullable PropertyDefinition definition = node.type().properties().get(name);
        return Optional.ofNullable(node.properties().get(name))
                .map(value -> evaluate(value, self(node), depth + 1))
                .or(() -> facts.generated(nodeName, name))
                .map(value -> definition == null ? value : sealed(value, definition.schema()));
    }

    private static Scope self(NodeTemplate node) {
        return new Scope(node.name(), Optional.empty());
    }

    /** The parts of a value that its schema calls secret, wrapped. */
    private static Value sealed(Value value, PropertyDefinition.Schema schema) {
        if (schema.type().isA(PropertyDefinition.SECRET_TYPE)) {
            return secret(value);
        }
        return switch (value) {
            case Value.Items(List<Value> items) ->
                    schema.entry()
                            .<Value>map(entry ->
                                    new Value.Items(
                                            items.stream()
                                                    .map(item -> sealed(item, entry))
                                                    .toList()))
                            .orElse(value);
            case Value.Entries(Map<String, Value> entries) -> {
                Map<String, Value> all = new LinkedHashMap<>();
                entries.forEach((key, entry) -> {
                    PropertyDefinition field = schema.type().fields().get(key);
                    all.put(
                            key,
                            field != null
                                    ? sealed(entry, field.schema())
                                    : schema.entry()
                                            .map(each -> sealed(entry, each))
                                            .orElse(entry));
                });
                yield new Value.Entries(all);
            }
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _,
                    Value.Secret _ ->
                    value;
        };
    }

    private static Value secret(Value value) {
        return value instanceof Value.Call ? value : new Value.Secret(value);
    }

    /** A part of a value: an entry of a map, an item of a list. */
    private static Optional<Value> into(Value value, List<String> path) {
        if (path.isEmpty()) {
            return value instanceof Value.Call ? Optional.empty() : Optional.of(value);
        }
        String first = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        return switch (value) {
            case Value.Entries(Map<String, Value> entries) ->
                    Optional.ofNullable(entries.get(first)).flatMap(found -> into(found, rest));
            case Value.Items(List<Value> items) ->
                    index(first, items.size()).flatMap(at -> into(items.get(at), rest));
            case Value.Secret(Value hidden) -> into(hidden, path).map(Value.Secret::new);
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _ ->
                    Optional.empty();
        };
    }

    private static Optional<Integer> index(String text, int size) {
        try {
            int index = Integer.parseInt(text);
            return index >= 0 && index < size ? Optional.of(index) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
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

    private static Optional<Value> concat(List<Value> parts) {
        return text("", parts, parts);
    }

    private static Optional<Value> join(List<Value> arguments) {
        if (arguments.isEmpty()
                || !(plain(arguments.getFirst()) instanceof Value.Items(List<Value> items))
                || arguments.stream().anyMatch(Value::isOpen)) {
            return Optional.empty();
        }
        return text(arguments.size() > 1 ? arguments.get(1).asText() : "", items, arguments);
    }

    private static Optional<Value> token(List<Value> arguments) {
        if (arguments.size() != 3
                || arguments.stream().anyMatch(Value::isOpen)
                || arguments.get(1).asText().isEmpty()) {
            return Optional.empty();
        }
        String[] parts =
                arguments.getFirst().asText().split(Pattern.quote(arguments.get(1).asText()), -1);
        return index(arguments.get(2).asText(), parts.length)
                .flatMap(at -> text("", List.of(Value.text(parts[at])), arguments));
    }

    private static Value plain(Value value) {
        return value instanceof Value.Secret(Value hidden) ? hidden : value;
    }

    /**
     * The text of {@code parts}: not known as long as one of the {@code sources} is not, secret if
     * one is.
     */
    private static Optional<Value> text(String between, List<Value> parts, List<Value> sources) {
        if (sources.stream().anyMatch(Value::isOpen)) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        String separator = "";
        for (Value part : parts) {
            text.append(separator).append(part.asText());
            separator = between;
            if (text.length() > LONGEST) {
                return Optional.empty();
            }
        }
        Value value = Value.text(text.toString());
        return Optional.of(
                sources.stream().anyMatch(Value::isSecret) ? new Value.Secret(value) : value);
    }
}
