package floria.tosca.model;

import java.util.Optional;

import floria.tosca.problem.Location;

/**
 * A requirement as a node type declares it (TOSCA 2.0 §8.6).
 *
 * @param capability the type of the capability that fulfils it
 * @param capabilityName the name that the capability has in {@code node}, where the definition says
 *     that instead of a type
 * @param node the full name of the type that a target must have; a name, since types may require
 *     each other in a circle
 * @param filter what a target must be like besides
 * @param upper the greatest number of relationships, empty for unbounded
 */
public record RequirementDefinition(
        String name,
        Optional<CapabilityType> capability,
        Optional<String> capabilityName,
        Optional<String> node,
        Optional<RelationshipType> relationship,
        Optional<Condition> filter,
        int lower,
        Optional<Integer> upper,
        Location location) {}
