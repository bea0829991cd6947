package floria.tosca.model;

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
        Map<String, Operation> operations,
        Map<String, Notification> notifications,
        Location location)
        implements Type {}
