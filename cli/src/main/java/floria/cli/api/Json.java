package floria.cli.api;

import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Severity;

/**
 * Trees of JSON. Reading a field never fails: an answer of an older or newer server may lack it.
 */
public final class Json {
    /** Held apart, so that a verb that needs no JSON does not pay for the mapper. */
    private static final class Lazy {
        static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Fails with a {@code JacksonException} where the text is not JSON. */
    public static JsonNode parse(String text) {
        return Lazy.MAPPER.readTree(text);
    }

    /** Fails with a {@code JacksonException} where the bytes are not JSON. */
    public static JsonNode parse(InputStream bytes) {
        return Lazy.MAPPER.readTree(bytes);
    }

    /** On one line. */
    public static String line(JsonNode node) {
        return Lazy.MAPPER.writeValueAsString(node);
    }

    public static byte[] bytes(JsonNode node) {
        return Lazy.MAPPER.writeValueAsBytes(node);
    }

    /** The text of a field, empty where there is none. */
    public static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    public static Optional<String> optional(JsonNode node, String field) {
        return Optional.of(text(node, field)).filter(text -> !text.isEmpty());
    }

    public static Optional<Instant> instant(JsonNode node, String field) {
        try {
            return optional(node, field).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public static Optional<BigDecimal> decimal(JsonNode node, String field) {
        return node.path(field).asDecimalOpt();
    }

    public static OptionalInt integer(JsonNode node, String field) {
        return node.path(field).asIntOpt();
    }

    /** The texts of an array. */
    public static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).values().forEach(item -> texts.add(value(item)));
        return texts;
    }

    /** A value as people write it: texts as they are, everything else as JSON. */
    public static String value(JsonNode value) {
        return value.isString() ? value.stringValue() : line(value);
    }

    /** A problem as the API writes it. */
    public static Problem problem(JsonNode node) {
        List<Problem.Related> related = new ArrayList<>();
        for (JsonNode item : node.path("related").values()) {
            related.add(new Problem.Related(location(item), text(item, "message")));
        }
        return new Problem(
                text(node, "code"),
                text(node, "severity").equals("warning") ? Severity.WARNING : Severity.ERROR,
                text(node, "message"),
                location(node),
                text(node, "path"),
                optional(node, "hint"),
                related,
                false,
                node.has("cause")
                        ? Optional.of(
                                new Problem.Cause(
                                        text(node.path("cause"), "code"),
                                        location(node.path("cause"))))
                        : Optional.empty());
    }

    /** A problem as the API writes it. */
    public static ObjectNode problem(Problem problem) {
        ObjectNode node =
                object().put("code", problem.code())
                        .put(
                                "severity",
                                switch (problem.severity()) {
                                    case ERROR -> "error";
                                    case WARNING -> "warning";
                                })
                        .put("message", problem.message());
        Location location = problem.location();
        node.put("file", file(location))
                .put("line", location.line())
                .put("column", location.column())
                .put("endLine", location.endLine())
                .put("endColumn", location.endColumn())
                .put("path", problem.path());
        problem.hint().ifPresent(hint -> node.put("hint", hint));
        ArrayNode related = node.putArray("related");
        for (Problem.Related item : problem.related()) {
            related.addObject()
                    .put("file", file(item.location()))
                    .put("line", item.location().line())
                    .put("column", item.location().column())
                    .put("message", item.message());
        }
        problem.cause()
                .ifPresent(cause ->
                        node.putObject("cause")
                                .put("code", cause.code())
                                .put("file", file(cause.location()))
                                .put("line", cause.location().line())
                                .put("column", cause.location().column()));
        return node;
    }

    /** Problems as the API writes them. */
    public static ArrayNode problems(List<Problem> problems) {
        ArrayNode array = array();
        problems.forEach(problem -> array.add(problem(problem)));
        return array;
    }

    private static String file(Location location) {
        String address = location.address();
        return address.startsWith("file:") ? address.substring("file:".length()) : address;
    }

    private static Location location(JsonNode node) {
        String file = text(node, "file");
        int line = node.path("line").asInt(1);
        int column = node.path("column").asInt(1);
        return new Location(
                file.contains(":") ? file : "file:" + file,
                line,
                column,
                node.path("endLine").asInt(line),
                node.path("endColumn").asInt(column));
    }
}
