package floria.tosca.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.Condition;
import floria.tosca.model.NodeType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.ConstraintReader;
import floria.tosca.schema.Functions;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Reads what is true or false: boolean functions (TOSCA 2.0 §8.7.3, §10.3), and the node filters
 * and condition clauses of 1.x (1.3 §3.6.5, §3.6.25), which are rewritten to such functions.
 */
public final class Conditions {
    private static final Schema TRUTH =
            new Schema(Primitive.BOOLEAN.type(), Optional.empty(), Optional.empty(), List.of());

    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;
    private final ConstraintReader constraints;

    Conditions(TypeTable types, Problems problems) {
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.values = new ValueReader(problems, types.version());
        this.constraints = new ConstraintReader(problems, types.version());
    }

    /**
     * The {@code node_filter} under {@code parent}.
     *
     * @param node the type of the nodes that it is asked of
     * @param capability the type of the capability that fulfils the requirement
     */
    public Optional<Condition> filter(
            Mapping parent,
            Optional<String> node,
            Optional<CapabilityType> capability,
            ServiceFile file,
            Place place) {
        Mapping.Entry entry = parent.entry("node_filter").orElse(null);
        if (entry == null || entry.value().isNull()) {
            return Optional.empty();
        }
        if (Functions.isCall(entry.value(), types.version())) {
            return function(entry.value(), place);
        }
        Optional<Mapping> body = forms.mapping(entry.value(), "'node_filter'");
        body.ifPresent(found -> {
            forms.keynames(found, Construct.NODE_FILTER, file.version());
            types.later(() -> check(found, node, capability, file));
        });
        return body.map(found -> new Condition(and(clauses(found)), entry.at()));
    }

    /** A boolean function of 2.0, or one that a 1.x file writes all the same. */
    public Optional<Condition> function(Node node, Place place) {
        Slot slot = new Slot("the condition", Optional.empty(), types.calls().in(place));
        return values.read(node, TRUTH, slot).map(value -> new Condition(value, node.location()));
    }

    /** A condition of a trigger, a step or a workflow, in whatever form. */
    public Optional<Condition> condition(Node node, Place place) {
        if (node.isNull()) {
            return Optional.empty();
        }
        if (Functions.isCall(node, types.version())) {
            return function(node, place);
        }
        Optional<Value> clause = clause(node, place);
        return clause.map(value -> new Condition(value, node.location()));
    }

    private Optional<Value> clause(Node node, Place place) {
        return switch (node) {
            case Node.Sequence(List<Node> items, _) -> {
                List<Value> all = new ArrayList<>();
                items.forEach(item ->
                        condition(item, place).map(Condition::expression).ifPresent(all::add));
                yield Optional.of(and(all));
            }
            case Mapping mapping -> {
                List<Value> all = new ArrayList<>();
                mapping.entries().forEach(entry -> assertion(entry, place).ifPresent(all::add));
                yield Optional.of(and(all));
            }
            case Node.Scalar scalar -> {
                forms.expected(scalar, "a condition", "a list of conditions");
                yield Optional.empty();
            }
        };
    }

    private Optional<Value> assertion(Mapping.Entry entry, Place place) {
        return switch (entry.name()) {
            case "and", "assert" -> clause(entry.value(), place);
            case "or" -> Optional.of(new Value.Call("or", parts(entry.value(), place)));
            case "not" -> clause(entry.value(), place).map(value -> call("not", value));
            default -> {
                Value subject = call("get_attribute", Value.text("SELF"), Value.text(entry.name()));
                yield Optional.of(and(clauses(entry.value(), subject, ValueReader.anything())));
            }
        };
    }

    private List<Value> parts(Node node, Place place) {
        List<Value> all = new ArrayList<>();
        if (node instanceof Node.Sequence(List<Node> items, _)) {
            items.forEach(item -> clause(item, place).ifPresent(all::add));
        } else {
            clause(node, place).ifPresent(all::add);
        }
        return all;
    }

