package floria.tosca.problem;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import floria.tosca.source.Source;

/**
 * Renders problems for a terminal: position, message, code, the line of the source with a caret
 * below, hint, related places. Immutable; safe for use by many threads.
 */
public final class Report {
    private static final int WIDEST = 160;
    private static final int MOST_PLACES = 5;
    private static final String CARET = "1;31";

    private final Map<String, Lines> sources = new HashMap<>();
    private final boolean colour;

    /**
     * @param sources those that problems may point into; others are shown without an excerpt
     */
    public Report(Collection<Source> sources, boolean colour) {
        for (Source source : sources) {
            this.sources.put(source.address(), Lines.of(source));
        }
        this.colour = colour;
    }

    /**
     * All of them, each followed by an empty line; what follows from another is only counted there.
     */
    public String render(Collection<Problem> problems) {
        StringBuilder out = new StringBuilder();
        Folded folded = Folded.of(problems);
        for (Problem problem : folded.problems()) {
            out.append(render(problem));
            follow(problem, folded.following(problem), out);
            out.append('\n');
        }
        return out.toString();
    }

    /** All of them, those too that follow from others, each followed by an empty line. */
    public String renderAll(Collection<Problem> problems) {
        StringBuilder out = new StringBuilder();
        for (Problem problem : problems) {
            out.append(render(problem));
            problem.cause()
                    .ifPresent(cause ->
                            out.append("  = follows from ")
                                    .append(position(cause.location()))
                                    .append(" [" + cause.code() + "]\n"));
            out.append('\n');
        }
        return out.toString();
    }

    private void follow(Problem cause, List<Problem> following, StringBuilder out) {
        if (following.isEmpty()) {
            return;
        }
        out.append("  and ")
                .append(
                        following.size() == 1
                                ? "1 problem follows from it, at "
                                : following.size() + " problems follow from it, at ");
        String file = cause.location().address();
        out.append(
                following.stream()
                        .limit(MOST_PLACES)
                        .map(Problem::location)
                        .map(at ->
                                at.address().equals(file)
                                        ? at.line() + ":" + at.column()
                                        : position(at))
                        .collect(Collectors.joining(", ")));
        out.append(following.size() > MOST_PLACES ? " …\n" : "\n");
    }

    /** One problem, ended by a line break. */
    public String render(Problem problem) {
        StringBuilder out = new StringBuilder();
        boolean error = problem.isError();
        out.append(paint("1", position(problem.location()) + ": "))
                .append(paint(error ? "1;31" : "1;33", error ? "error: " : "warning: "))
                .append(visible(problem.message()))
                .append(paint("2", " [" + problem.code() + "]"))
                .append('\n');
        excerpt(problem.location(), out);
        if (!problem.path().isEmpty()) {
            out.append(paint("2", "    in " + visible(problem.path()))).append('\n');
        }
        problem.hint()
                .ifPresent(hint ->
                        out.append(paint("36", "    hint: ")).append(visible(hint)).append('\n'));
        for (Problem.Related related : problem.related()) {
            out.append("    ")
                    .append(position(related.location()))
                    .append(": ")
                    .append(visible(related.message()))
                    .append('\n');
        }
        return out.toString();
    }

    private void excerpt(Location at, StringBuilder out) {
        Optional<String> text =
                Optional.ofNullable(sources.get(at.address()))
                        .flatMap(lines -> lines.line(at.line()));
        if (text.isEmpty()) {
            return;
        }
        int[] line = text.get().codePoints().toArray();
        int column = Math.min(Math.max(at.column() - 1, 0), line.length);
        int from = column > WIDEST - 20 ? column - WIDEST / 2 : 0;
        int to = Math.min(line.length, from + WIDEST);
        int end = at.endLine() == at.line() ? Math.min(at.endColumn() - 1, to) : to;
        String number = "%5d".formatted(at.line());
        out.append(paint("2", number + " | "))
                .append(visible(new String(line, from, to - from)))
                .append('\n')
                .append(paint("2", " ".repeat(number.length()) + " | "))
                .append(" ".repeat(column - from))
                .append(paint(CARET, "^".repeat(Math.max(1, end - column))))
                .append('\n');
    }

    /** A position as editors and terminals make links of: without the scheme of files. */
    private static String position(Location at) {
        String address = at.address();
        String file = address.startsWith("file:") ? address.substring(5) : address;
        return visible(file) + ":" + at.line() + ":" + at.column();
    }

    /** Control characters could steer the terminal of the reader. */
    private static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t' ? ' ' : Character.isISOControl(c) ? '\uFFFD' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private String paint(String code, String text) {
        return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
