package floria.lsp.text;

import java.util.Arrays;

import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

import floria.tosca.problem.Location;

/**
 * A text with its lines, and the three ways to say where something is in it: an offset, a position
 * of an editor (from 0, columns in UTF-16 units), and a {@link Location} (from 1, columns in code
 * points). Positions outside of the text mean the nearest inside. Immutable.
 */
public final class Text {
    private final String content;
    private final int[] lines;
    // Columns count characters; where each is one char, as nearly always, none need be counted.
    private final boolean even;

    public Text(String content) {
        this.content = content;
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            boolean paired = c == '\r' && i + 1 < content.length() && content.charAt(i + 1) == '\n';
            if (c == '\n' || (c == '\r' && !paired)) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = i + 1;
            }
        }
        lines = Arrays.copyOf(starts, count);
        even = content.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    public String content() {
        return content;
    }

    public int length() {
        return content.length();
    }

    public int lineCount() {
        return lines.length;
    }

    /** Where a line begins, counted from 0. */
    public int lineStart(int line) {
        return line < lines.length ? lines[line] : content.length();
    }

    /** Where a line ends, before what ends it. */
    public int lineEnd(int line) {
        int end = line + 1 < lines.length ? lines[line + 1] : content.length();
        while (end > lineStart(line) && "\r\n".indexOf(content.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** A line without what ends it. */
    public String line(int line) {
        return content.substring(lineStart(line), lineEnd(line));
    }

    /** The line of an offset. */
    public int lineOf(int offset) {
        int found = Arrays.binarySearch(lines, offset);
        return found >= 0 ? found : -found - 2;
    }

    public int offset(Position position) {
        int line = Math.clamp(position.getLine(), 0, lines.length);
        int end = line < lines.length ? lineEnd(line) : content.length();
        return Math.clamp((long) lineStart(line) + position.getCharacter(), lineStart(line), end);
    }

    public Position position(int offset) {
        int line = lineOf(offset);
        return new Position(line, offset - lines[line]);
    }

    public Range range(int start, int end) {
        return new Range(position(start), position(end));
    }

    /**
     * The stretch of a location; one that ends at the start of a line ends with the line before.
     */
    public Range range(Location at) {
        return range(start(at), end(at));
    }

    public int start(Location at) {
        return offset(at.line(), at.column());
    }

    public int end(Location at) {
        int start = start(at);
        int end = offset(at.endLine(), at.endColumn());
        return at.endColumn() == 1 && end > start ? lineEnd(at.endLine() - 2) : end;
    }

    /** Whether an offset is in a stretch or right behind it, as the cursor is after a word. */
    public boolean touches(Location at, int offset) {
        return start(at) <= offset && offset <= end(at);
    }

    public Location location(String address, int start, int end) {
        int first = lineOf(start);
        int last = lineOf(end);
        return new Location(
                address,
                first + 1,
                content.codePointCount(lines[first], start) + 1,
                last + 1,
                content.codePointCount(lines[last], end) + 1);
    }

    /** This text with another stretch in place of one. */
    public Text with(Range range, String fresh) {
        int start = offset(range.getStart());
        int end = Math.max(start, offset(range.getEnd()));
        return new Text(content.substring(0, start) + fresh + content.substring(end));
    }

    private int offset(int line, int column) {
        if (line > lines.length) {
            return content.length();
        }
        int start = lineStart(line - 1);
        int end = lineEnd(line - 1);
        if (even) {
            return Math.min(start + column - 1, end);
        }
        int points = Math.min(column - 1, content.codePointCount(start, end));
        return content.offsetByCodePoints(start, points);
    }
}
