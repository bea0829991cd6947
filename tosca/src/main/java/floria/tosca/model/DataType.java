package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/**
 * A data type (TOSCA 2.0 §9.9). Types built into the language are roots of the derivation and have
 * no fields.
 */
public record DataType(
        String name,
        Optional<DataType> parent,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> fields,
        List<Constraint> constraints,
        Location location)
        implements Type {}
