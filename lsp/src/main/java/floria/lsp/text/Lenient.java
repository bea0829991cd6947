package floria.lsp.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Reads text that is being typed, and so is not YAML at the moment, by its indentation: what a line
 * lacks ends with the line, and never spoils those around it. A word alone where keys are expected
 * is a key without value. Of text that is YAML the tree is the same, but for what no template
 * needs: tags, keys that are not words, the content of folded texts.
 */
public final class Lenient {
    private static final int DEEPEST = 200;

    private final Text text;
    private final String all;
    private final String address;
    private final Map<String, Node> anchors = new HashMap<>();
    private int line;
    private int depth;

    private Lenient(Text text, String address) {
        this.text = text;
        this.all = text.content();
        this.address = address;
    }

    /** The tree of a text; what is no map at the top is an empty one. */
    public static Mapping read(Text text, String address) {
        Lenient reader = new Lenient(text, address);
        reader.skip();
        if (reader.line < text.lineCount()
                && reader.block(reader.start(reader.line), -1) instanceof Mapping root) {
            return root;
        }
        return Mapping.empty(text.location(address, 0, 0));
    }

    /**
     * The node that begins at an offset of the current line, with the lines that belong to it.
     *
     * @param above the column of what it belongs to
     */
    private Node block(int at, int above) {
        if (depth >= DEEPEST) {
            line++;
            skip();
            return empty(at);
        }
        depth++;
        int column = at - text.lineStart(line);
        Node node =
                isItem(at)
                        ? items(at, column)
                        : colon(at) >= 0 || keyBelow(column)
                                ? entries(at, column)
                                : value(at, above);
        depth--;
        return node;
    }

    /** A word alone is a key when the next line of the same column has one. */
    private boolean keyBelow(int column) {
        int next = next(line + 1);
        return next < text.lineCount()
                && column == start(next) - text.lineStart(next)
                && !isItem(start(next))
                && colon(start(next)) >= 0;
    }

    private Node items(int at, int column) {
        List<Node> items = new ArrayList<>();
        int end = at + 1;
        int dash = at;
        while (true) {
            int content = blanks(dash + 1);
            Node item = isEnd(content) ? below(content, column) : block(content, column);
            items.add(item);
            end = Math.max(dash + 1, text.end(item.location()));
            strays(column);
            if (line >= text.lineCount() || indent(line) != column || !isItem(start(line))) {
                break;
            }
            dash = start(line);
        }
        return new Node.Sequence(List.copyOf(items), text.location(address, at, end));
    }

    private Node entries(int at, int column) {
        List<Mapping.Entry> entries = new ArrayList<>();
        int end = at;
        int from = at;
        while (true) {
            int colon = colon(from);
            Mapping.Entry entry;
            if (colon < 0) {
                Node key = plain(from, lineContentEnd(from));
                line++;
                skip();
                entry = new Mapping.Entry(key, empty(text.end(key.location())));
            } else {
                Node key = key(from, colon);
                int content = decorations(blanks(colon + 1));
                entry =
                        new Mapping.Entry(
                                key,
                                isEnd(content)
                                        ? anchored(colon, content, entryBelow(content, column))
                                        : anchored(colon, content, value(content, column)));
            }
            entries.add(entry);
            end = Math.max(text.end(entry.at()), text.end(entry.value().location()));
            strays(column);
            if (line >= text.lineCount() || indent(line) != column || isItem(start(line))) {
                break;
            }
            from = start(line);
        }
        return new Mapping(entries, text.location(address, at, Math.max(at, end)));
    }

    /** The value of a key with nothing behind its colon: deeper lines, or items in its column. */
    private Node entryBelow(int at, int column) {
        int next = next(line + 1);
        if (next < text.lineCount() && indent(next) == column && isItem(start(next))) {
            line = next;
            return block(start(next), column);
        }
        return below(at, column);
    }

    private Node below(int at, int column) {
        line++;
        skip();
        return line < text.lineCount() && indent(line) > column
                ? block(start(line), column)
                : empty(at);
    }

    /** A value that begins within a line; {@code column} is that of its key. */
    private Node value(int at, int column) {
        char first = all.charAt(at);
        if (first == '|' || first == '>') {
            int end = text.lineEnd(line);
            line++;
            while (line < text.lineCount() && (blank(line) || indent(line) > column)) {
                end = text.lineEnd(line++);
            }
            skip();
            return new Node.Scalar(all.substring(at, end), false, text.location(address, at, end));
        }
        if (first == '{' || first == '[') {
            int limit = flowLimit(column);
            Flow flow = new Flow(text, address, anchors, at, limit);
            Node node = flow.node();
            line = text.lineOf(Math.max(at, flow.at() - 1)) + 1;
            skip();
            return node;
        }
        if (first == '*') {
            int end = lineContentEnd(at);
            Node known = anchors.get(all.substring(at + 1, end));
            line++;
            skip();
            return known == null ? plain(at, end) : known;
        }
        Node scalar = scalar(at, lineContentEnd(at));
        line++;
        skip();
        if (line < text.lineCount() && indent(line) > column) {
            if (colon(start(line)) >= 0) {
                // Lines of a value below one that is half written.
                return block(start(line), column);
            }
            strays(column);
        }
        return scalar;
    }

