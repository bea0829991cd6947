package floria.tosca.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Many changes of one draft that do not touch each other, made at once, in the time of one. What
 * they do not mean stays as it is to the byte, and a comment in what is replaced is put above it.
 * What several places share by an anchor is changed once, for all of them.
 */
public final class Changes {
    private final Draft draft;
    private final String text;
    private final Offsets offsets;
    private final TreeMap<Integer, Piece> pieces = new TreeMap<>();
    private final List<Piece> insertions = new ArrayList<>();
    private final Set<Node> indented = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Integer> moved = new HashSet<>();

    /** What takes the place of a stretch. */
    private record Piece(Span span, String fresh) {}

    public Changes(Draft draft) {
        this.draft = draft;
        this.text = draft.text();
        this.offsets = new Offsets(text);
    }

    /** Gives an entry another key. */
    public void rename(Mapping.Entry entry, String key) {
        put(offsets.of(entry.at()), Rendering.text(key));
    }

    /** Another scalar instead of one. */
    public void replace(Node.Scalar old, Value fresh) {
        put(offsets.of(old.location()), Rendering.flow(Trees.of(fresh)));
    }

    /** Another key and value instead of an entry. */
    public void replace(Mapping in, Mapping.Entry entry, String key, Node fresh) {
        int start = offsets.start(entry.at());
        int colon = text.indexOf(':', offsets.of(entry.at()).end()) + 1;
        boolean own = isOwn(in, entry);
        int end = own ? Math.max(colon, offsets.of(entry.value().location()).end()) : alias(colon);
        if (isFlow(in)) {
            put(new Span(start, end), Rendering.text(key) + ": " + Rendering.flow(fresh));
            return;
        }
        int column = offsets.column(entry.at());
        if (put(new Span(start, end), Rendering.entry(key, fresh, column)) && own) {
            keepComments(start, new Span(colon, end), entry.value());
        }
    }

    /** Another item instead of one of a list. */
    public void replace(Node.Sequence in, Node old, Node fresh) {
        Span span = offsets.of(old.location());
        int column = offsets.column(old.location());
        put(span, isFlow(in) ? Rendering.flow(fresh) : Rendering.item(fresh, column));
    }

    /** Another last entry. */
    public void add(Mapping in, String key, Node fresh) {
        if (isFlow(in)) {
            int close = offsets.of(in.location()).end() - 1;
            while (Character.isWhitespace(text.charAt(close - 1))) {
                close--;
            }
            String gap = in.entries().isEmpty() ? " " : text.charAt(close - 1) == ',' ? " " : ", ";
            String tail = Character.isWhitespace(text.charAt(close)) ? "" : " ";
            insert(close, gap + Rendering.text(key) + ": " + Rendering.flow(fresh) + tail);
            return;
        }
        int column = in.entries().isEmpty() ? 0 : offsets.column(in.entries().getFirst().at());
        int end = offsets.lineEnd(offsets.of(in.location()).end());
        insert(end, "\n" + " ".repeat(column) + Rendering.entry(key, fresh, column));
    }

    /** Another first entry of a list, such as of imports. */
    public void addFirst(Node.Sequence in, Node fresh) {
        if (isFlow(in)) {
            int start = offsets.start(in.location()) + 1;
            String gap = Character.isWhitespace(text.charAt(start)) ? "" : " ";
            String tail = in.items().isEmpty() ? "" : ",";
            insert(start, " " + Rendering.flow(fresh) + tail + gap);
            return;
        }
        int column = offsets.column(in.location());
        int line = offsets.lineStart(offsets.start(in.location()));
        String item = " ".repeat(column) + "- " + Rendering.item(fresh, column + 2) + "\n";
        insert(offsets.commentsAbove(line, column), item);
    }

    /** An entry before another one of a mapping of lines. */
    public void addBefore(Mapping.Entry entry, String key, Node fresh) {
        int column = offsets.column(entry.at());
        int line = offsets.lineStart(offsets.start(entry.at()));
        String lines = " ".repeat(column) + Rendering.entry(key, fresh, column) + "\n\n";
        insert(offsets.commentsAbove(line, column), lines);
    }

