package floria.store;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import floria.engine.state.StoreException;

/**
 * JSON documents as columns hold them: an object with the version of its form, and the content
 * under a name of its own.
 */
final class Json {
    private static final String VERSION = "version";

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static String write(JsonNode node) {
        try {
            return JsonMapper.shared().writeValueAsString(node);
        } catch (JacksonException e) {
            throw new StoreException("a value is too large or too deep to be kept", e);
        }
    }

    static JsonNode read(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            // Without the cause, whose message quotes the document.
            throw damaged("it is not JSON");
        }
    }

    static String document(int version, String name, JsonNode content) {
        ObjectNode document = object().put(VERSION, version);
        document.set(name, content);
        return write(document);
    }

    /** The content of a document of this version. */
    static JsonNode content(String text, int version, String name) {
        JsonNode document = read(text);
        int found = document.path(VERSION).asInt(0);
        if (found != version) {
            throw damaged("its version is " + found + " where " + version + " is known");
        }
        return field(document, name);
    }

    static JsonNode field(JsonNode object, String name) {
        JsonNode field = object.get(name);
        if (field == null) {
            throw damaged("it has no field " + name);
        }
        return field;
    }

    static String text(JsonNode object, String name) {
        return text(field(object, name));
    }

    static String text(JsonNode node) {
        if (!node.isString()) {
            throw damaged("it has no text where one is due");
        }
        return node.stringValue();
    }

    /** A number that was written as a text, so that it is exact. */
    static BigDecimal decimal(JsonNode object, String name) {
        try {
            return new BigDecimal(text(object, name));
        } catch (NumberFormatException e) {
            throw damaged("it has no number in " + name);
        }
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    static List<String> texts(JsonNode array) {
        return list(array, Json::text);
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        return array.valueStream().map(read).toList();
    }

    static ObjectNode texts(Map<String, String> texts) {
        ObjectNode object = object();
        texts.forEach(object::put);
        return object;
    }

    static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> read) {
        Map<String, T> map = new LinkedHashMap<>();
        object.forEachEntry((name, node) -> map.put(name, read.apply(node)));
        return map;
    }

    static StoreException damaged(String why) {
        return new StoreException(
                "a document in the store is damaged or of a newer Floria: " + why);
    }
}
