package floria.tosca.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import floria.tosca.grammar.Forms;
import floria.tosca.model.Constraint;
import floria.tosca.model.DataType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Problems;
import floria.tosca.value.BoundedText;
import floria.tosca.value.Calculation;
import floria.tosca.value.Order;
import floria.tosca.value.Value;
import floria.tosca.yaml.Node;

/** Checks values against constraint clauses (TOSCA 1.3 §3.6.3) and validations (2.0 §9.8). */
final class ConstraintCheck {
    private final Problems problems;
    private final Map<String, Optional<Pattern>> patterns = new HashMap<>();

    ConstraintCheck(Problems problems) {
        this.problems = problems;
    }

    /** Reports every clause of the schema and of its type that {@code value} violates. */
    void check(Value value, Schema schema, Node at, Slot slot) {
        check(value, schema.constraints(), schema, at, slot);
        for (@Nullable DataType type = schema.type();
                type != null;
                type = type.parent().orElse(null)) {
            check(value, type.constraints(), schema, at, slot);
        }
    }

    private void check(
            Value value, List<Constraint> constraints, Schema schema, Node at, Slot slot) {
        for (Constraint constraint : constraints) {
            if (!value.isOpen() && !holds(value, constraint)) {
                boolean secret = schema.type().isA(PropertyDefinition.SECRET_TYPE);
                problems.error(
                                "constraint-violated",
                                at.location(),
                                "%s %s, not %s"
                                        .formatted(
                                                slot.title(),
                                                wanted(constraint),
                                                secret
                                                        ? "what is given"
                                                        : Forms.shortened(value.asText())))
                        .related(constraint.location(), "the constraint is here");
            }
        }
    }

    private boolean holds(Value value, Constraint constraint) {
        List<Value> arguments = constraint.arguments();
        if (constraint.operator().equals(Constraint.VALIDATION)) {
            return !bound(arguments.getFirst(), value).equals(new Value.Bool(false));
        }
        if (arguments.isEmpty() || arguments.stream().anyMatch(Value::isOpen)) {
            return true;
        }
        Value first = arguments.getFirst();
        return switch (constraint.operator()) {
            case "equal" -> Order.same(value, first);
            case "greater_than" -> Order.compare(value, first).map(c -> c > 0).orElse(true);
            case "greater_or_equal" -> Order.compare(value, first).map(c -> c >= 0).orElse(true);
            case "less_than" -> Order.compare(value, first).map(c -> c < 0).orElse(true);
            case "less_or_equal" -> Order.compare(value, first).map(c -> c <= 0).orElse(true);
            case "in_range" -> Calculation.within(value, first, arguments.getLast());
            case "valid_values" ->
                    arguments.stream().anyMatch(allowed -> Order.same(value, allowed));
            case "length" -> length(value, first).map(c -> c == 0).orElse(true);
            case "min_length" -> length(value, first).map(c -> c >= 0).orElse(true);
            case "max_length" -> length(value, first).map(c -> c <= 0).orElse(true);
            case "pattern" -> matches(value, first);
            default -> true;
        };
    }

    /** A validation with {@code $value} in its place, as far as it can be evaluated. */
    private static Value bound(Value expression, Value value) {
        return switch (expression) {
            case Value.Call(String function, List<Value> arguments) when function.equals("value") ->
                    Calculation.into(value, arguments).orElse(expression);
            case Value.Call(String function, List<Value> arguments) -> {
                List<Value> known = arguments.stream().map(each -> bound(each, value)).toList();
                yield Calculation.of(function, known).orElse(new Value.Call(function, known));
            }
            case Value.Items(List<Value> items) ->
                    new Value.Items(items.stream().map(item -> bound(item, value)).toList());
            case Value.Entries(Map<String, Value> entries) -> {
                Map<String, Value> all = new LinkedHashMap<>();
                entries.forEach((key, entry) -> all.put(key, bound(entry, value)));
                yield new Value.Entries(all);
            }
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Secret _ ->
                    expression;
        };
    }

    private static Optional<Integer> length(Value value, Value bound) {
        return Calculation.length(value).flatMap(length -> Order.compare(length, bound));
    }

    private boolean matches(Value value, Value pattern) {
        return !(value instanceof Value.Text(var text))
                || patterns.computeIfAbsent(pattern.asText(), ConstraintCheck::compiled)
                        .map(compiled -> BoundedText.matches(compiled, text))
                        .orElse(true);
    }

    private static Optional<Pattern> compiled(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException _) {
            // Reported where the constraint is declared.
            return Optional.empty();
        }
    }

    private static String wanted(Constraint constraint) {
        List<String> texts =
                constraint.arguments().stream()
                        .map(argument -> Forms.shortened(argument.asText()))
                        .toList();
        String all = Forms.shortened(String.join(", ", texts));
        return switch (constraint.operator()) {
            case "equal" -> "must be " + all;
            case "greater_than" -> "must be greater than " + all;
            case "greater_or_equal" -> "must be at least " + all;
            case "less_than" -> "must be less than " + all;
            case "less_or_equal" -> "must be at most " + all;
            case "in_range" -> "must be from " + texts.getFirst() + " to " + texts.getLast();
            case "valid_values" -> "must be one of " + list(texts);
            case "length" -> "must have the length " + all;
            case "min_length" -> "must have a length of at least " + all;
            case "max_length" -> "must have a length of at most " + all;
            case "pattern" -> "must match the pattern " + all;
            default -> "must make true " + all;
        };
    }

    private static String list(List<String> texts) {
        String all = String.join(", ", texts);
        return all.length() <= 300 ? all : all.substring(0, 297) + "...";
    }
}
