package floria.tosca.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.model.Constraint;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.schema.ConstraintReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Definitions of inputs (TOSCA 2.0 §9.11 to §9.13). */
final class Definitions {
    private static final Value VALUE = new Value.Call("value", List.of());

    private Definitions() {}

    static Mapping all(Map<String, PropertyDefinition> definitions) {
        return Tree.each(definitions, Definitions::definition);
    }

    private static Node definition(PropertyDefinition definition) {
        Tree tree = schema(definition.schema()).with("description", definition.description());
        if (!definition.required()) {
            tree.always("required", Tree.plain("false"));
        }
        return tree.with(
                        definition.fixed() ? "value" : "default",
                        definition.initial().map(Values::node))
                .metadata(definition.metadata())
                .node();
    }

    private static Tree schema(PropertyDefinition.Schema schema) {
        Tree tree = new Tree();
        // A schema of any type is one that says nothing.
        if (!schema.type().name().equals("any")) {
            tree.with("type", schema.type().name());
        }
        return tree.with("key_schema", schema.key().map(key -> schema(key).node()))
                .with("entry_schema", schema.entry().map(entry -> schema(entry).node()))
                .with("validation", validation(schema.constraints()));
    }

    private static Optional<Node> validation(List<Constraint> constraints) {
        List<Value> all =
                constraints.stream()
                        .map(constraint ->
                                constraint.operator().equals(Constraint.VALIDATION)
                                        ? constraint.arguments().getFirst()
                                        : ConstraintReader.asFunction(constraint, VALUE))
                        .toList();
        return switch (all.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Values.node(all.getFirst()));
            default -> Optional.of(Values.node(new Value.Call("and", all)));
        };
    }
}