    /**
     * Puts entries under a new key of their mapping, as they are written, where the first of them
     * is. Answers whether that could be done: what shares a line or is merged in cannot be moved.
     */
    public boolean nest(Mapping in, List<Mapping.Entry> entries, String key) {
        if (!indented.add(in)) {
            return true;
        }
        if (isFlow(in)) {
            return nestInFlow(in, entries, key);
        }
        List<Span> runs = runs(in, entries);
        if (runs.isEmpty()) {
            return false;
        }
        int column = offsets.column(entries.getFirst().at());
        StringBuilder lines = new StringBuilder(" ".repeat(column) + key + ":\n");
        for (Span run : runs) {
            String written = text.substring(run.start(), run.end());
            boolean open = runs.size() > 1 && !written.endsWith("\n");
            lines.append(deeper(written)).append(open ? "\n" : "");
        }
        put(runs.getFirst(), lines.toString());
        runs.stream().skip(1).forEach(run -> put(run, ""));
        return true;
    }

    private boolean nestInFlow(Mapping in, List<Mapping.Entry> entries, String key) {
        List<Mapping.Entry> all = in.entries();
        int first = all.indexOf(entries.getFirst());
        boolean together =
                first + entries.size() <= all.size()
                        && all.subList(first, first + entries.size()).equals(entries)
                        && entries.stream().allMatch(entry -> isOwn(in, entry));
        if (!together) {
            return false;
        }
        insert(offsets.start(entries.getFirst().at()), key + ": { ");
        Mapping.Entry last = entries.getLast();
        int colon = text.indexOf(':', offsets.of(last.at()).end()) + 1;
        insert(Math.max(colon, offsets.of(last.value().location()).end()), " }");
        return true;
    }

