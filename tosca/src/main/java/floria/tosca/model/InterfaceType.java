package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/** An interface type with everything that it inherits (TOSCA 2.0 §10.1). */
public record InterfaceType(
        String name,
        Optional<InterfaceType> parent,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> inputs,
        List<String> operations,
        Location location)
        implements Type {}
