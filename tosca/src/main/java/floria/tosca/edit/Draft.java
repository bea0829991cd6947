package floria.tosca.edit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.value.Value;
import floria.tosca.yaml.Limits;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;
import floria.tosca.yaml.YamlReader;

/**
 * The text of a template that is being changed, entry by entry. Whatever a change does not mean
 * stays as it is to the byte: comments, order, quotes. A place is named by the keys that lead to
 * it; an item of a sequence by its number, from 0. Immutable: a change answers with the next draft.
 */
public final class Draft {
    private final String text;
    private final Offsets offsets;
    private final Mapping root;

    private Draft(String text, Mapping root) {
        this.text = text;
        this.offsets = new Offsets(text);
        this.root = root;
    }

    /**
     * Begins with a text.
     *
     * @throws EditRefused if it is no mapping in YAML
     */
    public static Draft of(String text) {
        Problems problems = new Problems();
        Optional<Node> root =
                new YamlReader(problems, Limits.STANDARD)
                        .read(new Source("draft", text.getBytes(StandardCharsets.UTF_8)));
        Optional<Problem> error =
                problems.sorted(_ -> 0, _ -> "").stream().filter(Problem::isError).findFirst();
        if (error.isPresent()) {
            throw new EditRefused(error.get().message(), error.get().location());
        }
        return switch (root.orElseGet(() -> Mapping.empty(Location.startOf("draft")))) {
            case Mapping mapping -> new Draft(text, mapping);
            case Node other -> throw new EditRefused("this is not a mapping", other.location());
        };
    }

    /** The text as it is now. */
    public String text() {
        return text;
    }

    /** The tree of the text. */
    public Mapping root() {
        return root;
    }

    /** Whether there is something at this place. */
    public boolean has(List<String> place) {
        return find(place).isPresent();
    }

    /**
     * Puts a value at a place: instead of what is there, or as last entry of its mapping. Mappings
     * that are missing on the way are made; the number of a sequence's items adds one.
     */
    public Draft set(List<String> place, Value value) {
        return set(place, Trees.of(value));
    }

    /** The same, with a tree of which only what it says counts. */
    public Draft set(List<String> place, Node value) {
        if (place.isEmpty()) {
            throw new EditRefused("a place has at least one key");
        }
        List<String> above = place.subList(0, place.size() - 1);
        String last = place.getLast();
        Optional<Spot> spot = find(place);
        if (spot.isPresent()) {
            return replace(spot.get(), value);
        }
        Optional<Spot> parent = find(above);
        if (parent.isEmpty() || parent.get().value().isNull()) {
            // What is missing above is made together with its first entry.
            return above.isEmpty()
                    ? append(root, last, value)
                    : set(above, Trees.mapping(last, value));
        }
        return switch (parent.get().value()) {
            case Mapping mapping -> append(mapping, last, value);
            case Node.Sequence sequence when last.equals(String.valueOf(sequence.items().size())) ->
                    append(sequence, value);
            case Node other ->
                    throw new EditRefused(
                            "there is no room for '" + last + "' here", other.location());
        };
    }

    /**
     * Takes an entry over from another draft, at the same place, with its comments and as it is
     * written; its mapping is there, and has none of that name.
     */
    Draft graft(List<String> place, Draft from) {
        Spot spot = from.required(place);
        Cutting cutting = new Cutting(from.text, from.offsets, spot);
        List<String> above = place.subList(0, place.size() - 1);
        boolean block =
                find(above).map(Spot::value).filter(there -> hasRoom(there)).isPresent()
                        && !from.isFlow(spot.in())
                        && cutting.standsAlone();
        if (!block) {
            return set(place, spot.value());
        }
        Mapping mapping = (Mapping) required(above).value();
        int column = mapping.entries().isEmpty() ? 0 : offsets.column(lastOwn(mapping).at());
        String lines = cutting.lines(column);
        return mapping.entries().isEmpty() ? of(text + lines + "\n") : addLines(mapping, lines);
    }

