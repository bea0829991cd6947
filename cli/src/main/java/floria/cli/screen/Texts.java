package floria.cli.screen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Widths of text on a screen, and durations as people say them. */
public final class Texts {
    private static final char ESCAPE = '\u001b';

    private Texts() {}

    /** How many columns the text takes, escape sequences not counted. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) == ESCAPE) {
                i = afterEscape(text, i);
                continue;
            }
            int point = text.codePointAt(i);
            width += columns(point);
            i += Character.charCount(point);
        }
        return width;
    }

    /** Cuts text to a width, with an ellipsis where something is lost; colours are ended. */
    public static String fit(String text, int columns) {
        if (columns == Integer.MAX_VALUE || width(text) <= columns) {
            return text;
        }
        if (columns <= 0) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        boolean coloured = false;
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) == ESCAPE) {
                int end = afterEscape(text, i);
                kept.append(text, i, end);
                coloured = true;
                i = end;
                continue;
            }
            int point = text.codePointAt(i);
            width += columns(point);
            if (width > columns - 1) {
                break;
            }
            kept.appendCodePoint(point);
            i += Character.charCount(point);
        }
        kept.append('…');
        return coloured ? kept.append("\u001b[0m").toString() : kept.toString();
    }

    /** Fills up with spaces on the right. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /** Breaks at spaces into lines of at most {@code columns}; a longer word stays whole. */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** As on a stopwatch: {@code 0:07}, {@code 12:30}, {@code 1:02:03}. */
    public static String clock(Duration elapsed) {
        long seconds = Math.max(0, elapsed.toSeconds());
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60);
    }

    /** In one unit, for a table: {@code 40s}, {@code 12m}, {@code 5h}, {@code 3d}. */
    public static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + "m";
        }
        return seconds < 172_800 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }

    /**
     * What a server sent, without the control characters by which it could take the terminal over.
     */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                plain.append(' ');
            } else if (c == '\t' || !Character.isISOControl(c)) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static int afterEscape(String text, int start) {
        int end = start + 1;
        while (end < text.length() && !Character.isLetter(text.charAt(end))) {
            end++;
        }
        return Math.min(text.length(), end + 1);
    }

    private static int columns(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT) {
            return 0;
        }
        // The blocks that terminals draw two columns wide: Hangul, CJK, full-width forms, emoji.
        boolean wide =
                (point >= 0x1100 && point <= 0x115f)
                        || (point >= 0x2e80 && point <= 0xa4cf)
                        || (point >= 0xac00 && point <= 0xd7a3)
                        || (point >= 0xf900 && point <= 0xfaff)
                        || (point >= 0xfe30 && point <= 0xfe6f)
                        || (point >= 0xff00 && point <= 0xff60)
                        || (point >= 0x1f300 && point <= 0x1f64f)
                        || (point >= 0x1f900 && point <= 0x1f9ff)
                        || (point >= 0x20000 && point <= 0x3fffd);
        return wide ? 2 : 1;
    }
}
