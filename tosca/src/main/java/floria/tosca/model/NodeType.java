package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/** A node type with everything that it inherits (TOSCA 2.0 §8.1). */
public record NodeType(
        String name,
        Optional<NodeType> parent,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> properties,
        Map<String, PropertyDefinition> attributes,
        Map<String, CapabilityDefinition> capabilities,
        List<RequirementDefinition> requirements,
        Map<String, InterfaceDefinition> interfaces,
        Location location)
        implements Type {}
