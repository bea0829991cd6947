package floria.tosca.types;

import java.util.Map;
import java.util.Optional;

import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.RelationshipType;

/** Whose value a function stands in: what {@code SELF} and its like mean there. */
public sealed interface Place {

    /** A condition on nodes, of which the type may be known. */
    static Place ofNodes(Optional<String> type) {
        return type.<Place>map(InFilter::new).orElse(new Elsewhere());
    }

    /** A value of a node template. */
    record InNode(String node) implements Place {}

    /** A value of a relationship; {@code target} is unknown until the requirement is fulfilled. */
    record InRelationship(RelationshipType type, String source, Optional<String> target)
            implements Place {}

    /** A value of the topology itself, such as an output. */
    record InTopology(String what) implements Place {}

    /**
     * A value of a type, which templates of it have; {@code kind} is a node or relationship type.
     */
    record InType(TypeKind kind, String name) implements Place {}

    /** A condition on candidates, which are nodes of a type or of one that derives from it. */
    record InFilter(String type) implements Place {}

    /** A value of a workflow, whose inputs come before those of the topology. */
    record InWorkflow(Map<String, PropertyDefinition> inputs) implements Place {}

    /** A default or a rule in a definition, which whoever uses it may see with other eyes. */
    record InDefinition() implements Place {}

    /** Somewhere that {@code SELF} cannot be followed to, such as a relationship template. */
    record Elsewhere() implements Place {}
}
