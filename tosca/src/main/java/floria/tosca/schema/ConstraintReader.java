package floria.tosca.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.model.Constraint;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.value.Order;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Reads constraint clauses, their arguments as values of the type that they constrain, and the
 * validations of 2.0; those that say the same come out the same.
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

    private static final Set<String> COMPARING =
            Set.of(
                    "equal",
                    "greater_than",
                    "greater_or_equal",
                    "less_than",
                    "less_or_equal",
                    "in_range",
                    "valid_values");

    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;
    private final Version version;

    public ConstraintReader(Problems problems, Version version) {
        this.problems = problems;
        this.forms = new Forms(problems, version);
        this.values = new ValueReader(problems, version);
        this.version = version;
    }

    /** The clauses of a definition whose values have {@code schema}. */
    public List<Constraint> read(Mapping definition, Schema schema, Slot.Calls calls) {
        List<Constraint> all = new ArrayList<>();
        for (Mapping.Entry clause : forms.singles(definition, "constraints")) {
            clause(clause, schema).ifPresent(all::add);
        }
        definition
                .get("validation")
                .ifPresent(node -> validation(node, schema, calls).ifPresent(all::add));
        return all;
    }

    /** One clause such as {@code equal: 4}. */
    public Optional<Constraint> clause(Mapping.Entry clause, Schema schema) {
        return clause(operator(clause), clause, clause.value(), schema);
    }

    /** The operator of a clause; examples of the standard's own committee write "equals". */
    private String operator(Mapping.Entry clause) {
        String name = clause.name();
        String singular = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
        if (OPERATORS.contains(name) || !OPERATORS.contains(singular)) {
            return name;
        }
        problems.tolerated(
                        "unknown-constraint",
                        clause.at(),
                        "there is no constraint '%s'; '%s' is meant".formatted(name, singular))
                .hint("write " + singular);
        return singular;
    }

    /** A clause as the function of 2.0 that says the same of {@code subject}. */
    public static Value asFunction(Constraint clause, Value subject) {
        List<Value> arguments = clause.arguments();
        return switch (clause.operator()) {
            case "in_range" ->
                    call(
                            "and",
                            bound("greater_or_equal", subject, arguments.getFirst()),
                            bound("less_or_equal", subject, arguments.getLast()));
            case "valid_values" -> call("valid_values", subject, new Value.Items(arguments));
            case "pattern" -> call("matches", subject, arguments.getFirst());
            case "length" -> call("equal", call("length", subject), arguments.getFirst());
            case "min_length" ->
                    call("greater_or_equal", call("length", subject), arguments.getFirst());
            case "max_length" ->
                    call("less_or_equal", call("length", subject), arguments.getFirst());
            case "schema" -> new Value.Bool(true);
            default -> call(clause.operator(), subject, arguments.getFirst());
        };
    }

    private static Value bound(String function, Value subject, Value bound) {
        return bound instanceof Value.Text(String text) && text.equals("UNBOUNDED")
                ? new Value.Bool(true)
                : call(function, subject, bound);
    }

    private static Value call(String function, Value... arguments) {
        return new Value.Call(function, List.of(arguments));
    }

    private Optional<Constraint> validation(Node node, Schema schema, Slot.Calls calls) {
        Optional<Functions.Written> function = Functions.in(node, Primitive.ANY.type(), version);
        if (function.isEmpty()) {
            problems.error(
                            "wrong-form",
                            node.location(),
                            "'validation' must be a function that says true or false, not %s"
                                    .formatted(Forms.kind(node)))
                    .hint("write such as { $greater_or_equal: [ $value, 1 ] }");
            return Optional.empty();
        }
        Slot slot = new Slot("validation", Optional.empty(), calls);
        Location at = function.get().where().entries().getFirst().at();
        String name = function.get().name();
        if (OF_VALUE.contains(name)
                && function.get().arguments() instanceof Node.Sequence(List<Node> items, _)
                && items.size() == 2
                && isValue(items.getFirst())
                && !Functions.isCall(items.getLast(), version)) {
            Schema bare = new Schema(schema.type(), schema.entry(), schema.key(), List.of());
            return values.read(items.getLast(), bare, slot)
                    .map(value -> new Constraint(name, List.of(value), at));
        }
        Value expression = expression(node, schema, slot);
        Slot.Calls truth = (call, where, _) -> calls.called(call, where, plain(Primitive.BOOLEAN));
        if (expression instanceof Value.Call call) {
            truth.called(call, function.get().where(), plain(Primitive.BOOLEAN));
        }
        return Optional.of(new Constraint(Constraint.VALIDATION, List.of(expression), at));
    }

    /** What is compared with {@code $value} is read as a value of its type. */
    private Value expression(Node node, Schema schema, Slot slot) {
        Functions.Written function = Functions.in(node, Primitive.ANY.type(), version).orElse(null);
        if (function == null
                || !(function.arguments() instanceof Node.Sequence(List<Node> items, _))) {
            return values.natural(node, slot);
        }
        boolean typed =
                COMPARING.contains(function.name())
                        && items.stream().anyMatch(ConstraintReader::isValue);
        List<Value> arguments = new ArrayList<>();
        for (Node item : items) {
            if (typed && !Functions.isCall(item, version)) {
                arguments.addAll(operand(item, schema, slot).stream().toList());
            } else {
                arguments.add(expression(item, schema, slot));
            }
        }
        Value.Call call = new Value.Call(function.name(), arguments);
        slot.calls().called(call, function.where(), ValueReader.anything());
        return call;
    }

    private Optional<Value> operand(Node node, Schema schema, Slot slot) {
        Schema bare = new Schema(schema.type(), schema.entry(), schema.key(), List.of());
        boolean list = Primitive.of(schema.type()).filter(Primitive.LIST::equals).isPresent();
        return node instanceof Node.Sequence && !list
                ? values.read(
                        node,
                        new Schema(
                                Primitive.LIST.type(),
                                Optional.of(bare),
                                Optional.empty(),
                                List.of()),
                        slot)
                : values.read(node, bare, slot);
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
            (open && count > 0 ? ScalarReader.bound(item) : values.read(item, schema, slot))
                    .ifPresent(arguments::add);
        }
        if (count == 2 && arguments.size() == 2 && isReversed(arguments)) {
            problems.error(
                            "wrong-form",
                            argument.location(),
                            "%s has its upper bound below its lower one".formatted(slot.title()))
                    .hint("write the lower bound first");
            return Optional.empty();
        }
        return arguments.size() == items.size()
                ? Optional.of(new Constraint(name, arguments, at))
                : Optional.empty();
    }

    /** Nothing lies in such a range. */
    private static boolean isReversed(List<Value> bounds) {
        return Order.compare(bounds.getFirst(), bounds.getLast()).filter(c -> c > 0).isPresent();
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
