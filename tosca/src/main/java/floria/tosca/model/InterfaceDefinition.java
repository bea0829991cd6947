package floria.tosca.model;

import java.util.Map;

import floria.tosca.problem.Location;

/**
 * An interface as a node or relationship type declares it (TOSCA 2.0 §10.2), operations inherited.
 */
public record InterfaceDefinition(
        String name,
        InterfaceType type,
        Map<String, Operation> operations,
        Map<String, Notification> notifications,
        Location location) {}
