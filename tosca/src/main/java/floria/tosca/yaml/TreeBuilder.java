package floria.tosca.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;

/** Builds the tree of one document from parser events, with a stack of its own. */
final class TreeBuilder {
    private final String address;
    private final int linesBefore;
    private final Limits limits;
    private final Problems problems;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Words words = new Words();
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Node root;
    private long expanded;

    /** A node with an anchor, and how many nodes it stands for when all aliases are written out. */
    private record Anchored(Node node, long weight) {}

    /** A collection that has begun. */
    private static final class Open {
        final boolean mapping;
        final Location start;
        final Optional<Anchor> anchor;
        final List<Node> items = new ArrayList<>();
        long weight = 1;

        /** The end of what was last, as it is written. */
        int endLine;

        int endColumn;

        Open(boolean mapping, Location start, Optional<Anchor> anchor) {
            this.mapping = mapping;
            this.start = start;
            this.endLine = start.endLine();
            this.endColumn = start.endColumn();
            this.anchor = anchor;
        }
    }

    TreeBuilder(String address, int linesBefore, Limits limits, Problems problems) {
        this.address = address;
        this.linesBefore = linesBefore;
        this.limits = limits;
        this.problems = problems;
    }

    Optional<Node> build(Iterator<Event> events) {
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    documents++;
                    if (documents > 1) {
                        problems.tolerated(
                                "several-documents",
                                location(event),
                                "only the first YAML document of a file is read");
                        return Optional.ofNullable(root);
                    }
                }
                case Scalar -> {
                    Node.Scalar scalar = scalar((ScalarEvent) event);
                    add(
                            scalar,
                            1,
                            ((ScalarEvent) event).getAnchor(),
                            scalar.endLine(),
                            scalar.endColumn());
                }
                case Alias -> {
                    if (!alias((AliasEvent) event)) {
                        return Optional.empty();
                    }
                }
                case SequenceStart, MappingStart -> {
                    if (open.size() >= limits.depth()) {
                        problems.error(
                                "nested-too-deeply",
                                location(event),
                                "more than %d levels of nesting".formatted(limits.depth()));
                        return Optional.empty();
                    }
                    CollectionStartEvent start = (CollectionStartEvent) event;
                    open.addLast(
                            new Open(
                                    event instanceof MappingStartEvent,
                                    location(event),
                                    start.getAnchor()));
                }
                case SequenceEnd, MappingEnd -> close(event);
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
            }
        }
        return Optional.ofNullable(root);
    }

    private Node.Scalar scalar(ScalarEvent event) {
        Optional<String> tag = event.getTag();
        boolean string = tag.isPresent() && !isCoreTag(tag.get());
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElseThrow();
        return new Node.Scalar(
                words.one(event.getValue()),
                event.isPlain() && !string,
                address,
                line(start),
                start.getColumn() + 1,
                line(end),
                end.getColumn() + 1);
    }

    /** Tags of the core schema say what a plain scalar is anyway; any other makes it a string. */
    private static boolean isCoreTag(String tag) {
        return tag.equals("tag:yaml.org,2002:int")
                || tag.equals("tag:yaml.org,2002:float")
                || tag.equals("tag:yaml.org,2002:bool")
                || tag.equals("tag:yaml.org,2002:null");
    }

    private boolean alias(AliasEvent event) {
        String name = event.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            problems.error(
                            "unknown-anchor",
                            location(event),
                            "there is no anchor '&%s' before this alias".formatted(name))
                    .nearest(name, anchors.keySet());
            return false;
        }
        Location at = location(event);
        add(anchored.node(), anchored.weight(), Optional.empty(), at.endLine(), at.endColumn());
        expanded += anchored.weight();
        if (expanded > limits.expansion()) {
            problems.error(
                    "aliases-too-many",
                    location(event),
                    "aliases stand for more than %d nodes here".formatted(limits.expansion()));
            return false;
        }
        return true;
    }

    /**
     * @param endLine where the node ends as it is written, for an alias not where its anchor does
     */
    private void add(Node node, long weight, Optional<Anchor> anchor, int endLine, int endColumn) {
        if (anchor.isPresent()) {
            anchors.put(anchor.get().getValue(), new Anchored(node, weight));
        }
        Open last = open.peekLast();
        if (last == null) {
            root = node;
        } else {
            last.items.add(node);
            last.endLine = endLine;
            last.endColumn = endColumn;
            last.weight += weight;
        }
    }

    private void close(Event event) {
        Open done = open.removeLast();
        Mark end = event.getEndMark().orElseThrow();
        // A block collection's end event stands at the next token, often lines below.
        boolean flow = done.items.isEmpty() || !event.getStartMark().equals(event.getEndMark());
        int endLine = flow ? line(end) : done.endLine;
        int endColumn = flow ? end.getColumn() + 1 : done.endColumn;
        boolean forward =
                endLine > done.start.line()
                        || (endLine == done.start.line() && endColumn > done.start.column());
        Location whole =
                forward
                        ? new Location(
                                address, done.start.line(), done.start.column(), endLine, endColumn)
                        : done.start;
        Node node =
                done.mapping
                        ? new Merge(problems).mapping(done.items, whole)
                        : new Node.Sequence(List.copyOf(done.items), whole);
        add(node, done.weight, done.anchor, whole.endLine(), whole.endColumn());
    }

    private Location location(Event event) {
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElseThrow();
        return new Location(
                address, line(start), start.getColumn() + 1, line(end), end.getColumn() + 1);
    }

    private int line(Mark mark) {
        return mark.getLine() + 1 + linesBefore;
    }
}
