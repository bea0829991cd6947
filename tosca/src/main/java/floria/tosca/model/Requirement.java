package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * A requirement of a node template (TOSCA 2.0 §8.7).
 *
 * @param target the node template and the capability of it that fulfil the requirement; empty when
 *     left to a resolver
 * @param selection what a resolver has to go by
 */
public record Requirement(
        String name,
        Optional<Target> target,
        Relationship relationship,
        Selection selection,
        Location location) {

    /**
     * How a target is chosen (TOSCA 2.0 §8.7.2).
     *
     * @param node the type that a target must have, where the text says more than the definition
     * @param filter what a target must be like
     * @param index which of several equal targets
     * @param allocation how much of the capability is used up
     * @param optional whether it may stay without a target
     * @param count how often the requirement is there
     */
    public record Selection(
            Optional<String> node,
            Optional<Condition> filter,
            List<String> directives,
            Optional<Value> index,
            Map<String, Value> allocation,
            boolean optional,
            Value count) {
        /** Nothing is said. */
        public static final Selection PLAIN =
                new Selection(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        false,
                        Value.integer(1));
    }

    public record Target(String node, String capability) {}

    /** The relationship that the requirement forms. */
    public record Relationship(
            RelationshipType type,
            Map<String, Value> properties,
            Map<String, Value> attributes,
            Map<String, NodeTemplate.Interface> interfaces) {}
}
