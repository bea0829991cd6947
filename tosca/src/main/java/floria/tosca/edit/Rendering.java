package floria.tosca.edit;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Trees as YAML text, in the form that {@link Format} gives. */
final class Rendering {
    /** Plain text that may stand anywhere, in flows too. */
    private static final Pattern PLAIN =
            Pattern.compile(
                    "[\\p{L}\\p{N}_/.$+-](?:[\\p{L}\\p{N}_/.@+-]|(?<=\\p{L}):(?=[\\p{L}\\p{N}]))*"
                            + "( [\\p{L}\\p{N}_/.@+-]+)*|~");

    private static final Pattern CALL = Pattern.compile("\\$[a-z_]+|get_[a-z_]+|concat|token|join");

    private static final int LONGEST_CALL = 90;

    private Rendering() {}

    /** Whether a tree takes lines of its own below its key. */
    static boolean isBlock(Node node) {
        return switch (node) {
            case Mapping mapping ->
                    !mapping.entries().isEmpty() && (!isCall(mapping) || isLong(mapping));
            case Node.Sequence(List<Node> items, _) ->
                    items.stream().anyMatch(Rendering::isDeep) || isLong(node);
            case Node.Scalar _ -> false;
        };
    }

    /** A function's call is easier to read in one line. */
    private static boolean isCall(Mapping mapping) {
        return isCallName(mapping) && !isBlock(mapping.entries().getFirst().value());
    }

    /** Whether a call of functions, or a list of such, is too much for a line. */
    private static boolean isLong(Node node) {
        return calls(node) > 1 && flow(node).length() > LONGEST_CALL;
    }

    private static int calls(Node node) {
        return switch (node) {
            case Mapping mapping when isCallName(mapping) ->
                    1 + calls(mapping.entries().getFirst().value());
            case Node.Sequence(List<Node> items, _) ->
                    items.stream().mapToInt(Rendering::calls).sum();
            case Mapping _, Node.Scalar _ -> 0;
        };
    }

    private static boolean isCallName(Mapping mapping) {
        return mapping.entries().size() == 1 && CALL.matcher(mapping.names().getFirst()).matches();
    }

    private static boolean isDeep(Node item) {
        return isBlock(item) || (item instanceof Mapping mapping && !isCall(mapping));
    }

    /** What stands behind {@code key:}, with the blank or the line break before it. */
    static String behindKey(Node value, int column) {
        if (isBlock(value)) {
            return "\n" + block(value, column + 2);
        }
        return value instanceof Node.Scalar scalar && !scalar.plain() && isLiteral(scalar.text())
                ? " " + literal(scalar.text(), column + 2)
                : " " + flow(value);
    }

    /** Lines for an entry of a mapping, the first without its indentation. */
    static String entry(String key, Node value, int column) {
        return text(key) + ":" + behindKey(value, column);
    }

    /** Lines that all begin at {@code column} or behind it; no line break at the end. */
    static String block(Node node, int column) {
        String margin = " ".repeat(column);
        return switch (node) {
            case Mapping mapping ->
                    mapping.entries().stream()
                            .map(entry -> margin + entry(entry.name(), entry.value(), column))
                            .collect(Collectors.joining("\n"));
            case Node.Sequence(List<Node> items, _) ->
                    items.stream()
                            .map(item -> margin + "- " + item(item, column + 2))
                            .collect(Collectors.joining("\n"));
            case Node.Scalar scalar -> margin + flow(scalar);
        };
    }

    /** What stands behind a dash; further lines begin at {@code column}. */
    static String item(Node node, int column) {
        return isDeep(node) && !(node instanceof Mapping mapping && mapping.entries().isEmpty())
                ? block(node, column).substring(column)
                : flow(node);
    }

    /** The tree in one line. */
    static String flow(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar(scalar);
            case Node.Sequence(List<Node> items, _) ->
                    items.isEmpty()
                            ? "[]"
                            : items.stream()
                                    .map(Rendering::flow)
                                    .collect(Collectors.joining(", ", "[ ", " ]"));
            case Mapping mapping ->
                    mapping.entries().isEmpty()
                            ? "{}"
                            : mapping.entries().stream()
                                    .map(entry -> text(entry.name()) + ": " + flow(entry.value()))
                                    .collect(Collectors.joining(", ", "{ ", " }"));
        };
    }

    /** A string that reads as that string, and as nothing else. */
    static String text(String text) {
        return scalar(Trees.text(text));
    }

    /** Plain where it is one and may be so anywhere; a text that is not gets quotes. */
    private static String scalar(Node.Scalar scalar) {
        if (scalar.isNull()) {
            return "null";
        }
        boolean asIs =
                scalar.plain()
                        && (scalar.core() != Core.STRING || PLAIN.matcher(scalar.text()).matches());
        return asIs ? scalar.text() : quoted(scalar.text());
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
                            if (isPrintable(c)) {
                                out.appendCodePoint(c);
                            } else {
                                out.append("\\u%04X".formatted(c));
                            }
                        }
                    }
                });
        return out.append('"').toString();
    }

    private static boolean isPrintable(int c) {
        boolean control = c < 0x20 || (c >= 0x7F && c < 0xA0);
        boolean lineBreak = c == 0x2028 || c == 0x2029;
        boolean noCharacter =
                (c >= 0xD800 && c < 0xE000) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
        return !control && !lineBreak && !noCharacter;
    }

    /** Whether a text of several lines can be written as it is. */
    private static boolean isLiteral(String text) {
        return text.contains("\n")
                && !text.startsWith("\n")
                && !text.endsWith("\n\n")
                && !text.startsWith(" ")
                && text.codePoints().allMatch(c -> c == '\n' || isPrintable(c))
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
