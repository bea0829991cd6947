package floria.tosca.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import floria.tosca.grammar.Forms;
import floria.tosca.model.Constraint;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Reads constraint clauses, their arguments as values of the type that they constrain; the clauses
 * of {@code validation} in 2.0 that say the same come out the same.
 */
public final class ConstraintReader {
    private static final Set<String> OF_VALUE =
            Set.of("equal", "greater_than", "greater_or_equal", "less_than", "less_or_equal");
    private static final Set<String> OF_LENGTH = Set.of("length", "min_length", "max_length");
    private static final List<String> OPERATORS =
            List.of(
                    "equal",
                    "greater_than",
                    "greater_or_equal",
                    "less_than",
                    "less_or_equal",
                    "in_range",
                    "valid_values",
                    "length",
                    "min_length",
                    "max_length",
                    "pattern",
                    "schema");

    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;

    public ConstraintReader(Problems problems) {
        this.problems = problems;
        this.forms = new Forms(problems);
        this.values = new ValueReader(problems);
    }

    /** The clauses of a definition whose values have {@code schema}. */
    public List<Constraint> read(Mapping definition, Schema schema) {
        List<Constraint> all = new ArrayList<>();
        for (Mapping.Entry clause : forms.singles(definition, "constraints")) {
            clause(clause.name(), clause, clause.value(), schema).ifPresent(all::add);
        }
        definition.get("validation").ifPresent(node -> validation(node, schema, all));
        return all;
    }

    private void validation(Node node, Schema schema, List<Constraint> all) {
        if (!(node instanceof Mapping mapping) || mapping.entries().size() != 1) {
            forms.expected(node, "'validation'", "one function");
            return;
        }
        Mapping.Entry function = mapping.entries().getFirst();
        String name = function.name().startsWith("$") ? function.name().substring(1) : "";
        if (!(function.value() instanceof Node.Sequence(List<Node> items, Location at))) {
            return;
        }
        if (name.equals("and")) {
            items.forEach(item -> validation(item, schema, all));
        } else if (OPERATORS.contains(name) && items.size() == 2 && isValue(items.getFirst())) {
            clause(name, function, items.getLast(), schema).ifPresent(all::add);
        } else {
            all.add(
                    new Constraint(
                            name,
                            List.of(
                                    values.natural(
                                            new Node.Sequence(items, at),
                                            Slot.unchecked("validation"))),
                            function.at()));
        }
    }

    private static boolean isValue(Node node) {
        return node instanceof Node.Scalar scalar && scalar.text().equals("$value");
    }

    private Optional<Constraint> clause(
            String name, Mapping.Entry clause, Node argument, Schema schema) {
        Schema bare = new Schema(schema.type(), schema.entry(), schema.key(), List.of());
        Slot slot = Slot.unchecked("constraint '" + name + "'");
        Location at = clause.at();
        if (OF_VALUE.contains(name)) {
            return values.read(argument, bare, slot)
                    .map(value -> new Constraint(name, List.of(value), at));
        }
        if (OF_LENGTH.contains(name)) {
            return values.read(argument, plain(Primitive.INTEGER), slot)
                    .map(value -> new Constraint(name, List.of(value), at));
        }
        return switch (name) {
            case "in_range" -> items(name, argument, bounds(bare), slot, at, 2);
            case "valid_values" -> items(name, argument, bare, slot, at, 0);
            case "pattern" -> pattern(argument, slot, at);
            case "schema" ->
                    Optional.of(new Constraint(name, List.of(values.natural(argument, slot)), at));
            default -> {
                problems.error(
                                "unknown-constraint",
                                at,
                                "there is no constraint '%s'".formatted(name))
                        .nearest(name, OPERATORS);
                yield Optional.empty();
            }
        };
    }

    /** A range is bounded by integers. */
    private static Schema bounds(Schema schema) {
        return Primitive.of(schema.type()).filter(Primitive.RANGE::equals).isPresent()
                ? plain(Primitive.INTEGER)
                : schema;
    }

    private static Schema plain(Primitive primitive) {
        return new Schema(primitive.type(), Optional.empty(), Optional.empty(), List.of());
    }

    private Optional<Constraint> items(
            String name, Node argument, Schema schema, Slot slot, Location at, int count) {
        if (!(argument instanceof Node.Sequence(List<Node> items, _))
                || (count > 0 && items.size() != count)) {
            forms.expected(
                    argument,
                    slot.title(),
                    count > 0 ? "a list of " + count + " values" : "a list");
            return Optional.empty();
        }
        List<Value> arguments = new ArrayList<>();
        for (Node item : items) {
            boolean open = item instanceof Node.Scalar scalar && scalar.text().equals("UNBOUNDED");
            (open && count > 0 ? ValueReader.bound(item) : values.read(item, schema, slot))
                    .ifPresent(arguments::add);
        }
        return arguments.size() == items.size()
                ? Optional.of(new Constraint(name, arguments, at))
                : Optional.empty();
    }

    private Optional<Constraint> pattern(Node argument, Slot slot, Location at) {
        Optional<Value> text = values.read(argument, plain(Primitive.STRING), slot);
        if (text.isPresent()) {
            try {
                Pattern _ = Pattern.compile(text.get().asText());
            } catch (PatternSyntaxException e) {
                problems.error(
                        "bad-pattern",
                        argument.location(),
                        "this is not a regular expression: " + e.getDescription());
                return Optional.empty();
            }
        }
        return text.map(value -> new Constraint("pattern", List.of(value), at));
    }
}
