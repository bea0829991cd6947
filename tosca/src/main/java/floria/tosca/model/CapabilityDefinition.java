package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/**
 * A capability as a node type declares it (TOSCA 2.0 §8.5), with what its type has refined.
 *
 * @param validSourceTypes the node types that may have a relationship to it; empty for all
 * @param upper the greatest number of relationships to it, empty for unbounded
 */
public record CapabilityDefinition(
        String name,
        CapabilityType type,
        Map<String, PropertyDefinition> properties,
        Map<String, PropertyDefinition> attributes,
        List<String> validSourceTypes,
        int lower,
        Optional<Integer> upper,
        Location location) {}