    /** The clauses of a 1.x filter, whose values are not looked at yet. */
    private List<Value> clauses(Mapping filter) {
        List<Value> all = new ArrayList<>();
        for (Mapping.Entry property : forms.singles(filter, "properties")) {
            Value subject = call("get_property", Value.text("SELF"), Value.text(property.name()));
            all.addAll(clauses(property.value(), subject, ValueReader.anything()));
        }
        for (Mapping.Entry capability : forms.singles(filter, "capabilities")) {
            for (Mapping.Entry property : properties(capability)) {
                Value subject =
                        call(
                                "get_property",
                                Value.text("SELF"),
                                Value.text("CAPABILITY"),
                                Value.text(capability.name()),
                                Value.text(property.name()));
                all.addAll(clauses(property.value(), subject, ValueReader.anything()));
            }
        }
        return all;
    }

    private List<Mapping.Entry> properties(Mapping.Entry capability) {
        return capability.value().isNull()
                ? List.of()
                : forms.mapping(capability.value(), "capability '" + capability.name() + "'")
                        .map(body -> forms.singles(body, "properties"))
                        .orElse(List.of());
    }

    /** One clause, a list of them, or a value that is to be equal. */
    private List<Value> clauses(Node node, Value subject, Schema schema) {
        if (node instanceof Node.Sequence(List<Node> items, _)) {
            return items.stream().flatMap(item -> clauses(item, subject, schema).stream()).toList();
        }
        if (node instanceof Mapping mapping && mapping.entries().size() == 1) {
            return constraints.clause(mapping.entries().getFirst(), schema).stream()
                    .map(clause -> ConstraintReader.asFunction(clause, subject))
                    .toList();
        }
        return values.read(node, schema, Slot.unchecked("the filter")).stream()
                .map(value -> call("equal", subject, value))
                .toList();
    }

    /** Whether what a filter names is there, and what it compares with is of its type. */
    private void check(
            Mapping filter,
            Optional<String> nodeName,
            Optional<CapabilityType> capability,
            ServiceFile file) {
        Optional<NodeType> node =
                nodeName.flatMap(
                        name -> types.node(new Node.Scalar(name, true, filter.location()), file));
        for (Mapping.Entry property : forms.singles(filter, "properties")) {
            node.ifPresent(type ->
                    check(
                            property,
                            type.properties(),
                            "node type '" + type.name() + "'",
                            type.location()));
        }
        for (Mapping.Entry entry : forms.singles(filter, "capabilities")) {
            @Nullable Map<String, PropertyDefinition> definitions =
                    definitions(entry, node, capability, file);
            for (Mapping.Entry property : properties(entry)) {
                if (definitions != null) {
                    check(property, definitions, "capability '" + entry.name() + "'", entry.at());
                }
            }
        }
    }

    /** The properties of a capability that is named by its name or by its type. */
    private @Nullable Map<String, PropertyDefinition> definitions(
            Mapping.Entry entry,
            Optional<NodeType> node,
            Optional<CapabilityType> capability,
            ServiceFile file) {
        CapabilityDefinition named =
                node.map(type -> type.capabilities().get(entry.name())).orElse(null);
        if (named != null) {
            return named.properties();
        }
        if (types.has(TypeKind.CAPABILITY, entry.name(), file)) {
            return types.capability(new Node.Scalar(entry.name(), true, entry.at()), file)
                    .map(CapabilityType::properties)
                    .orElse(null);
        }
        if (node.isPresent() && capability.isEmpty()) {
            problems.error(
                            "unknown-capability",
                            entry.at(),
                            "node type '%s' has no capability '%s'"
                                    .formatted(node.get().name(), entry.name()))
                    .nearest(entry.name(), node.get().capabilities().keySet())
                    .member(entry.name(), node.get().places())
                    .related(node.get().location(), "the node type is here");
        }
        return null;
    }

    private void check(
            Mapping.Entry property,
            Map<String, PropertyDefinition> definitions,
            String owner,
            Location at) {
        PropertyDefinition definition = definitions.get(property.name());
        if (definition == null) {
            // A node of a type that derives from this one may have it.
            problems.tolerated(
                            "unknown-property",
                            property.at(),
                            "%s has no property '%s'".formatted(owner, property.name()))
                    .nearest(property.name(), definitions.keySet())
                    .related(at, "declared here");
            return;
        }
        Schema schema = definition.schema();
        clauses(
                property.value(),
                new Value.Nil(),
                new Schema(schema.type(), schema.entry(), schema.key(), List.of()));
    }

    private static Value and(List<Value> all) {
        return all.size() == 1 ? all.getFirst() : new Value.Call("and", all);
    }

    private static Value call(String function, Value... arguments) {
        return new Value.Call(function, List.of(arguments));
    }
}
