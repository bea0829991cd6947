package floria.tosca.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.model.DataType;
import floria.tosca.problem.Problems;
import floria.tosca.value.ScalarUnit;
import floria.tosca.value.Value;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Node;

/** Reads values of the types that are built in and have no parts (TOSCA 1.3 §3.3, 2.0 §9.1). */
final class ScalarReader {
    private static final int LONGEST_NUMBER = 400;
    private static final Pattern TIMESTAMP =
            Pattern.compile(
                    "\\d{4}-\\d{1,2}-\\d{1,2}(([Tt]|[ \\t]+)\\d{1,2}:\\d{2}:\\d{2}(\\.\\d{1,20})?"
                            + "([ \\t]*(Z|[-+]\\d{1,2}(:?\\d{2})?))?)?");

    private static final Pattern STRICT_TIMESTAMP =
            Pattern.compile(
                    "\\d{4}-\\d{2}-\\d{2}([Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,20})?"
                            + "(Z|z|[-+]\\d{2}:\\d{2})?)?");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]*={0,2}\\s*");

    private final Problems problems;
    private final Version version;
    private final Forms forms;

    ScalarReader(Problems problems, Version version) {
        this.problems = problems;
        this.version = version;
        this.forms = new Forms(problems, version);
    }

    /** The node as a value of that type; empty if it is none, which is then reported. */
    Optional<Value> read(Primitive type, Node node, Slot slot) {
        Optional<Value> value =
                node instanceof Node.Scalar scalar ? scalar(type, scalar) : Optional.empty();
        if (value.isEmpty()) {
            wrong(node, type, slot);
        }
        return value;
    }

    /** The scalar as a value of that type; empty if it is none, which is not reported. */
    private Optional<Value> scalar(Primitive type, Node.Scalar scalar) {
        String text = scalar.text();
        return switch (type) {
            case INTEGER ->
                    number(scalar, Core.INT).flatMap(ScalarReader::integer).map(Value.Int::new);
            case FLOAT ->
                    number(scalar, Core.FLOAT).flatMap(ScalarReader::decimal).map(Value.Real::new);
            case BOOLEAN -> truth(scalar).map(Value.Bool::new);
            case TIMESTAMP -> text(text, version.isSimple() ? TIMESTAMP : STRICT_TIMESTAMP);
            case VERSION ->
                    Primitive.isVersion(text)
                            ? Optional.of(new Value.Text(text.strip()))
                            : Optional.empty();
            case BYTES -> text(text.replaceAll("\\s", ""), BASE64);
            case NULL, NIL -> scalar.isNull() ? Optional.of(new Value.Nil()) : Optional.empty();
            case SIZE -> unit(Value.Scalar.Kind.SIZE, text);
            case TIME -> unit(Value.Scalar.Kind.TIME, text);
            case FREQUENCY -> unit(Value.Scalar.Kind.FREQUENCY, text);
            case BITRATE -> unit(Value.Scalar.Kind.BITRATE, text);
            case STRING, LIST, MAP, RANGE, SCALAR, ANY -> Optional.empty();
        };
    }

    /** In 2.0 there is one way to write each of the two. */
    private Optional<Boolean> truth(Node.Scalar scalar) {
        if (version.isSimple()) {
            return forms.truth(scalar);
        }
        return scalar.plain() && (scalar.text().equals("true") || scalar.text().equals("false"))
                ? Optional.of(scalar.text().equals("true"))
                : Optional.empty();
    }

    private static Optional<Value> text(String text, Pattern form) {
        return form.matcher(text.strip()).matches()
                ? Optional.of(new Value.Text(text.strip()))
                : Optional.empty();
    }

    private static Optional<Value> unit(Value.Scalar.Kind kind, String text) {
        return ScalarUnit.parse(kind, text).map(value -> value);
    }

    /** The text of a number; one in quotes draws a warning. */
    private Optional<String> number(Node.Scalar scalar, Core wanted) {
        Node.Scalar bare =
                scalar.plain() ? scalar : new Node.Scalar(scalar.text(), true, scalar.location());
        Core core = bare.core();
        if (core != Core.INT && (core != Core.FLOAT || wanted != Core.FLOAT)) {
            return Optional.empty();
        }
        if (!scalar.plain()) {
            problems.tolerated(
                            "number-expected",
                            scalar.location(),
                            "'%s' is a string; it is taken as a number".formatted(scalar.text()))
                    .hint("write it without quotes");
        }
        return Optional.of(scalar.text());
    }

    static Optional<BigInteger> integer(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        if (text.startsWith("0o")) {
            return Optional.of(new BigInteger(text.substring(2), 8));
        }
        if (text.startsWith("0x")) {
            return Optional.of(new BigInteger(text.substring(2), 16));
        }
        return Optional.of(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
    }

    static Optional<BigDecimal> decimal(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            if (text.startsWith("0o") || text.startsWith("0x")) {
                return integer(text).map(BigDecimal::new);
            }
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > LONGEST_NUMBER
                    ? Optional.empty()
                    : Optional.of(number);
        } catch (NumberFormatException _) {
            // Infinity and NaN, which no TOSCA value is.
            return Optional.empty();
        }
    }

    Optional<Value> range(Node node, Slot slot) {
        if (node instanceof Node.Sequence(List<Node> items, _) && items.size() == 2) {
            Optional<Value> lower = bound(items.get(0));
            Optional<Value> upper = bound(items.get(1));
            if (lower.isPresent() && upper.isPresent()) {
                boolean ordered =
                        !(lower.get() instanceof Value.Int(var low))
                                || !(upper.get() instanceof Value.Int(var high))
                                || low.compareTo(high) <= 0;
                if (ordered) {
                    return Optional.of(new Value.Items(List.of(lower.get(), upper.get())));
                }
            }
        }
        wrong(node, Primitive.RANGE, slot);
        return Optional.empty();
    }

    /** One end of a range, which may be open. */
    static Optional<Value> bound(Node node) {
        if (node instanceof Node.Scalar scalar) {
            if (scalar.text().equals("UNBOUNDED")) {
                return Optional.of(new Value.Text("UNBOUNDED"));
            }
            if (scalar.core() == Core.INT) {
                return integer(scalar.text()).map(Value.Int::new);
            }
        }
        return Optional.empty();
    }

    /** The base units of 1.x keep their meaning where a type declares them again. */
    static Value.Scalar.Kind kind(DataType.Units units) {
        return switch (units.canonical()) {
            case "B" -> Value.Scalar.Kind.SIZE;
            case "s" -> Value.Scalar.Kind.TIME;
            case "Hz" -> Value.Scalar.Kind.FREQUENCY;
            case "bps" -> Value.Scalar.Kind.BITRATE;
            default -> Value.Scalar.Kind.DECLARED;
        };
    }

    /** Reports that a node is no value of that type. */
    void wrong(Node node, Primitive type, Slot slot) {
        Problems.Draft problem =
                problems.error(
                        "wrong-type",
                        node.location(),
                        "%s must be %s, not %s"
                                .formatted(slot.title(), type.wanted(), Forms.kind(node)));
        slot.definition().ifPresent(at -> problem.related(at, "defined here"));
        unitHint(type, node).ifPresent(problem::hint);
    }

    private static Optional<String> unitHint(Primitive type, Node node) {
        Optional<Value.Scalar.Kind> kind =
                switch (type) {
                    case SIZE -> Optional.of(Value.Scalar.Kind.SIZE);
                    case TIME -> Optional.of(Value.Scalar.Kind.TIME);
                    case FREQUENCY -> Optional.of(Value.Scalar.Kind.FREQUENCY);
                    case BITRATE -> Optional.of(Value.Scalar.Kind.BITRATE);
                    case STRING,
                            INTEGER,
                            FLOAT,
                            BOOLEAN,
                            TIMESTAMP,
                            NULL,
                            NIL,
                            BYTES,
                            SCALAR,
                            VERSION,
                            RANGE,
                            LIST,
                            MAP,
                            ANY ->
                            Optional.empty();
                };
        return kind.filter(_ -> node instanceof Node.Scalar)
                .map(found -> "units are " + String.join(", ", ScalarUnit.names(found)));
    }
}
