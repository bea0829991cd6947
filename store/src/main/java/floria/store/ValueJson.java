package floria.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.UnaryOperator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.tosca.value.Value;

/**
 * TOSCA values as JSON and back, exactly: every value is an object whose only field names its kind,
 * numbers are text, functions stay functions. What is secret goes through {@code seal} and {@code
 * open}.
 */
record ValueJson(UnaryOperator<String> seal, UnaryOperator<String> open) {
    private static final int VERSION = 1;

    String write(Map<String, Value> values) {
        ObjectNode content = Json.object();
        values.forEach((name, value) -> content.set(name, node(value)));
        return Json.document(VERSION, "values", content);
    }

    Map<String, Value> read(String text) {
        return Json.map(Json.content(text, VERSION, "values"), this::value);
    }

    private JsonNode node(Value value) {
        ObjectNode node = Json.object();
        switch (value) {
            case Value.Nil() -> node.putNull("nil");
            case Value.Text(var text) -> node.put("text", text);
            case Value.Int(var number) -> node.put("int", number.toString());
            case Value.Real(var number) -> node.put("real", number.toString());
            case Value.Bool(var truth) -> node.put("bool", truth);
            case Value.Scalar(var kind, var amount, var text) ->
                    node.putObject("scalar")
                            .put("kind", kind.name())
                            .put("amount", amount.toString())
                            .put("text", text);
            case Value.Items(var items) -> node.set("items", array(items));
            case Value.Entries(var entries) -> {
                ObjectNode object = node.putObject("entries");
                entries.forEach((key, entry) -> object.set(key, node(entry)));
            }
            case Value.Call(var function, var arguments) ->
                    node.putObject("call")
                            .put("function", function)
                            .set("arguments", array(arguments));
            case Value.Secret(var hidden) ->
                    node.put("secret", seal.apply(Json.write(node(hidden))));
        }
        return node;
    }

    private ArrayNode array(Iterable<Value> values) {
        ArrayNode array = Json.array();
        values.forEach(value -> array.add(node(value)));
        return array;
    }

    private Value value(JsonNode node) {
        if (node.size() != 1) {
            throw Json.damaged("a value has no kind, or several");
        }
        Map.Entry<String, JsonNode> field = node.properties().iterator().next();
        JsonNode content = field.getValue();
        return switch (field.getKey()) {
            case "nil" -> new Value.Nil();
            case "text" -> new Value.Text(Json.text(content));
            case "int" -> new Value.Int(integer(Json.text(content)));
            case "real" -> new Value.Real(decimal(Json.text(content)));
            case "bool" -> new Value.Bool(content.asBoolean());
            case "scalar" ->
                    new Value.Scalar(
                            kind(Json.text(content, "kind")),
                            decimal(Json.text(content, "amount")),
                            Json.text(content, "text"));
            case "items" -> new Value.Items(Json.list(content, this::value));
            case "entries" -> new Value.Entries(Json.map(content, this::value));
            case "call" ->
                    new Value.Call(
                            Json.text(content, "function"),
                            Json.list(Json.field(content, "arguments"), this::value));
            case "secret" -> new Value.Secret(value(Json.read(open.apply(Json.text(content)))));
            default -> throw Json.damaged("it has a value of the unknown kind " + field.getKey());
        };
    }

    private static BigInteger integer(String text) {
        try {
            return new BigInteger(text);
        } catch (NumberFormatException e) {
            throw Json.damaged("it has no number where one is due");
        }
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw Json.damaged("it has no number where one is due");
        }
    }

    private static Value.Scalar.Kind kind(String text) {
        try {
            return Value.Scalar.Kind.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw Json.damaged("it has a scalar of the unknown kind " + text);
        }
    }
}
