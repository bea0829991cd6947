package floria.tosca.edit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Where each line of a block goes. A line on which an entry of a block begins gets the column of
 * its level; one that goes on with an entry moves along with it.
 */
final class Layout {
    private static final int NOWHERE = -1;

    private final Lines lines;
    private final Deque<Block> open = new ArrayDeque<>();

    /** The column for the first word of a line, or {@link #NOWHERE} for one that goes on. */
    private final int[] columns;

    /** Lines of texts over several lines, of which nothing but the indentation may change. */
    private final BitSet verbatim = new BitSet();

    /** Blanks too many behind a colon or a dash: line, first and last column; right to left. */
    private final Map<Integer, Deque<int[]>> gaps = new HashMap<>();

    private int flow;

    /** A mapping or sequence that is open, with the column that its entries get. */
    private static final class Block {
        final boolean mapping;
        final boolean isFlow;
        final int column;
        final int written;
        boolean key = true;

        Block(boolean mapping, boolean isFlow, int column, int written) {
            this.mapping = mapping;
            this.isFlow = isFlow;
            this.column = column;
            this.written = written;
        }
    }

    Layout(Lines lines) {
        this.lines = lines;
        columns = new int[lines.count()];
        Arrays.fill(columns, NOWHERE);
    }

    void read(Iterator<Event> events) {
        while (events.hasNext()) {
            Event event = events.next();
            switch (event) {
                case CollectionStartEvent start -> begin(start);
                case CollectionEndEvent _ -> end();
                case ScalarEvent scalar -> {
                    entry(scalar);
                    keep(scalar);
                    next();
                }
                case AliasEvent alias -> {
                    entry(alias);
                    next();
                }
                default -> {
                    // The stream and its documents have no columns.
                }
            }
        }
    }

    private void begin(CollectionStartEvent start) {
        entry(start);
        boolean isFlow = start.getFlowStyle() == FlowStyle.FLOW;
        Block parent = open.peek();
        int column = parent == null ? 0 : parent.column + 2;
        int written = start.getStartMark().map(Mark::getColumn).orElse(0);
        open.push(new Block(start instanceof MappingStartEvent, isFlow, column, written));
        if (isFlow) {
            flow++;
        }
    }

    private void end() {
        if (open.pop().isFlow) {
            flow--;
        }
        next();
    }

    /** A key of a block mapping, or an item of a block sequence, begins here. */
    private void entry(Event event) {
        Block in = open.peek();
        if (in == null || flow > 0) {
            return;
        }
        Mark start = event.getStartMark().orElseThrow();
        if (in.mapping && !in.key) {
            close(start, ':');
            return;
        }
        if (!in.mapping) {
            close(start, '-');
        }
        int line = event.getStartMark().map(Mark::getLine).orElse(0);
        if (line < lines.count() && lines.indentation(line) == in.written) {
            columns[line] = in.column;
        }
    }

    /** Notes blanks between {@code sign} and what follows it in its line, if they are too many. */
    private void close(Mark start, char sign) {
        int line = start.getLine();
        if (line >= lines.count()) {
            return;
        }
        String text = lines.get(line);
        int end = text.offsetByCodePoints(0, start.getColumn());
        int begin = end;
        while (begin > 0 && text.charAt(begin - 1) == ' ') {
            begin--;
        }
        if (end - begin > 1 && begin > 0 && text.charAt(begin - 1) == sign) {
            gaps.computeIfAbsent(line, _ -> new ArrayDeque<>()).push(new int[] {begin, end});
        }
    }

    /** The line with one blank where there are too many. */
    private String closed(int line) {
        StringBuilder text = new StringBuilder(lines.get(line));
        for (int[] gap : gaps.getOrDefault(line, new ArrayDeque<>())) {
            text.replace(gap[0], gap[1], " ");
        }
        return text.toString();
    }

    private void next() {
        Block in = open.peek();
        if (in != null && in.mapping) {
            in.key = !in.key;
        }
    }

    private void keep(ScalarEvent scalar) {
        int first = scalar.getStartMark().map(Mark::getLine).orElse(0);
        Mark end = scalar.getEndMark().orElseThrow();
        // A block text ends before the first column of the line after it.
        int last = end.getColumn() == 0 ? end.getLine() - 1 : end.getLine();
        if (last > first) {
            verbatim.set(first + 1, Math.min(last + 1, lines.count()));
        }
    }

    String write() {
        StringBuilder out = new StringBuilder();
        int shift = 0;
        boolean gap = false;
        for (int line = 0; line < lines.count(); line++) {
            if (lines.isBlank(line) && !verbatim.get(line)) {
                gap = !out.isEmpty();
                continue;
            }
            if (gap) {
                out.append('\n');
                gap = false;
            }
            int written = lines.indentation(line);
            int column;
            if (columns[line] != NOWHERE) {
                column = columns[line];
                shift = column - written;
            } else if (lines.isComment(line) && !verbatim.get(line)) {
                column = commentColumn(line, written, shift);
            } else {
                column = written + shift;
            }
            String content = closed(line).substring(written);
            if (!verbatim.get(line)) {
                content = content.stripTrailing();
            }
            // Blanks alone in a line may be part of a text.
            if (!content.isEmpty() || (verbatim.get(line) && written > 0)) {
                out.repeat(' ', Math.max(0, column)).append(content);
            }
            out.append('\n');
        }
        return out.toString();
    }

    /** A comment goes with the line that it stands above, if they begin in the same column. */
    private int commentColumn(int line, int written, int shift) {
        for (int next = line + 1; next < lines.count(); next++) {
            if (columns[next] != NOWHERE) {
                if (lines.indentation(next) == written) {
                    return columns[next];
                }
                break;
            }
        }
        return written + shift;
    }
}
