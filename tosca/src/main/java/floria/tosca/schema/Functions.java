package floria.tosca.schema;

import java.util.Optional;
import java.util.Set;

import floria.tosca.model.DataType;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Recognises functions (TOSCA 1.3 §4, 2.0 §10): maps whose only key is a function's name. */
public final class Functions {
    private static final Set<String> NAMES =
            Set.of(
                    "get_input",
                    "get_property",
                    "get_attribute",
                    "get_operation_output",
                    "get_nodes_of_type",
                    "get_artifact",
                    "concat",
                    "join",
                    "token");

    /** Those whose names are also names of properties; they take a list. */
    private static final Set<String> OF_LISTS = Set.of("concat", "join", "token");

    private Functions() {}

    /** A function as it was written; the name is without {@code $}. */
    record Written(String name, Node arguments) {}

    /** The function that {@code node} is where a value of {@code type} may stand. */
    static Optional<Written> in(Node node, DataType type) {
        if (node instanceof Mapping mapping && mapping.entries().size() == 1) {
            Mapping.Entry only = mapping.entries().getFirst();
            String name = only.name();
            if (name.length() > 1 && name.charAt(0) == '$' && name.charAt(1) != '$') {
                return Optional.of(new Written(name.substring(1), only.value()));
            }
            if (NAMES.contains(name)
                    && (!OF_LISTS.contains(name) || only.value() instanceof Node.Sequence)
                    && !type.fields().containsKey(name)) {
                return Optional.of(new Written(name, only.value()));
            }
        }
        return Optional.empty();
    }

    /** Whether {@code node} is a function, where nothing is known of the type. */
    public static boolean isCall(Node node) {
        return in(node, Primitive.ANY.type()).isPresent();
    }
}
