package floria.tosca.template;

import java.util.Optional;

import floria.tosca.model.RelationshipType;

/** Whose value a function stands in: what {@code SELF} and its like mean there. */
sealed interface Place {

    /** A value of a node template. */
    record InNode(String node) implements Place {}

    /** A value of a relationship; {@code target} is unknown until the requirement is fulfilled. */
    record InRelationship(RelationshipType type, String source, Optional<String> target)
            implements Place {}

    /** A value of the topology itself, such as an output. */
    record InTopology(String what) implements Place {}

    /** Somewhere that {@code SELF} cannot be followed to, such as a relationship template. */
    record Elsewhere() implements Place {}
}