    private boolean hasRoom(Node node) {
        return node instanceof Mapping mapping
                && !isFlow(mapping)
                && (!mapping.entries().isEmpty() || mapping.equals(root));
    }

    /** Takes an entry or an item away, with the comment that stands above it. */
    public Draft remove(List<String> place) {
        Spot spot = required(place);
        return spot.siblings() == 1 ? emptied(place) : without(spot);
    }

    /** Gives an entry another key. */
    public Draft rename(List<String> place, String key) {
        Spot spot = required(place);
        Mapping.Entry entry =
                spot.entry().orElseThrow(() -> new EditRefused("an item has no name to change"));
        if (spot.in() instanceof Mapping mapping && mapping.has(key)) {
            throw new EditRefused("there is a '" + key + "' already", mapping.location());
        }
        return with(offsets.of(entry.at()), Rendering.text(key));
    }

    private Spot required(List<String> place) {
        return find(place)
                .orElseThrow(() -> new EditRefused("there is no " + String.join("/", place)));
    }

    private Optional<Spot> find(List<String> place) {
        Spot spot = new Spot(root, Optional.empty(), 0, root);
        for (String key : place) {
            Optional<Spot> next =
                    switch (spot.value()) {
                        case Mapping mapping -> entry(mapping, key);
                        case Node.Sequence sequence -> item(sequence, key);
                        case Node.Scalar _ -> Optional.empty();
                    };
            if (next.isEmpty()) {
                return Optional.empty();
            }
            spot = next.get();
            own(spot);
        }
        return Optional.of(spot);
    }

