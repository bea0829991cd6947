package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/** A capability type with everything that it inherits (TOSCA 2.0 §8.4). */
public record CapabilityType(
        String name,
        Optional<CapabilityType> parent,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> properties,
        Map<String, PropertyDefinition> attributes,
        List<String> validSourceTypes,
        List<String> validRelationshipTypes,
        Location location)
        implements Type {}
