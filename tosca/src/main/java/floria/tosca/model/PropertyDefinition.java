package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * The definition of a property, an attribute, a parameter or a field of a data type (TOSCA 2.0
 * §9.11).
 *
 * @param initial the default value, checked against the type
 * @param fixed whether it is the only value that there is (2.0 {@code value})
 */
public record PropertyDefinition(
        String name,
        Schema schema,
        boolean required,
        Optional<Value> initial,
        boolean fixed,
        String description,
        Map<String, String> metadata,
        Location location) {

    public PropertyDefinition {
        metadata = Map.copyOf(metadata);
    }

    /**
     * The base of all secret types, in Floria's profile: their values are encrypted at rest and
     * masked when shown.
     */
    public static final String SECRET_TYPE = "floria.datatypes.Secret";

    /** Whether values of this definition are secret. */
    public boolean isSecret() {
        return schema.type().isA(SECRET_TYPE);
    }

    /**
     * How a missing value is made, such as {@code token}, when the definition says so in its
     * metadata.
     */
    public Optional<String> generated() {
        return Optional.ofNullable(metadata.get("floria.generate"));
    }

    /**
     * The type of a value with what its place adds (TOSCA 2.0 §9.10).
     *
     * @param entry schema of the entries of a list or map
     * @param key schema of the keys of a map
     */
    public record Schema(
            DataType type,
            Optional<Schema> entry,
            Optional<Schema> key,
            List<Constraint> constraints) {
        public Schema {
            constraints = List.copyOf(constraints);
        }
    }
}