    /** Moves entries into another mapping of lines, behind what is there. */
    public boolean move(Mapping in, List<Mapping.Entry> entries, Mapping to) {
        List<Span> runs = runs(in, entries);
        if (isFlow(in) || isFlow(to) || to.entries().isEmpty() || runs.isEmpty()) {
            return false;
        }
        int column = offsets.column(to.entries().getFirst().at());
        StringBuilder lines = new StringBuilder();
        for (Span run : runs) {
            put(run, "");
            text.substring(run.start(), run.end())
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> lines.append('\n').append(" ".repeat(column)).append(line));
        }
        insert(offsets.lineEnd(offsets.of(to.location()).end()), lines.toString());
        return true;
    }

    /** Makes a list of maps of one key each of a mapping. */
    public void list(Mapping in) {
        if (in.entries().isEmpty() || !indented.add(in)) {
            return;
        }
        if (isFlow(in)) {
            Span span = offsets.of(in.location());
            List<String> items =
                    in.entries().stream()
                            .map(entry ->
                                    "{ %s: %s }"
                                            .formatted(
                                                    Rendering.text(entry.name()),
                                                    Rendering.flow(entry.value())))
                            .toList();
            put(span, "[ " + String.join(", ", items) + " ]");
            return;
        }
        List<Span> runs = runs(in, in.entries());
        if (runs.isEmpty()) {
            return;
        }
        int column = offsets.column(in.entries().getFirst().at());
        Set<Integer> starts = new HashSet<>();
        in.entries().forEach(entry -> starts.add(offsets.start(entry.at())));
        for (Span run : runs) {
            StringBuilder lines = new StringBuilder();
            int line = run.start();
            while (line < run.end()) {
                int next = Math.min(offsets.lineBehind(line), run.end());
                String content = text.substring(line, next);
                if (starts.contains(line + column)) {
                    lines.append(" ".repeat(column)).append("- ").append(content.substring(column));
                } else {
                    boolean comment = content.stripLeading().startsWith("#");
                    lines.append(comment ? content : deeper(content));
                }
                line = next;
            }
            put(run, lines.toString());
        }
    }

    /** The draft with all of it. */
    public Draft made() {
        if (pieces.isEmpty() && insertions.isEmpty()) {
            return draft;
        }
        List<Piece> all = new ArrayList<>(pieces.values());
        all.addAll(insertions);
        all.sort((one, other) -> {
            int order = Integer.compare(one.span().start(), other.span().start());
            return order != 0 ? order : Integer.compare(one.span().end(), other.span().end());
        });
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (Piece piece : all) {
            if (piece.span().start() < at) {
                // What stands inside of what was replaced is gone with it.
                continue;
            }
            out.append(text, at, piece.span().start()).append(piece.fresh());
            at = piece.span().end();
        }
        return Draft.of(out.append(text, at, text.length()).toString());
    }

    /** Whether this was not changed before. */
    private boolean put(Span span, String fresh) {
        return pieces.putIfAbsent(span.start(), new Piece(span, fresh)) == null;
    }

    private void insert(int at, String fresh) {
        Piece piece = new Piece(new Span(at, at), fresh);
        if (!insertions.contains(piece)) {
            insertions.add(piece);
        }
    }

    /** The whole lines of entries, neighbours together; none if one of them shares its lines. */
    private List<Span> runs(Mapping in, List<Mapping.Entry> entries) {
        List<Span> runs = new ArrayList<>();
        for (Mapping.Entry entry : entries) {
            int start = offsets.start(entry.at());
            int line = offsets.lineStart(start);
            if (!isOwnKey(in, entry) || !text.substring(line, start).isBlank()) {
                return List.of();
            }
            int colon = text.indexOf(':', offsets.of(entry.at()).end()) + 1;
            int end =
                    isOwn(in, entry)
                            ? Math.max(colon, offsets.of(entry.value().location()).end())
                            : colon;
            Span lines =
                    new Span(
                            offsets.commentsAbove(line, offsets.column(entry.at())),
                            offsets.lineBehind(end));
            Optional<Span> last = runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
            boolean next = last.filter(run -> onlyComments(run.end(), lines.start())).isPresent();
            if (next) {
                runs.set(runs.size() - 1, new Span(last.get().start(), lines.end()));
            } else {
                runs.add(lines);
            }
        }
        return runs;
    }

    private boolean onlyComments(int from, int to) {
        return from <= to
                && text.substring(from, to)
                        .lines()
                        .allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"));
    }

    private static String deeper(String lines) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < lines.length()) {
            int end = lines.indexOf('\n', at);
            String line = lines.substring(at, end < 0 ? lines.length() : end + 1);
            out.append(line.isBlank() ? "" : "  ").append(line);
            at += line.length();
        }
        return out.toString();
    }

    /** Comments between the scalars of a value that goes away, each on a line above its key. */
    private void keepComments(int key, Span old, Node value) {
        List<Span> scalars = new ArrayList<>();
        scalars(value, scalars);
        StringBuilder comments = new StringBuilder();
        int line = offsets.lineStart(key);
        int content = line;
        while (text.charAt(content) == ' ') {
            content++;
        }
        String margin = text.substring(line, content);
        for (int at = old.start(); at < old.end(); at++) {
            int here = at;
            boolean comment =
                    text.charAt(at) == '#'
                            && Character.isWhitespace(text.charAt(at - 1))
                            && scalars.stream()
                                    .noneMatch(span -> span.start() <= here && here < span.end());
            if (comment) {
                int end = offsets.lineEnd(at);
                if (end >= old.end()) {
                    break;
                }
                comments.append(margin).append(text, at, end).append('\n');
                at = end;
            }
        }
        if (!comments.isEmpty() && moved.add(line)) {
            insert(line, comments.toString());
        }
    }

    private void scalars(Node node, List<Span> all) {
        switch (node) {
            case Node.Scalar scalar -> all.add(offsets.of(scalar.location()));
            case Node.Sequence(List<Node> items, _) -> items.forEach(item -> scalars(item, all));
            case Mapping mapping ->
                    mapping.entries()
                            .forEach(entry -> {
                                all.add(offsets.of(entry.at()));
                                scalars(entry.value(), all);
                            });
        }
    }

    private boolean isOwnKey(Mapping in, Mapping.Entry entry) {
        return offsets.covers(in.location(), entry.at());
    }

    /** Whether a value stands behind its key, and is no alias. */
    private boolean isOwn(Mapping in, Mapping.Entry entry) {
        Location value = entry.value().location();
        return isOwnKey(in, entry)
                && offsets.start(entry.at()) <= offsets.start(value)
                && offsets.covers(in.location(), value);
    }

    /** Where an alias ends that stands behind a colon. */
    private int alias(int colon) {
        int at = colon;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '*') {
            return colon;
        }
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private boolean isFlow(Node node) {
        int at = offsets.start(node.location());
        return at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '[');
    }
}
