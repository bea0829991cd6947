package floria.tosca.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.tosca.grammar.Version;
import floria.tosca.model.DataType;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Recognises functions: maps whose only key is a function's name (TOSCA 1.3 §4), with a dollar
 * before it in 2.0 (§10.1), where a name alone is one too.
 */
public final class Functions {
    /** The functions of 1.x. */
    public static final List<String> SIMPLE =
            List.of(
                    "get_input",
                    "get_property",
                    "get_attribute",
                    "get_operation_output",
                    "get_nodes_of_type",
                    "get_artifact",
                    "concat",
                    "join",
                    "token");

    /** The functions of 2.0, without the dollar. */
    public static final List<String> BUILT_IN =
            List.of(
                    "get_input",
                    "get_property",
                    "get_attribute",
                    "get_artifact",
                    "value",
                    "node_index",
                    "relationship_index",
                    "available_allocation",
                    "and",
                    "or",
                    "not",
                    "xor",
                    "equal",
                    "greater_than",
                    "greater_or_equal",
                    "less_than",
                    "less_or_equal",
                    "in_range",
                    "valid_values",
                    "matches",
                    "has_suffix",
                    "has_prefix",
                    "contains",
                    "has_entry",
                    "has_key",
                    "has_all_entries",
                    "has_all_keys",
                    "has_any_entry",
                    "has_any_key",
                    "length",
                    "concat",
                    "join",
                    "token",
                    "union",
                    "intersection",
                    "sum",
                    "difference",
                    "product",
                    "quotient",
                    "remainder",
                    "round",
                    "floor",
                    "ceil");

    /** Those whose names are also names of properties; they take a list. */
    private static final Set<String> OF_LISTS = Set.of("concat", "join", "token");

    private static final Set<String> NAMES = Set.copyOf(SIMPLE);

    /** Those of 2.0 that can stand without arguments. */
    private static final Set<String> ALONE = Set.of("value", "node_index", "relationship_index");

    private Functions() {}

    /** A function as it was written; the name is without {@code $}. */
    record Written(String name, Node arguments, Mapping where) {}

    /** The function that {@code node} is where a value of {@code type} may stand. */
    static Optional<Written> in(Node node, DataType type, Version version) {
        return switch (node) {
            case Mapping mapping when mapping.entries().size() == 1 -> in(mapping, type, version);
            case Node.Scalar key
                    when !version.isSimple()
                            && isName(key.text())
                            && ALONE.contains(key.text().substring(1)) -> {
                Node.Scalar nothing = new Node.Scalar("", true, key.location());
                yield Optional.of(
                        new Written(
                                key.text().substring(1),
                                nothing,
                                new Mapping(
                                        List.of(new Mapping.Entry(key, nothing)), key.location())));
            }
            case Mapping _, Node.Scalar _, Node.Sequence _ -> Optional.empty();
        };
    }

    private static Optional<Written> in(Mapping mapping, DataType type, Version version) {
        Mapping.Entry only = mapping.entries().getFirst();
        String name = only.name();
        if (isName(name)) {
            return Optional.of(new Written(name.substring(1), only.value(), mapping));
        }
        if (version.isSimple()
                && NAMES.contains(name)
                && (!OF_LISTS.contains(name) || only.value() instanceof Node.Sequence)
                && !type.fields().containsKey(name)) {
            return Optional.of(new Written(name, only.value(), mapping));
        }
        return Optional.empty();
    }

    /**
     * The function of 1.x that {@code node} is in a file of 2.0, where one without a dollar is
     * nothing but a map, and a value of {@code type} is no map.
     */
    static Optional<Written> bare(Node node, DataType type, Version version) {
        boolean map =
                Primitive.of(type)
                        .map(found -> found == Primitive.MAP || found == Primitive.ANY)
                        .orElse(type.fields().isEmpty());
        return !version.isSimple()
                        && !map
                        && node instanceof Mapping mapping
                        && mapping.entries().size() == 1
                ? in(mapping, type, Version.SIMPLE_1_3)
                : Optional.empty();
    }

    /**
     * The function of 2.0 that is meant by a name that differs in an ending, as {@code match} does
     * from {@code matches}; the name itself if there is none.
     */
    public static String meant(String name) {
        if (BUILT_IN.contains(name)) {
            return name;
        }
        return BUILT_IN.stream()
                .filter(known ->
                        known.equals(name + "s")
                                || known.equals(name + "es")
                                || name.equals(known + "s"))
                .findFirst()
                .orElse(name);
    }

    private static boolean isName(String text) {
        return text.length() > 1 && text.charAt(0) == '$' && text.charAt(1) != '$';
    }

    /** Text as it is meant: two dollars stand for one in 2.0 (§10.1.1). */
    static String unescaped(String text, Version version) {
        return !version.isSimple() && text.startsWith("$$") ? text.substring(1) : text;
    }

    /** Whether {@code node} is a function, where nothing is known of the type. */
    public static boolean isCall(Node node, Version version) {
        return in(node, Primitive.ANY.type(), version).isPresent();
    }
}
