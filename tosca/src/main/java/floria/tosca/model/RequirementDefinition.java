package floria.tosca.model;

import java.util.Optional;

import floria.tosca.problem.Location;

/**
 * A requirement as a node type declares it (TOSCA 2.0 §8.6).
 *
 * @param upper the greatest number of relationships, empty for unbounded
 */
public record RequirementDefinition(
        String name,
        Optional<CapabilityType> capability,
        Optional<NodeType> node,
        Optional<RelationshipType> relationship,
        int lower,
        Optional<Integer> upper,
        Location location) {}
