package floria.tosca.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CalculationTest {

    @Test
    void decidesLogicAsSoonAsOneArgumentDoes() {
        Value open = new Value.Call("get_input", List.of(Value.text("a")));

        assertThat(of("and", open, bool(false))).contains(bool(false));
        assertThat(of("or", bool(true), open)).contains(bool(true));
        assertThat(of("and", open, bool(true))).isEmpty();
        assertThat(of("xor", bool(true), bool(false))).contains(bool(true));
        assertThat(of("not", bool(false))).contains(bool(true));
    }

    @Test
    void comparesScalarsWithWhatIsWrittenAsText() {
        Value size = new Value.Scalar(Value.Scalar.Kind.SIZE, new BigDecimal("2000000000"), "2 GB");
        Value length = new Value.Scalar(Value.Scalar.Kind.DECLARED, new BigDecimal("3000"), "3 km");

        assertThat(of("greater_than", size, Value.text("1 GB"))).contains(bool(true));
        assertThat(of("less_than", size, Value.text("1 GiB"))).contains(bool(false));
        assertThat(of("less_than", length, Value.text("4 km"))).contains(bool(true));
        assertThat(of("less_than", length, Value.text("4 miles"))).isEmpty();
    }

    @Test
    void looksIntoListsMapsAndTexts() {
        Value list = items(Value.integer(1), Value.integer(2), Value.integer(3));
        Value map = new Value.Entries(Map.of("a", Value.integer(1)));

        assertThat(of("contains", list, items(Value.integer(2), Value.integer(3))))
                .contains(bool(true));
        assertThat(of("contains", list, items(Value.integer(1), Value.integer(3))))
                .contains(bool(false));
        assertThat(of("has_suffix", list, items(Value.integer(3)))).contains(bool(true));
        assertThat(of("has_prefix", Value.text("abc"), Value.text("ab"))).contains(bool(true));
        assertThat(of("has_entry", map, Value.integer(1))).contains(bool(true));
        assertThat(of("has_all_keys", map, items(Value.text("a"), Value.text("b"))))
                .contains(bool(false));
        assertThat(of("has_any_key", map, items(Value.text("a"), Value.text("b"))))
                .contains(bool(true));
        assertThat(of("length", map)).contains(Value.integer(1));
        assertThat(of("matches", Value.text("abc"), Value.text("[a-c]+"))).contains(bool(true));
    }

    @Test
    void unitesAndIntersectsWithoutRepeating() {
        assertThat(
                        of(
                                "union",
                                items(Value.integer(1), Value.integer(2)),
                                items(Value.integer(2), Value.integer(3))))
                .contains(items(Value.integer(1), Value.integer(2), Value.integer(3)));
        assertThat(
                        of(
                                "intersection",
                                items(Value.integer(1), Value.integer(2)),
                                items(Value.integer(2), Value.integer(3))))
                .contains(items(Value.integer(2)));
    }

    @Test
    void reckonsWithNumbersAndUnits() {
        Value minute = new Value.Scalar(Value.Scalar.Kind.TIME, new BigDecimal(60), "1 m");

        assertThat(of("sum", Value.integer(1), Value.integer(2))).contains(Value.integer(3));
        assertThat(of("difference", Value.integer(1), real("0.5"))).contains(real("0.5"));
        assertThat(of("quotient", minute, minute)).contains(real("1"));
        assertThat(of("product", minute, Value.integer(2)).map(Value::asText)).contains("120 s");
        assertThat(of("sum", minute, Value.integer(1))).isEmpty();
        assertThat(of("quotient", Value.integer(1), Value.integer(0))).isEmpty();
        assertThat(of("remainder", Value.integer(7), Value.integer(4))).contains(Value.integer(3));
        assertThat(of("round", real("2.5"))).contains(Value.integer(3));
        assertThat(of("floor", real("2.5"))).contains(Value.integer(2));
        assertThat(of("ceil", real("2.1"))).contains(Value.integer(3));
    }

    @Test
    void joinsTextsListsAndMaps() {
        assertThat(of("concat", Value.text("a"), Value.integer(1))).contains(Value.text("a1"));
        assertThat(of("concat", items(Value.integer(1)), items(Value.integer(2))))
                .contains(items(Value.integer(1), Value.integer(2)));
        assertThat(of("join", items(Value.text("a"), Value.text("b")), Value.text("-")))
                .contains(Value.text("a-b"));
        assertThat(of("token", Value.text("a:b-c"), Value.text(":-"), Value.integer(2)))
                .contains(Value.text("c"));
    }

    @Test
    void keepsSecretWhatCameFromASecret() {
        assertThat(of("concat", new Value.Secret(Value.text("a")), Value.text("b")))
                .contains(new Value.Secret(Value.text("ab")));
    }

    private static Optional<Value> of(String function, Value... arguments) {
        return Calculation.of(function, List.of(arguments));
    }

    private static Value bool(boolean truth) {
        return new Value.Bool(truth);
    }

    private static Value real(String text) {
        return new Value.Real(new BigDecimal(text));
    }

    private static Value items(Value... items) {
        return new Value.Items(List.of(items));
    }
}
