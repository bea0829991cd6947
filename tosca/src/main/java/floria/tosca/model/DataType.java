package floria.tosca.model;

import java.math.BigDecimal;
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
        Optional<PropertyDefinition.Schema> entry,
        Optional<PropertyDefinition.Schema> key,
        Optional<Units> units,
        Location location)
        implements Type {

    /**
     * The units of a scalar type (TOSCA 2.0 §9.2.5).
     *
     * @param number the type of the number before the unit
     * @param factors by unit, prefixes written out, what one of it is in the canonical unit
     */
    public record Units(DataType number, Map<String, BigDecimal> factors, String canonical) {}

    /** The units that values have, those of an ancestor where this type declares none. */
    public Optional<Units> allUnits() {
        return units.or(() -> parent.flatMap(DataType::allUnits));
    }

    /** What the entries of values are, by this type or an ancestor. */
    public Optional<PropertyDefinition.Schema> allEntries() {
        return entry.or(() -> parent.flatMap(DataType::allEntries));
    }

    /** What the keys of values are, by this type or an ancestor. */
    public Optional<PropertyDefinition.Schema> allKeys() {
        return key.or(() -> parent.flatMap(DataType::allKeys));
    }

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
