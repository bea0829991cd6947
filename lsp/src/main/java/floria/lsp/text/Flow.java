package floria.lsp.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads what stands in braces and brackets; where it is not closed, it ends at its limit. */
final class Flow {
    private static final String STOPS = ",[]{}";
    private static final int DEEPEST = 100;

    private final Text text;
    private final String all;
    private final String address;
    private final Map<String, Node> anchors;
    private final int limit;
    private int at;
    private int depth;

    Flow(Text text, String address, Map<String, Node> anchors, int at, int limit) {
        this.text = text;
        this.all = text.content();
        this.address = address;
        this.anchors = anchors;
        this.at = at;
        this.limit = limit;
    }

    /** Where the reading has come to. */
    int at() {
        return at;
    }

    Node node() {
        blanks();
        if (at >= limit) {
            return empty(at);
        }
        if (depth < DEEPEST) {
            depth++;
            char first = all.charAt(at);
            Node node = first == '{' ? mapping() : first == '[' ? sequence() : scalar();
            depth--;
            return node;
        }
        // Too deep to follow: a bracket is passed over.
        int start = at;
        at = Math.min(at + 1, limit);
        return empty(start);
    }

    private Node mapping() {
        int start = at++;
        List<Mapping.Entry> entries = new ArrayList<>();
        while (more('}')) {
            Node key = node();
            blanks();
            int behind = at;
            if (at < limit && all.charAt(at) == ':') {
                at++;
                entries.add(new Mapping.Entry(key, node()));
            } else {
                entries.add(new Mapping.Entry(key, empty(behind)));
            }
        }
        return new Mapping(entries, text.location(address, start, at));
    }

    private Node sequence() {
        int start = at++;
        List<Node> items = new ArrayList<>();
        while (more(']')) {
            Node item = node();
            blanks();
            if (at < limit && all.charAt(at) == ':') {
                // An entry without braces, such as [ a: b ].
                at++;
                Node value = node();
                item = new Mapping(List.of(new Mapping.Entry(item, value)), item.location());
            }
            items.add(item);
        }
        return new Node.Sequence(List.copyOf(items), text.location(address, start, at));
    }

    /** Whether there is another item; passes over the comma before it, or over the end. */
    private boolean more(char close) {
        blanks();
        while (at < limit && all.charAt(at) == ',') {
            at++;
            blanks();
        }
        if (at < limit && all.charAt(at) == close) {
            at++;
            return false;
        }
        // The wrong bracket ends this one too, and is left for the one outside.
        return at < limit && "]}".indexOf(all.charAt(at)) < 0;
    }

    private Node scalar() {
        int start = at;
        if (at < limit && (all.charAt(at) == '"' || all.charAt(at) == '\'')) {
            int close = all.indexOf(all.charAt(at), Math.min(at + 1, limit), limit);
            int stop = close < 0 ? lineEnd(start) : close;
            at = Math.min(stop + 1, limit);
            return new Node.Scalar(
                    all.substring(Math.min(start + 1, stop), stop),
                    false,
                    text.location(address, start, at));
        }
        while (at < limit && STOPS.indexOf(all.charAt(at)) < 0 && !colon() && !comment()) {
            at++;
        }
        int end = at;
        while (end > start && Character.isWhitespace(all.charAt(end - 1))) {
            end--;
        }
        String word = all.substring(start, end);
        Node known = word.startsWith("*") ? anchors.get(word.substring(1)) : null;
        return known != null
                ? known
                : new Node.Scalar(word, true, text.location(address, start, end));
    }

    private boolean colon() {
        return all.charAt(at) == ':'
                && (at + 1 >= limit
                        || Character.isWhitespace(all.charAt(at + 1))
                        || STOPS.indexOf(all.charAt(at + 1)) >= 0);
    }

    private boolean comment() {
        return all.charAt(at) == '#' && Character.isWhitespace(all.charAt(at - 1));
    }

    private int lineEnd(int offset) {
        return Math.min(limit, text.lineEnd(text.lineOf(offset)));
    }

    private void blanks() {
        while (at < limit && (Character.isWhitespace(all.charAt(at)) || comment())) {
            at = comment() ? lineEnd(at) : at + 1;
        }
    }

    private Node empty(int offset) {
        return new Node.Scalar("", true, text.location(address, offset, offset));
    }
}
