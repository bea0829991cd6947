package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/** A policy type with everything that it inherits (TOSCA 2.0 §13.3). */
public record PolicyType(
        String name,
        Optional<PolicyType> parent,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> properties,
        List<String> targets,
        Map<String, Trigger> triggers,
        Location location)
        implements Type {}
