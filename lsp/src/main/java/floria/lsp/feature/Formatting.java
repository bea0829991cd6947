package floria.lsp.feature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;

import floria.lsp.text.Text;
import floria.lsp.workspace.Document;
import floria.tosca.edit.Format;
import floria.tosca.source.Source;

/** What {@code floria fmt} changes, as few edits as that takes. */
public final class Formatting {
    private Formatting() {}

    /** Edits in the order of the text; none for a text that is in its form, or no YAML. */
    public static List<TextEdit> edits(Document document) {
        Text text = document.text();
        return Format.format(document.source())
                .filter(fresh -> !fresh.equals(text.content()))
                .map(fresh ->
                        lines(text, new Text(fresh)).orElseGet(() -> List.of(whole(text, fresh))))
                .orElse(List.of());
    }

    /**
     * Edits in a stretch of the text alone. What is indented anew there must still mean the same,
     * so the edits of the whole sections around it are taken if those of its lines do not stand
     * alone.
     */
    public static List<TextEdit> edits(Document document, Range range) {
        Text text = document.text();
        List<TextEdit> all = edits(document);
        String whole = applied(text, all);
        int from = range.getStart().getLine();
        // A range that ends where a line begins does not reach into that line.
        int to = range.getEnd().getLine() - (range.getEnd().getCharacter() == 0 ? 1 : 0);
        List<TextEdit> lines = within(all, from, Math.max(from, to));
        if (standsAlone(document, lines, whole)) {
            return lines;
        }
        while (from > 0 && !beginsSection(text.line(from))) {
            from--;
        }
        to = Math.max(from, to) + 1;
        while (to < text.lineCount() && !beginsSection(text.line(to))) {
            to++;
        }
        List<TextEdit> sections = within(all, from, to - 1);
        return standsAlone(document, sections, whole) ? sections : List.of();
    }

    private static boolean standsAlone(Document document, List<TextEdit> some, String whole) {
        byte[] bytes = applied(document.text(), some).getBytes(StandardCharsets.UTF_8);
        return Format.format(new Source(document.address(), bytes))
                .filter(whole::equals)
                .isPresent();
    }

    private static boolean beginsSection(String line) {
        return !line.isBlank() && !Character.isWhitespace(line.charAt(0)) && line.charAt(0) != '#';
    }

    private static List<TextEdit> within(List<TextEdit> edits, int from, int to) {
        return edits.stream()
                .filter(edit ->
                        edit.getRange().getEnd().getLine() >= from
                                && edit.getRange().getEnd().getLine() <= to)
                .toList();
    }

    /** Formatting changes blanks in lines, and takes empty lines away: line by line. */
    private static Optional<List<TextEdit>> lines(Text text, Text fresh) {
        List<TextEdit> edits = new ArrayList<>();
        int to = 0;
        for (int from = 0; from < text.lineCount(); from++) {
            String old = text.line(from);
            boolean same = to < fresh.lineCount() && bare(old).equals(bare(fresh.line(to)));
            if (same && (!old.isBlank() || isEmptyToo(text, from, fresh, to))) {
                within(text, from, fresh.line(to)).ifPresent(edits::add);
                to++;
            } else if (old.isBlank()) {
                int begin = from == 0 ? 0 : text.lineEnd(from - 1);
                int end = from == 0 ? text.lineStart(1) : text.lineEnd(from);
                edits.add(new TextEdit(text.range(begin, end), ""));
            } else {
                return Optional.empty();
            }
        }
        Text result = new Text(applied(text, edits));
        return result.content().equals(fresh.content()) ? Optional.of(edits) : Optional.empty();
    }

    /** An empty line stays when the next one with content is as far below in both. */
    private static boolean isEmptyToo(Text text, int from, Text fresh, int to) {
        int next = from;
        while (next < text.lineCount() && text.line(next).isBlank()) {
            next++;
        }
        int kept = to;
        while (kept < fresh.lineCount() && fresh.line(kept).isBlank()) {
            kept++;
        }
        return next - from <= kept - to;
    }

    private static String bare(String line) {
        return line.replaceAll("\\s+", "");
    }

    /** The stretch of a line between what stays at its start and at its end. */
    private static Optional<TextEdit> within(Text text, int line, String fresh) {
        String old = text.line(line);
        int start = 0;
        int most = Math.min(old.length(), fresh.length());
        while (start < most && old.charAt(start) == fresh.charAt(start)) {
            start++;
        }
        int tail = 0;
        while (tail < most - start
                && old.charAt(old.length() - 1 - tail) == fresh.charAt(fresh.length() - 1 - tail)) {
            tail++;
        }
        int at = text.lineStart(line);
        return old.equals(fresh)
                ? Optional.empty()
                : Optional.of(
                        new TextEdit(
                                text.range(at + start, at + old.length() - tail),
                                fresh.substring(start, fresh.length() - tail)));
    }

    private static TextEdit whole(Text text, String fresh) {
        return new TextEdit(text.range(0, text.length()), fresh);
    }

    /** A text after edits that are in its order. */
    static String applied(Text text, List<TextEdit> edits) {
        StringBuilder all = new StringBuilder();
        int at = 0;
        for (TextEdit edit : edits) {
            all.append(text.content(), at, text.offset(edit.getRange().getStart()));
            all.append(edit.getNewText());
            at = text.offset(edit.getRange().getEnd());
        }
        return all.append(text.content(), at, text.length()).toString();
    }
}
