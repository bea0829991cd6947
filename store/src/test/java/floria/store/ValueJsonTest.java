package floria.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.engine.state.Samples;
import floria.engine.state.StoreException;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValueJsonTest {
    private final ValueJson json =
            new ValueJson(text -> "sealed:" + text, text -> text.substring(7));

    @Test
    void keepsEveryKindOfValue() {
        assertThat(json.read(json.write(Samples.values()))).isEqualTo(Samples.values());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsWhateverIsMadeUp(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            Map<String, Value> values = Map.of("made", value(random, 5));
            assertThat(json.read(json.write(values))).as("seed %d, %d", seed, i).isEqualTo(values);
        }
    }

    private static Value value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 6)) {
            case 0 -> new Value.Nil();
            case 1 -> Value.text(text(random));
            case 2 -> new Value.Int(new BigInteger(random.nextInt(200), random).negate());
            case 3 -> new Value.Real(decimal(random));
            case 4 -> new Value.Bool(random.nextBoolean());
            case 5 -> new Value.Scalar(Value.Scalar.Kind.TIME, decimal(random), text(random));
            case 6 -> new Value.Items(values(random, depth));
            case 7 -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                values(random, depth).forEach(value -> entries.put(text(random), value));
                yield new Value.Entries(entries);
            }
            case 8 -> new Value.Call(text(random), values(random, depth));
            default -> new Value.Secret(value(random, depth - 1));
        };
    }

    private static List<Value> values(Random random, int depth) {
        List<Value> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(random, depth - 1));
        }
        return values;
    }

    private static BigDecimal decimal(Random random) {
        return new BigDecimal(new BigInteger(80, random), random.nextInt(-400, 400));
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(6), 0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void refusesAtWritingWhatIsTooDeepToBeRead() {
        Value deep = Value.text("here");
        for (int i = 0; i < 1000; i++) {
            deep = new Value.Items(List.of(deep));
        }
        Map<String, Value> values = Map.of("deep", deep);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> json.write(values))
                .withMessageContaining("too deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"version\":2,\"values\":{}}",
                "{\"version\":1}",
                "{\"version\":1,\"values\":{\"a\":{}}}",
                "{\"version\":1,\"values\":{\"a\":{\"text\":1}}}",
                "{\"version\":1,\"values\":{\"a\":{\"int\":\"x\"}}}",
                "{\"version\":1,\"values\":{\"a\":{\"novel\":\"x\"}}}",
                "{\"version\":1,\"values\":{\"a\":{\"scalar\":{\"kind\":\"HUGE\"}}}}"
            })
    void saysThatADocumentIsDamagedOrNewer(String document) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> json.read(document))
                .withMessageContaining("damaged or of a newer Floria");
    }
}
