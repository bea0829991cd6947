package floria.tosca.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A TOSCA value, as it was written and checked against its type. Immutable. Maps keep the order of
 * the text.
 *
 * <p>A {@link Call} stands for a value that is not known yet; an evaluation replaces it.
 */
public sealed interface Value {

    /** An explicit absence ({@code null} in YAML). */
    record Nil() implements Value {}

    /** A string, also of types derived from it, of {@code version} and of {@code timestamp}. */
    record Text(String text) implements Value {}

    record Int(BigInteger number) implements Value {}

    record Real(BigDecimal number) implements Value {}

    record Bool(boolean truth) implements Value {}

    /**
     * A number with a unit (TOSCA 1.3 §3.3.6): {@code amount} is in the base unit of its kind
     * (bytes, seconds, hertz, bits per second), {@code text} is what was written.
     */
    record Scalar(Kind kind, BigDecimal amount, String text) implements Value {
        /**
         * The kinds of scalar that every version knows; the base unit is given in each name's
         * comment.
         */
        public enum Kind {
            /** Bytes. */
            SIZE,
            /** Seconds. */
            TIME,
            /** Hertz. */
            FREQUENCY,
            /** Bits per second. */
            BITRATE,
            /** A unit that a template declares (TOSCA 2.0 §9.2); the base is its canonical one. */
            DECLARED
        }

        private static final Map<Kind, String> UNITS =
                Map.of(Kind.SIZE, "B", Kind.TIME, "s", Kind.FREQUENCY, "Hz", Kind.BITRATE, "bps");

        /** The same kind of scalar with another amount; empty if its unit has no name here. */
        Optional<Scalar> of(BigDecimal other) {
            return Optional.ofNullable(UNITS.get(kind))
                    .map(unit ->
                            new Scalar(
                                    kind,
                                    other,
                                    other.stripTrailingZeros().toPlainString() + " " + unit));
        }
    }

    record Items(List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Entries(Map<String, Value> entries) implements Value {
        public Entries {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /**
     * A function such as {@code get_input}, not evaluated; the name is written without a leading
     * {@code $}.
     */
    record Call(String function, List<Value> arguments) implements Value {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A value whose text must not be shown; it came from a secret property or input, directly or by
     * a function.
     */
    record Secret(Value hidden) implements Value {
        public Secret {
            if (hidden instanceof Secret(Value inner)) {
                hidden = inner;
            }
        }

        @Override
        public String toString() {
            return "Secret[***]";
        }
    }

    static Value text(String text) {
        return new Text(text);
    }

    static Value integer(long number) {
        return new Int(BigInteger.valueOf(number));
    }

    /**
     * The value as plain text, the way {@code concat} and operation environments take it: scalars
     * as written, others as JSON.
     */
    default String asText() {
        return Texts.of(this);
    }

    /** Whether any part of this value is secret. */
    default boolean isSecret() {
        return switch (this) {
            case Secret _ -> true;
            case Items(var items) -> items.stream().anyMatch(Value::isSecret);
            case Entries(var entries) -> entries.values().stream().anyMatch(Value::isSecret);
            case Call(_, var arguments) -> arguments.stream().anyMatch(Value::isSecret);
            case Nil _, Text _, Int _, Real _, Bool _, Scalar _ -> false;
        };
    }

    /** Whether a function is left anywhere in this value. */
    default boolean isOpen() {
        return switch (this) {
            case Call _ -> true;
            case Secret(var hidden) -> hidden.isOpen();
            case Items(var items) -> items.stream().anyMatch(Value::isOpen);
            case Entries(var entries) -> entries.values().stream().anyMatch(Value::isOpen);
            case Nil _, Text _, Int _, Real _, Bool _, Scalar _ -> false;
        };
    }
}
