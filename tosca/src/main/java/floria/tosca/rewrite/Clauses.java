package floria.tosca.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * The clauses of 1.x as the boolean functions of 2.0 that say the same (TOSCA 1.3 §3.6.3, §3.6.5,
 * §3.6.25; 2.0 §10.2.2). What they compare with stays as it is written.
 */
final class Clauses {
    private static final Location NOWHERE = Location.startOf("");
    private static final Set<String> JOINING = Set.of("and", "or", "not", "assert");

    /** Stands for a clause that no function says. */
    private static final Node UNKNOWN = text("");

    private Clauses() {}

    /** What {@code constraints} say of the value that they stand at. */
    static Node validation(Node constraints) {
        return and(clauses(constraints, text("$value")));
    }

    /** A node filter, or the filter of a substitution. */
    static Node filter(Mapping filter) {
        List<Node> all = new ArrayList<>();
        for (Mapping.Entry property : singles(filter, "properties")) {
            Node subject = call("get_property", text("SELF"), property.key());
            all.addAll(clauses(property.value(), subject));
        }
        for (Mapping.Entry capability : singles(filter, "capabilities")) {
            if (capability.value() instanceof Mapping body) {
                for (Mapping.Entry property : singles(body, "properties")) {
                    Node subject =
                            call(
                                    "get_property",
                                    text("SELF"),
                                    text("CAPABILITY"),
                                    capability.key(),
                                    property.key());
                    all.addAll(clauses(property.value(), subject));
                }
            }
        }
        return and(all);
    }

    /** The condition of a trigger, a step or a workflow. */
    static Node condition(Node condition) {
        return and(conditions(condition));
    }

    /** Whether a condition is of clauses, which begin with certain words or make up a list. */
    static boolean isCondition(Node node) {
        return node instanceof Node.Sequence
                || (node instanceof Mapping map
                        && map.names().stream().anyMatch(JOINING::contains));
    }

    /** Whether this is a function of 2.0 already. */
    static boolean isFunction(Node node) {
        return node instanceof Mapping map
                && map.entries().size() == 1
                && map.names().getFirst().startsWith("$");
    }

    private static List<Node> conditions(Node node) {
        if (isFunction(node)) {
            return List.of(node);
        }
        return switch (node) {
            case Node.Sequence(List<Node> items, _) ->
                    items.stream().flatMap(item -> conditions(item).stream()).toList();
            case Mapping mapping -> mapping.entries().stream().flatMap(Clauses::assertion).toList();
            case Node.Scalar scalar -> List.of(scalar);
        };
    }

    private static Stream<Node> assertion(Mapping.Entry entry) {
        return switch (entry.name()) {
            case "and", "assert" -> conditions(entry.value()).stream();
            case "or" -> Stream.of(function("or", parts(entry.value())));
            case "not" -> Stream.of(call("not", and(conditions(entry.value()))));
            default ->
                    clauses(entry.value(), call("get_attribute", text("SELF"), entry.key()))
                            .stream();
        };
    }

    private static List<Node> parts(Node node) {
        return node instanceof Node.Sequence(List<Node> items, _)
                ? items.stream().map(item -> and(conditions(item))).toList()
                : List.of(and(conditions(node)));
    }

    /** One clause, a list of them, or a value that is to be equal. */
    private static List<Node> clauses(Node node, Node subject) {
        if (node instanceof Node.Sequence(List<Node> items, _)) {
            return items.stream().flatMap(item -> clauses(item, subject).stream()).toList();
        }
        if (node instanceof Mapping mapping) {
            return mapping.entries().stream()
                    .flatMap(clause -> clause(clause.name(), clause.value(), subject))
                    .toList();
        }
        return node.isNull() ? List.of() : List.of(call("equal", subject, node));
    }

    private static Stream<Node> clause(String operator, Node argument, Node subject) {
        return switch (operator) {
            case "in_range" ->
                    argument instanceof Node.Sequence(List<Node> bounds, _) && bounds.size() == 2
                            ? Stream.concat(
                                    bound("greater_or_equal", subject, bounds.getFirst()),
                                    bound("less_or_equal", subject, bounds.getLast()))
                            : Stream.empty();
            case "pattern" -> Stream.of(call("matches", subject, argument));
            case "length" -> Stream.of(call("equal", call("length", subject), argument));
            case "min_length" ->
                    Stream.of(call("greater_or_equal", call("length", subject), argument));
            case "max_length" ->
                    Stream.of(call("less_or_equal", call("length", subject), argument));
            // A schema is a text in another language, which no function takes.
            case "schema" -> Stream.of(UNKNOWN);
            default -> Stream.of(call(operator, subject, argument));
        };
    }

    private static Stream<Node> bound(String function, Node subject, Node bound) {
        return bound instanceof Node.Scalar scalar && scalar.text().equals("UNBOUNDED")
                ? Stream.empty()
                : Stream.of(call(function, subject, bound));
    }

    private static List<Mapping.Entry> singles(Mapping in, String key) {
        return switch (in.get(key).orElseGet(() -> Mapping.empty(NOWHERE))) {
            case Mapping mapping -> mapping.entries();
            case Node.Sequence(List<Node> items, _) ->
                    items.stream()
                            .flatMap(item ->
                                    item instanceof Mapping map
                                            ? map.entries().stream()
                                            : Stream.empty())
                            .toList();
            case Node.Scalar _ -> List.of();
        };
    }

    /** Whether a function says something, and nothing was left out. */
    static boolean isWhole(Node function) {
        return function instanceof Mapping map
                && map.entries().size() == 1
                && map.entries().getFirst().value() instanceof Node.Sequence(List<Node> all, _)
                && !all.isEmpty()
                && all.stream().noneMatch(UNKNOWN::equals);
    }

    private static Node and(List<Node> all) {
        return all.size() == 1 && !all.getFirst().equals(UNKNOWN)
                ? all.getFirst()
                : function("and", all);
    }

    private static Node call(String name, Node... arguments) {
        return function(name, List.of(arguments));
    }

    private static Node function(String name, List<Node> arguments) {
        return new Mapping(
                List.of(new Mapping.Entry(text("$" + name), new Node.Sequence(arguments, NOWHERE))),
                NOWHERE);
    }

    private static Node text(String text) {
        return new Node.Scalar(text, true, NOWHERE);
    }
}
