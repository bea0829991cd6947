package floria.tosca.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import floria.tosca.model.DataType;
import floria.tosca.problem.Location;

/** The data types that are built into the language (TOSCA 1.3 §3.3, 2.0 §9.1). */
public enum Primitive {
    STRING("string", "a string"),
    INTEGER("integer", "an integer"),
    FLOAT("float", "a number"),
    BOOLEAN("boolean", "true or false"),
    TIMESTAMP("timestamp", "a time such as 2026-01-31T12:00:00Z"),
    NULL("null", "nothing"),
    VERSION("version", "a version such as 1.2 or 1.2.3.beta-4"),
    RANGE("range", "a range such as [1, 4] or [1, UNBOUNDED]"),
    LIST("list", "a list"),
    MAP("map", "a map"),
    SIZE("scalar-unit.size", "a size such as 512 MB"),
    TIME("scalar-unit.time", "a time span such as 30 s"),
    FREQUENCY("scalar-unit.frequency", "a frequency such as 2.4 GHz"),
    BITRATE("scalar-unit.bitrate", "a bit rate such as 10 Mbps"),
    ANY("any", "any value");

    private static final Map<String, Primitive> BY_NAME =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    primitive -> primitive.type.name(), Function.identity()));

    // Records are immutable, but cannot be told to be so to a tool without its annotations.
    @SuppressWarnings("ImmutableEnumChecker")
    private final DataType type;

    private final String wanted;

    Primitive(String name, String wanted) {
        this.wanted = wanted;
        type =
                new DataType(
                        name,
                        Optional.empty(),
                        "",
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Location.startOf("tosca:" + name));
    }

    public DataType type() {
        return type;
    }

    /** What a value of it is, for messages. */
    String wanted() {
        return wanted;
    }

    /** The built-in type of that name, in any version. */
    public static Optional<DataType> named(String name) {
        String plain = name.startsWith("tosca:") ? name.substring("tosca:".length()) : name;
        Primitive found = BY_NAME.get(plain);
        if (found == null || found == ANY) {
            return Optional.empty();
        }
        return Optional.of(found.type);
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values())
                .filter(primitive -> primitive != ANY)
                .map(primitive -> primitive.type.name())
                .toList();
    }

    /** The built-in type that {@code type} derives from; empty for complex types. */
    public static Optional<Primitive> of(DataType type) {
        for (@Nullable DataType at = type; at != null; at = at.parent().orElse(null)) {
            Primitive found = BY_NAME.get(at.name());
            if (found != null && found.type.equals(at)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