    private Node scalar(int at, int end) {
        char quote = all.charAt(at);
        if (quote == '"' || quote == '\'') {
            int close = all.indexOf(quote, Math.min(at + 1, end), end);
            int stop = close < 0 ? end : close;
            return new Node.Scalar(
                    all.substring(Math.min(at + 1, stop), stop),
                    false,
                    text.location(address, at, Math.min(stop + 1, end)));
        }
        return plain(at, end);
    }

    private Node plain(int at, int end) {
        return new Node.Scalar(all.substring(at, end), true, text.location(address, at, end));
    }

    private Node key(int at, int colon) {
        int end = colon;
        while (end > at && all.charAt(end - 1) == ' ') {
            end--;
        }
        return scalar(at, end);
    }

    private Node empty(int at) {
        return new Node.Scalar("", true, text.location(address, at, at));
    }

    /** Lines that are deeper than anything they could belong to. */
    private void strays(int column) {
        while (line < text.lineCount() && indent(line) > column) {
            line++;
            skip();
        }
    }

    /** Where a collection in braces ends at the latest: before a line that is not part of it. */
    private int flowLimit(int column) {
        int next = line + 1;
        while (next < text.lineCount()) {
            boolean outside =
                    !blank(next)
                            && indent(next) <= Math.max(column, 0)
                            && "}]".indexOf(all.charAt(start(next))) < 0;
            if (outside) {
                break;
            }
            next++;
        }
        return text.lineEnd(next - 1);
    }

    /** Passes over anchors and tags. */
    private int decorations(int at) {
        int from = at;
        while (from < text.lineEnd(line) && (all.charAt(from) == '&' || all.charAt(from) == '!')) {
            while (from < text.lineEnd(line) && all.charAt(from) != ' ') {
                from++;
            }
            from = blanks(from);
        }
        return from;
    }

    private Node anchored(int colon, int content, Node node) {
        String between = all.substring(colon + 1, content).strip();
        Optional.of(between)
                .filter(word -> word.startsWith("&"))
                .ifPresent(word -> anchors.put(word.substring(1).split(" ")[0], node));
        return node;
    }

    /** The colon that ends the key at an offset of the current line; -1 if there is none. */
    private int colon(int at) {
        int end = text.lineEnd(text.lineOf(at));
        int from = at;
        if (from < end && (all.charAt(from) == '"' || all.charAt(from) == '\'')) {
            int close = all.indexOf(all.charAt(from), from + 1, end);
            if (close < 0) {
                return -1;
            }
            from = close + 1;
        } else if (from < end && "{[#|>&*!".indexOf(all.charAt(from)) >= 0) {
            return -1;
        }
        for (int i = from; i < end; i++) {
            char c = all.charAt(i);
            if (c == ':' && (i + 1 == end || all.charAt(i + 1) == ' ')) {
                return i;
            }
            if (c == '#' && i > at && all.charAt(i - 1) == ' ') {
                return -1;
            }
        }
        return -1;
    }

    private boolean isItem(int at) {
        int end = text.lineEnd(text.lineOf(at));
        return at < end && all.charAt(at) == '-' && (at + 1 == end || all.charAt(at + 1) == ' ');
    }

    private boolean isEnd(int at) {
        return at >= text.lineEnd(line) || all.charAt(at) == '#';
    }

    /** The end of what a line says, before a comment and blanks. */
    private int lineContentEnd(int at) {
        int end = text.lineEnd(text.lineOf(at));
        int comment = all.indexOf(" #", at, end);
        char quote = all.charAt(at);
        if ((quote == '"' || quote == '\'')
                && all.indexOf(quote, Math.min(at + 1, end), end) > comment) {
            comment = -1;
        }
        end = comment >= 0 ? comment : end;
        while (end > at && all.charAt(end - 1) == ' ') {
            end--;
        }
        return end;
    }

    private int blanks(int at) {
        int from = at;
        while (from < text.lineEnd(line) && all.charAt(from) == ' ') {
            from++;
        }
        return from;
    }

    private void skip() {
        line = next(line);
    }

    /** The first line with content at or below one. */
    private int next(int from) {
        int next = from;
        while (next < text.lineCount() && blank(next)) {
            next++;
        }
        return next;
    }

    private boolean blank(int number) {
        int start = start(number);
        return start >= text.lineEnd(number)
                || all.charAt(start) == '#'
                || (start == text.lineStart(number)
                        && (all.startsWith("---", start)
                                || all.startsWith("...", start)
                                || all.charAt(start) == '%'));
    }

    private int start(int number) {
        int at = text.lineStart(number);
        int end = text.lineEnd(number);
        while (at < end && (all.charAt(at) == ' ' || all.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private int indent(int number) {
        return start(number) - text.lineStart(number);
    }
}
