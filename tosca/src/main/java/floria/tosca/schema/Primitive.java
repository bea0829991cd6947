package floria.tosca.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import floria.tosca.grammar.Version;
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
    NIL("nil", "nothing"),
    BYTES("bytes", "bytes in Base64"),
    SCALAR("scalar", "a number with a unit"),
    VERSION("version", "a version such as 1.2 or 1.2.3.beta-4"),
    RANGE("range", "a range such as [1, 4] or [1, UNBOUNDED]"),
    LIST("list", "a list"),
    MAP("map", "a map"),
    SIZE("scalar-unit.size", "a size such as 512 MB"),
    TIME("scalar-unit.time", "a time span such as 30 s"),
    FREQUENCY("scalar-unit.frequency", "a frequency such as 2.4 GHz"),
    BITRATE("scalar-unit.bitrate", "a bit rate such as 10 Mbps"),
    ANY("any", "any value");

    private static final Pattern VERSION_FORM =
            Pattern.compile("\\d{1,18}(\\.\\d{1,18}(\\.\\d{1,18}(\\.\\w{1,99}(-\\d{1,18})?)?)?)?");

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
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Location.startOf("tosca:" + name));
    }

    public DataType type() {
        return type;
    }

    /** What a value of it is, for messages. */
    String wanted() {
        return wanted;
    }

    /** The built-in type of that name in {@code version}. */
    public static Optional<DataType> named(String name, Version version) {
        String plain = name.startsWith("tosca:") ? name.substring("tosca:".length()) : name;
        return Optional.ofNullable(BY_NAME.get(plain))
                .filter(found -> found.isIn(version))
                .map(Primitive::type);
    }

    /** The built-in type of that name in another version. */
    public static Optional<DataType> elsewhere(String name) {
        return Optional.ofNullable(BY_NAME.get(name))
                .filter(found -> found != ANY)
                .map(Primitive::type);
    }

    /** The names of all that {@code version} has. */
    public static List<String> names(Version version) {
        return Arrays.stream(values())
                .filter(primitive -> primitive.isIn(version))
                .map(primitive -> primitive.type.name())
                .toList();
    }

    private boolean isIn(Version version) {
        return switch (this) {
            case STRING, INTEGER, FLOAT, BOOLEAN, TIMESTAMP, VERSION, LIST, MAP -> true;
            case NULL, RANGE, SIZE, TIME, FREQUENCY, BITRATE -> version.isSimple();
            case NIL, BYTES, SCALAR -> !version.isSimple();
            case ANY -> false;
        };
    }

    /** Whether a text is a version (TOSCA 1.3 §3.3.2). */
    public static boolean isVersion(String text) {
        return VERSION_FORM.matcher(text.strip()).matches();
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
