package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

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
        implements Type {

    /** Data types may contain themselves, so that they are told apart by where they stand. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataType type
                && name.equals(type.name)
                && location.equals(type.location);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, location);
    }

    @Override
    public String toString() {
        return "DataType[" + name + "]";
    }
}
