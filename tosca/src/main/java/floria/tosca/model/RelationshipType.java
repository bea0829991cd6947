package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/** A relationship type with everything that it inherits (TOSCA 2.0 §8.3). */
public record RelationshipType(
        String name,
        Optional<RelationshipType> parent,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> properties,
        Map<String, PropertyDefinition> attributes,
        Map<String, InterfaceDefinition> interfaces,
        List<String> validTargetTypes,
        List<String> validTargetNodeTypes,
        List<String> validSourceNodeTypes,
        Location location)
        implements Type {}