    private static Optional<Spot> entry(Mapping mapping, String key) {
        for (int i = 0; i < mapping.entries().size(); i++) {
            Mapping.Entry entry = mapping.entries().get(i);
            if (entry.name().equals(key)) {
                return Optional.of(new Spot(mapping, Optional.of(entry), i, entry.value()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Spot> item(Node.Sequence sequence, String key) {
        for (int i = 0; i < sequence.items().size(); i++) {
            if (key.equals(String.valueOf(i))) {
                return Optional.of(
                        new Spot(sequence, Optional.empty(), i, sequence.items().get(i)));
            }
        }
        return Optional.empty();
    }

    /** What came by an alias or a merge stands elsewhere, and belongs to others too. */
    private void own(Spot spot) {
        boolean keyInside = offsets.covers(spot.in().location(), spot.start());
        boolean valueBehind =
                spot.entry()
                        .map(entry ->
                                offsets.start(entry.at()) <= offsets.start(spot.value().location()))
                        .orElse(true);
        if (!keyInside || !valueBehind) {
            throw new EditRefused(
                    "this is shared by an anchor, and a change here would change it for all who use it",
                    spot.value().location());
        }
    }

    private Draft replace(Spot spot, Node value) {
        Span old = offsets.of(spot.value().location());
        int column = offsets.column(spot.start());
        boolean inFlow = isFlow(spot.in());
        if (spot.entry().isEmpty()) {
            return with(old, inFlow ? Rendering.flow(value) : Rendering.item(value, column));
        }
        if (inFlow) {
            return with(behindColon(spot, old), " " + Rendering.flow(value));
        }
        String fresh = Rendering.behindKey(value, column);
        boolean sameLine = !text.substring(keyEnd(spot), old.start()).contains("\n");
        if (sameLine) {
            return with(behindColon(spot, old), fresh);
        }
        // A comment may stand behind the key, or below it: it stays.
        int line = offsets.lineStart(old.start());
        return fresh.startsWith("\n")
                ? with(new Span(line, old.end()), fresh.substring(1))
                : with(new Span(line - 1, old.end()), "").with(point(colonEnd(spot)), fresh);
    }

    private Span behindColon(Spot spot, Span old) {
        return new Span(colonEnd(spot), Math.max(old.end(), colonEnd(spot)));
    }

    private int keyEnd(Spot spot) {
        return offsets.of(spot.start()).end();
    }

    private int colonEnd(Spot spot) {
        return text.indexOf(':', keyEnd(spot)) + 1;
    }

    private Draft append(Mapping mapping, String key, Node value) {
        if (mapping.entries().isEmpty() && !isFlow(mapping)) {
            // Nothing but comments, if that.
            String gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            return of(text + gap + Rendering.entry(key, value, 0) + "\n");
        }
        if (isFlow(mapping)) {
            return appendToFlow(mapping, Rendering.text(key) + ": " + Rendering.flow(value));
        }
        Mapping.Entry last = lastOwn(mapping);
        int column = offsets.column(last.at());
        return addLines(mapping, " ".repeat(column) + Rendering.entry(key, value, column));
    }

    private Draft append(Node.Sequence sequence, Node value) {
        if (isFlow(sequence)) {
            return appendToFlow(sequence, Rendering.flow(value));
        }
        int column = offsets.column(sequence.location());
        return addLines(sequence, " ".repeat(column) + "- " + Rendering.item(value, column + 2));
    }

    private Mapping.Entry lastOwn(Mapping mapping) {
        return mapping.entries().stream()
                .filter(entry -> offsets.covers(mapping.location(), entry.at()))
                .reduce((_, later) -> later)
                .orElseThrow(() ->
                        new EditRefused("all of this comes from elsewhere", mapping.location()));
    }

    private Draft addLines(Node block, String lines) {
        int end = offsets.lineEnd(offsets.of(block.location()).end());
        return with(point(end), "\n" + lines);
    }

    private Draft appendToFlow(Node collection, String item) {
        int close = offsets.of(collection.location()).end() - 1;
        int content = close;
        while (Character.isWhitespace(text.charAt(content - 1))) {
            content--;
        }
        char before = text.charAt(content - 1);
        boolean first = before == '{' || before == '[';
        String separator = first ? " " : before == ',' ? " " : ", ";
        String tail = content == close ? (first ? " " : "") : "";
        return with(point(content), separator + item + tail);
    }

    private Draft emptied(List<String> place) {
        List<String> above = place.subList(0, place.size() - 1);
        if (above.isEmpty()) {
            throw new EditRefused("a template keeps at least one entry");
        }
        return set(above, Trees.emptyLike(required(place).in()));
    }

    private Draft without(Spot spot) {
        int start = offsets.start(spot.start());
        int end = offsets.of(spot.value().location()).end();
        if (spot.entry().isPresent()) {
            end = Math.max(end, colonEnd(spot));
        }
        if (isFlow(spot.in())) {
            return withoutInFlow(spot, start, end);
        }
        int first = offsets.lineStart(start);
        String margin = text.substring(first, start);
        if (!margin.isBlank() && !(spot.in() instanceof Node.Sequence)) {
            // The first entry of an item shares its line with the dash; the second takes its place.
            Mapping mapping = (Mapping) spot.in();
            int next = offsets.start(mapping.entries().get(spot.number() + 1).at());
            return with(new Span(start, next), "");
        }
        if (!margin.replace('-', ' ').isBlank()
                || margin.chars().filter(c -> c == '-').count() > 1) {
            throw new EditRefused("this shares its line with other things", spot.start());
        }
        int column = margin.indexOf('-') < 0 ? margin.length() : margin.indexOf('-');
        int behind = offsets.commentsBelow(offsets.lineBehind(end), column);
        return with(new Span(offsets.commentsAbove(first, column), behind), "");
    }

    private Draft withoutInFlow(Spot spot, int start, int end) {
        int comma = text.indexOf(',', end);
        int close = offsets.of(spot.in().location()).end() - 1;
        if (comma >= 0 && comma < close && spot.number() < spot.siblings() - 1) {
            int next = comma + 1;
            while (Character.isWhitespace(text.charAt(next))) {
                next++;
            }
            return with(new Span(start, next), "");
        }
        return with(new Span(text.lastIndexOf(',', start), end), "");
    }

    private boolean isFlow(Node node) {
        int at = offsets.start(node.location());
        return at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '[');
    }

    private static Span point(int at) {
        return new Span(at, at);
    }

    private Draft with(Span span, String fresh) {
        return of(text.substring(0, span.start()) + fresh + text.substring(span.end()));
    }
}
