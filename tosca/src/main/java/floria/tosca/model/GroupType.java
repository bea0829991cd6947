package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/** A group type with everything that it inherits (TOSCA 2.0 §13.1). */
public record GroupType(
        String name,
        Optional<GroupType> parent,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> properties,
        Map<String, PropertyDefinition> attributes,
        List<String> members,
        Map<String, InterfaceDefinition> interfaces,
        Location location)
        implements Type {}
