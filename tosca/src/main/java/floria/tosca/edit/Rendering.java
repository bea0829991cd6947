package floria.tosca.edit;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Node;

/** Values as YAML text, in the form that {@link Format} gives. */
final class Rendering {
    /** Plain text that no reader of YAML, of any version, takes for something else. */
    private static final Pattern PLAIN =
            Pattern.compile("[\\p{L}_/][\\p{L}\\p{N}_/.@+-]*( [\\p{L}\\p{N}_/.@+-]+)*");

    private static final Set<String> BOOLEANS_OF_OLD = Set.of("y", "n", "yes", "no", "on", "off");

    private Rendering() {}

    /** Whether a value takes lines of its own below its key. */
    static boolean isBlock(Value value) {
        return switch (value) {
            case Value.Entries(var entries) -> !entries.isEmpty() && !isCall(entries);
            case Value.Items(var items) -> items.stream().anyMatch(Rendering::isDeep);
            case Value.Text _,
                    Value.Nil _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _,
                    Value.Secret _ ->
                    false;
        };
    }

    /** A function's call is easier to read in one line. */
    private static boolean isCall(Map<String, Value> entries) {
        return entries.size() == 1
                && entries.entrySet().stream()
                        .allMatch(entry ->
                                entry.getKey().matches("\\$?(get_[a-z_]+|concat|token|join)")
                                        && !isBlock(entry.getValue()));
    }

    private static boolean isDeep(Value item) {
        return isBlock(item) || (item instanceof Value.Entries(var entries) && !isCall(entries));
    }

    /** What stands behind {@code key:}, with the blank or the line break before it. */
    static String behindKey(Value value, int column) {
        if (isBlock(value)) {
            return "\n" + block(value, column + 2);
        }
        return value instanceof Value.Text(String text) && isLiteral(text)
                ? " " + literal(text, column + 2)
                : " " + flow(value);
    }

    /** Lines for an entry of a mapping, the first without its indentation. */
    static String entry(String key, Value value, int column) {
        return text(key) + ":" + behindKey(value, column);
    }

    /** Lines that all begin at {@code column} or behind it; no line break at the end. */
    static String block(Value value, int column) {
        String margin = " ".repeat(column);
        return switch (value) {
            case Value.Entries(var entries) ->
                    entries.entrySet().stream()
                            .map(entry -> margin + entry(entry.getKey(), entry.getValue(), column))
                            .collect(Collectors.joining("\n"));
            case Value.Items(var items) ->
                    items.stream()
                            .map(item -> margin + "- " + item(item, column + 2))
                            .collect(Collectors.joining("\n"));
            case Value.Text _,
                    Value.Nil _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _,
                    Value.Secret _ ->
                    margin + flow(value);
        };
    }

    /** What stands behind a dash; further lines begin at {@code column}. */
    static String item(Value value, int column) {
        boolean lines =
                isBlock(value)
                        || (value instanceof Value.Entries(var e) && e.size() == 1 && !isCall(e));
        return lines ? block(value, column).substring(column) : flow(value);
    }

    /** The value in one line. */
    static String flow(Value value) {
        return switch (value) {
            case Value.Nil _ -> "null";
            case Value.Text(String text) -> text(text);
            case Value.Int(var number) -> number.toString();
            case Value.Real(var number) -> number.toPlainString();
            case Value.Bool(boolean truth) -> String.valueOf(truth);
            case Value.Scalar(_, _, String text) -> text;
            case Value.Items(var items) ->
                    items.isEmpty()
                            ? "[]"
                            : items.stream()
                                    .map(Rendering::flow)
                                    .collect(Collectors.joining(", ", "[ ", " ]"));
            case Value.Entries(var entries) ->
                    entries.isEmpty()
                            ? "{}"
                            : entries.entrySet().stream()
                                    .map(entry ->
                                            text(entry.getKey()) + ": " + flow(entry.getValue()))
                                    .collect(Collectors.joining(", ", "{ ", " }"));
            case Value.Call(String function, var arguments) ->
                    "{ "
                            + function
                            + ": "
                            + flow(
                                    arguments.size() == 1
                                            ? arguments.getFirst()
                                            : new Value.Items(arguments))
                            + " }";
            case Value.Secret _ ->
                    throw new IllegalArgumentException("a secret does not belong in a template");
        };
    }

    /** A string that reads as that string, and as nothing else. */
    static String text(String text) {
        return PLAIN.matcher(text).matches()
                        && core(text) == Core.STRING
                        && !BOOLEANS_OF_OLD.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : quoted(text);
    }

    private static Core core(String text) {
        return new Node.Scalar(text, true, Location.startOf("")).core();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '"' -> out.append("\\\"");
                        case '\\' -> out.append("\\\\");
                        case '\n' -> out.append("\\n");
                        case '\t' -> out.append("\\t");
                        case '\r' -> out.append("\\r");
                        default -> {
                            if (c < 0x20
                                    || (c >= 0x7F && c < 0xA0)
                                    || c == 0x2028
                                    || c == 0x2029
                                    || c == 0xFEFF
                                    || (c >= 0xD800 && c < 0xE000)) {
                                out.append("\\u%04X".formatted(c));
                            } else {
                                out.appendCodePoint(c);
                            }
                        }
                    }
                });
        return out.append('"').toString();
    }

    /** Whether a text of several lines can be written as it is. */
    private static boolean isLiteral(String text) {
        return text.contains("\n")
                && !text.startsWith("\n")
                && !text.endsWith("\n\n")
                && !text.startsWith(" ")
                && text.codePoints()
                        .allMatch(c ->
                                c == '\n'
                                        || (c >= 0x20 && c < 0x7F)
                                        || c >= 0xA0 && c < 0xD800 && c != 0x2028 && c != 0x2029)
                && text.lines().noneMatch(line -> !line.isEmpty() && line.isBlank());
    }

    private static String literal(String text, int column) {
        String margin = " ".repeat(column);
        return (text.endsWith("\n") ? "|\n" : "|-\n")
                + text.lines()
                        .map(line -> line.isEmpty() ? "" : margin + line)
                        .collect(Collectors.joining("\n"));
    }
}
