package floria.tosca;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.Tosca.Inputs;
import floria.tosca.grammar.Version;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Topology;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Limits;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;
import floria.tosca.yaml.YamlReader;

/** Checks the values that a person gives to the inputs of a template or of a workflow. */
final class InputReader {
    private final Map<String, PropertyDefinition> declared;
    private final String owner;
    private final Problems problems = new Problems();
    private final ValueReader values;

    InputReader(Topology topology) {
        this(topology, topology.inputs(), "this template");
    }

    /**
     * @param owner what the inputs are of, as messages name it
     */
    InputReader(Topology topology, Map<String, PropertyDefinition> declared, String owner) {
        this.declared = declared;
        this.owner = owner;
        this.values =
                new ValueReader(
                        problems, Version.of(topology.version()).orElse(Version.SIMPLE_1_3));
    }

    Inputs read(Map<String, Value> given) {
        Map<String, Value> all = new LinkedHashMap<>();
        Location start =
                declared.values().stream()
                        .findFirst()
                        .map(definition -> Location.startOf(definition.location().address()))
                        .orElse(Location.startOf("inputs"));
        for (String name : given.keySet()) {
            if (!declared.containsKey(name)) {
                problems.error(
                                "unknown-input",
                                start,
                                "%s has no input '%s'".formatted(owner, name))
                        .nearest(name, declared.keySet());
            }
        }
        for (PropertyDefinition input : declared.values()) {
            Value value = given.get(input.name());
            if (value != null && !(value instanceof Value.Nil)) {
                one(input, value).ifPresent(found -> all.put(input.name(), found));
            } else if (input.initial().isPresent()) {
                all.put(input.name(), sealed(input, input.initial().get()));
            } else if (input.required() && input.generated().isEmpty()) {
                problems.error(
                                "missing-input",
                                input.location(),
                                "the input '%s' needs a value".formatted(input.name()))
                        .hint(
                                input.description().isEmpty()
                                        ? "its type is " + input.schema().type().name()
                                        : input.description());
            }
        }
        Map<String, Integer> order = new LinkedHashMap<>();
        declared.values()
                .forEach(input -> order.putIfAbsent(input.location().address(), order.size()));
        // Warnings are about how a template is written; on a command line all values are text.
        List<Problem> errors =
                problems
                        .sorted(
                                address -> order.getOrDefault(address, order.size()),
                                at -> path(at))
                        .stream()
                        .filter(Problem::isError)
                        .toList();
        return new Inputs(all, errors);
    }

    private String path(Location at) {
        return declared.values().stream()
                .filter(input -> input.location().equals(at))
                .findFirst()
                .map(input -> "inputs/" + input.name())
                .orElse("");
    }

    private Optional<Value> one(PropertyDefinition input, Value value) {
        Slot slot =
                new Slot(
                        "input '" + input.name() + "'",
                        Optional.of(input.location()),
                        (_, _, _) -> {});
        return node(input, value)
                .flatMap(node -> values.read(node, input.schema(), slot))
                .map(found -> sealed(input, found));
    }

    private static Value sealed(PropertyDefinition input, Value value) {
        return input.isSecret() ? new Value.Secret(value) : value;
    }

    /** The value as it would stand in a template, at the place of the input's definition. */
    private Optional<Node> node(PropertyDefinition input, Value value) {
        Location at = input.location();
        if (!(value instanceof Value.Text(String text))) {
            return Optional.of(written(value, at));
        }
        Optional<Primitive> primitive = Primitive.of(input.schema().type());
        boolean collection =
                primitive.isEmpty()
                        || primitive.get() == Primitive.LIST
                        || primitive.get() == Primitive.MAP
                        || primitive.get() == Primitive.RANGE;
        if (primitive.isPresent() && primitive.get() == Primitive.STRING) {
            return Optional.of(new Node.Scalar(text, false, at));
        }
        if (!collection && primitive.get() != Primitive.ANY) {
            return Optional.of(new Node.Scalar(text.strip(), true, at));
        }
        Problems yaml = new Problems();
        Optional<Node> parsed = new YamlReader(yaml, Limits.STANDARD).read(at.address(), text, 0);
        if (yaml.hasErrors()) {
            problems.error(
                            "wrong-type",
                            at,
                            "input '%s' is not written as a %s"
                                    .formatted(input.name(), input.schema().type().name()))
                    .hint("write lists as [a, b] and maps as {a: b}");
            return Optional.empty();
        }
        return Optional.of(moved(parsed.orElse(new Node.Scalar("", true, at)), at));
    }

    private static Node moved(Node node, Location at) {
        return switch (node) {
            case Node.Scalar scalar -> new Node.Scalar(scalar.text(), scalar.plain(), at);
            case Node.Sequence(List<Node> items, _) ->
                    new Node.Sequence(items.stream().map(item -> moved(item, at)).toList(), at);
            case Mapping mapping -> {
                List<Mapping.Entry> entries = new ArrayList<>();
                for (Mapping.Entry entry : mapping.entries()) {
                    entries.add(
                            new Mapping.Entry(moved(entry.key(), at), moved(entry.value(), at)));
                }
                yield new Mapping(entries, at);
            }
        };
    }

    private static Node written(Value value, Location at) {
        return switch (value) {
            case Value.Nil _ -> new Node.Scalar("", true, at);
            case Value.Text(String text) -> new Node.Scalar(text, false, at);
            case Value.Int _, Value.Real _, Value.Bool _, Value.Scalar _ ->
                    new Node.Scalar(value.asText(), true, at);
            case Value.Secret(Value hidden) -> written(hidden, at);
            case Value.Items(List<Value> items) ->
                    new Node.Sequence(items.stream().map(item -> written(item, at)).toList(), at);
            case Value.Entries(Map<String, Value> entries) ->
                    new Mapping(
                            entries.entrySet().stream()
                                    .map(entry ->
                                            new Mapping.Entry(
                                                    new Node.Scalar(entry.getKey(), false, at),
                                                    written(entry.getValue(), at)))
                                    .toList(),
                            at);
            case Value.Call(String function, List<Value> arguments) ->
                    new Mapping(
                            List.of(
                                    new Mapping.Entry(
                                            new Node.Scalar(function, false, at),
                                            written(new Value.Items(arguments), at))),
                            at);
        };
    }
}
