package floria.tosca.edit;

import java.util.ArrayList;
import java.util.List;

import floria.tosca.problem.Location;

/** Where the lines and columns of a text are in it. */
final class Offsets {
    private final String text;
    private final List<Integer> lines = new ArrayList<>();

    Offsets(String text) {
        this.text = text;
        // A mark of the byte order is in no column.
        lines.add(text.startsWith("\uFEFF") ? 1 : 0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n'
                    || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                lines.add(i + 1);
            }
        }
    }

    /**
     * Without the line break that ends a text of several lines, and without blank lines behind it
     * that are no part of it.
     */
    Span of(Location location) {
        int start = start(location);
        int end = at(location.endLine(), location.endColumn());
        if (location.endColumn() == 1 && end > start) {
            int last = lineStart(end - 1);
            while (!keepsBlankLines(start) && last > start && isBlank(last)) {
                last = lineStart(last - 1);
            }
            end = lineEnd(last);
        }
        return new Span(start, end);
    }

    private boolean isBlank(int line) {
        return text.substring(line, lineEnd(line)).isBlank();
    }

    /** Whether a text of several lines begins here that has the blank lines behind it too. */
    private boolean keepsBlankLines(int start) {
        char style = text.charAt(start);
        return (style == '|' || style == '>')
                && text.substring(start, Math.min(start + 3, lineEnd(start))).contains("+");
    }

    int start(Location location) {
        return at(location.line(), location.column());
    }

    /** How many columns are before it in its line. */
    int column(Location location) {
        return location.column() - 1;
    }

    boolean covers(Location outer, Location inner) {
        Span span = of(outer);
        int at = start(inner);
        return span.start() <= at && at <= span.end();
    }

    /** Where the line of an offset begins. */
    int lineStart(int offset) {
        return text.lastIndexOf('\n', offset - 1) + 1;
    }

    /** Where the line of an offset ends, before what ends it. */
    int lineEnd(int offset) {
        int end = text.indexOf('\n', offset);
        if (end < 0) {
            return text.length();
        }
        return end > offset && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Where the line after that of an offset begins, or the text ends. */
    int lineBehind(int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end + 1;
    }

    /** Where the comments begin that stand right above a line, in the column of its entry. */
    int commentsAbove(int line, int column) {
        int first = line;
        while (first > 0) {
            int above = lineStart(first - 1);
            String content = text.substring(above, first);
            boolean belongs =
                    content.length() > column
                            && content.charAt(column) == '#'
                            && content.substring(0, column).isBlank();
            if (!belongs) {
                break;
            }
            first = above;
        }
        return first;
    }

    /**
     * Where the comments end that stand below an entry, deeper than its column, and so belong into
     * it.
     */
    int commentsBelow(int line, int column) {
        int end = line;
        int at = line;
        while (at < text.length()) {
            int next = lineBehind(at);
            String content = text.substring(at, next);
            int blanks = content.length() - content.stripLeading().length();
            boolean comment = content.startsWith("#", blanks);
            if (!content.isBlank() && (!comment || blanks <= column)) {
                break;
            }
            end = comment ? next : end;
            at = next;
        }
        return end;
    }

    /** Columns count code points; those past the end of a line are its end. */
    private int at(int line, int column) {
        if (line > lines.size()) {
            return text.length();
        }
        int start = lines.get(line - 1);
        int end = line < lines.size() ? lines.get(line) : text.length();
        int points = Math.min(column - 1, text.codePointCount(start, end));
        return text.offsetByCodePoints(start, points);
    }
}
