package floria.tosca.model;

import java.util.Map;

import floria.tosca.problem.Location;

/**
 * A capability as a node type declares it (TOSCA 2.0 §8.5), with the properties of its type
 * refined.
 */
public record CapabilityDefinition(
        String name,
        CapabilityType type,
        Map<String, PropertyDefinition> properties,
        Location location) {}
