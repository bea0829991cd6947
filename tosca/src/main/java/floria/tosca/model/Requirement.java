package floria.tosca.model;

import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * A requirement of a node template (TOSCA 2.0 §8.7).
 *
 * @param target the node template and the capability of it that fulfil the requirement; empty when
 *     left to a resolver
 */
public record Requirement(
        String name, Optional<Target> target, Relationship relationship, Location location) {

    public record Target(String node, String capability) {}

    /** The relationship that the requirement forms. */
    public record Relationship(
            RelationshipType type,
            Map<String, Value> properties,
            Map<String, NodeTemplate.Interface> interfaces) {}
}
