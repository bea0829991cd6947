package floria.tosca.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.tosca.value.Value.Scalar.Kind;

/** Numbers with units (TOSCA 1.3 §3.3.6). */
public final class ScalarUnit {
    private static final Pattern FORM =
            Pattern.compile(
                    "\\+?((?:\\d{1,60}(?:\\.\\d{0,60})?|\\.\\d{1,60})(?:[eE][+-]?\\d{1,2})?)\\s*([A-Za-z]+)");

    /** A number, and whatever a template calls a unit. */
    private static final Pattern DECLARED =
            Pattern.compile("([+-]?\\d{1,60}(?:\\.\\d{0,60})?(?:[eE][+-]?\\d{1,2})?)\\s*(\\D.*)");

    private static final Map<Kind, Map<String, BigDecimal>> UNITS =
            Map.of(
                    Kind.SIZE, sizes(),
                    Kind.TIME, times(),
                    Kind.FREQUENCY, frequencies(),
                    Kind.BITRATE, bitrates());

    private ScalarUnit() {}

    /** The scalar that a text stands for. */
    public static Optional<Value.Scalar> parse(Kind kind, String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(units(kind).get(matcher.group(2)))
                .map(unit ->
                        new Value.Scalar(
                                kind,
                                new BigDecimal(matcher.group(1))
                                        .multiply(unit)
                                        .stripTrailingZeros(),
                                text.strip()));
    }

    /** A text as a scalar of the kind of another, whose own unit is known too. */
    static Optional<Value.Scalar> like(Value.Scalar other, String text) {
        Matcher wanted = DECLARED.matcher(text.strip());
        Matcher known = DECLARED.matcher(other.text().strip());
        Optional<Value.Scalar> usual = parse(other.kind(), text);
        if (usual.isPresent()
                || !wanted.matches()
                || !known.matches()
                || !wanted.group(2).equals(known.group(2))
                || new BigDecimal(known.group(1)).signum() == 0) {
            return usual;
        }
        BigDecimal unit =
                other.amount().divide(new BigDecimal(known.group(1)), MathContext.DECIMAL64);
        return Optional.of(
                new Value.Scalar(
                        other.kind(),
                        new BigDecimal(wanted.group(1)).multiply(unit).stripTrailingZeros(),
                        text.strip()));
    }

    /** The units of {@code kind}, as the specification writes them. */
    public static List<String> names(Kind kind) {
        return List.copyOf(units(kind).keySet());
    }

    private static Map<String, BigDecimal> units(Kind kind) {
        return UNITS.getOrDefault(kind, Map.of());
    }

    private static Map<String, BigDecimal> sizes() {
        Map<String, BigDecimal> units = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        units.put("B", BigDecimal.ONE);
        prefixes(units, "B", "B", 1);
        return units;
    }

    private static Map<String, BigDecimal> times() {
        Map<String, BigDecimal> units = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        units.put("d", BigDecimal.valueOf(86_400));
        units.put("h", BigDecimal.valueOf(3_600));
        units.put("m", BigDecimal.valueOf(60));
        units.put("s", BigDecimal.ONE);
        units.put("ms", new BigDecimal("0.001"));
        units.put("us", new BigDecimal("0.000001"));
        units.put("ns", new BigDecimal("0.000000001"));
        return units;
    }

    private static Map<String, BigDecimal> frequencies() {
        Map<String, BigDecimal> units = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        units.put("Hz", BigDecimal.ONE);
        units.put("kHz", BigDecimal.TEN.pow(3));
        units.put("MHz", BigDecimal.TEN.pow(6));
        units.put("GHz", BigDecimal.TEN.pow(9));
        return units;
    }

    /** Here the case counts: bps are bits, Bps are bytes. */
    private static Map<String, BigDecimal> bitrates() {
        Map<String, BigDecimal> units = new TreeMap<>();
        units.put("bps", BigDecimal.ONE);
        units.put("Bps", BigDecimal.valueOf(8));
        prefixes(units, "bps", "bps", 1);
        prefixes(units, "Bps", "Bps", 8);
        return units;
    }

    private static void prefixes(
            Map<String, BigDecimal> units, String decimal, String binary, int factor) {
        BigDecimal thousand = BigDecimal.valueOf(factor);
        BigDecimal binaryThousand = BigDecimal.valueOf(factor);
        for (String prefix : List.of("k", "M", "G", "T")) {
            thousand = thousand.multiply(BigDecimal.valueOf(1_000));
            binaryThousand = binaryThousand.multiply(BigDecimal.valueOf(1_024));
            units.put(prefix + decimal, thousand);
            units.put((prefix.equals("k") ? "K" : prefix) + decimal, thousand);
            units.put((prefix.equals("k") ? "K" : prefix) + "i" + binary, binaryThousand);
        }
    }
}
