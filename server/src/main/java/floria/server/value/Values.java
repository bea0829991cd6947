package floria.server.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import floria.server.problem.BadRequest;
import floria.tosca.value.Value;

/**
 * TOSCA values as what JSON is made of (maps, lists, texts, exact numbers, truths, null), and back.
 * Scalars are the text that was written; functions that cannot be known yet are written as TOSCA
 * has them.
 */
public final class Values {
    private static final String MASK = "***";

    /** Keeps a number such as 1e999999999 from being written out in full. */
    private static final int DIGITS = 1000;

    private enum Secrets {
        MASKED,
        SHOWN
    }

    private Values() {}

    /** For everybody: secrets are three asterisks, however deep they are. */
    public static Map<String, @Nullable Object> masked(Map<String, Value> values) {
        return entries(values, Secrets.MASKED);
    }

    /** For the owner, who asked for them. */
    public static Map<String, @Nullable Object> shown(Map<String, Value> values) {
        return entries(values, Secrets.SHOWN);
    }

    /** Reads parsed JSON; {@code path} says where it stood, for the person who wrote it. */
    public static Value of(String path, @Nullable Object json) {
        return switch (json) {
            case null -> new Value.Nil();
            case String text -> new Value.Text(text);
            case Boolean truth -> new Value.Bool(truth);
            case BigInteger number -> new Value.Int(number);
            case Integer number -> Value.integer(number);
            case Long number -> Value.integer(number);
            case BigDecimal number -> new Value.Real(sane(path, number));
            case List<?> list -> {
                List<Value> items = new ArrayList<>();
                for (Object item : list) {
                    items.add(of(path + "[" + items.size() + "]", item));
                }
                yield new Value.Items(items);
            }
            case Map<?, ?> map -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                map.forEach((key, value) ->
                        entries.put(String.valueOf(key), of(path + "." + key, value)));
                yield new Value.Entries(entries);
            }
            default -> throw new BadRequest("The field " + path + " is of no JSON type.");
        };
    }

    private static BigDecimal sane(String path, BigDecimal number) {
        if (Math.abs((long) number.scale()) > DIGITS || number.precision() > DIGITS) {
            throw new BadRequest(
                    "The number in the field " + path + " has more than " + DIGITS + " digits.");
        }
        return number;
    }

    private static @Nullable Object json(Value value, Secrets secrets) {
        return switch (value) {
            case Value.Nil _ -> null;
            case Value.Text(var text) -> text;
            case Value.Scalar(_, _, var text) -> text;
            case Value.Int(var number) -> number;
            case Value.Real(var number) -> number;
            case Value.Bool(var truth) -> truth;
            case Value.Items(var items) -> items(items, secrets);
            case Value.Entries(var entries) -> entries(entries, secrets);
            case Value.Call(var function, var arguments) ->
                    Map.of(function, items(arguments, secrets));
            case Value.Secret(var hidden) ->
                    switch (secrets) {
                        case MASKED -> MASK;
                        case SHOWN -> json(hidden, secrets);
                    };
        };
    }

    private static List<@Nullable Object> items(List<Value> items, Secrets secrets) {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(item -> list.add(json(item, secrets)));
        return Collections.unmodifiableList(list);
    }

    private static Map<String, @Nullable Object> entries(
            Map<String, Value> entries, Secrets secrets) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach((name, value) -> map.put(name, json(value, secrets)));
        return Collections.unmodifiableMap(map);
    }
}
