package floria.tosca.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Collects what is wrong while a template is read. Says each thing once, and stops counting at
 * {@value #MOST}. Not for use by several threads.
 */
public final class Problems {
    /** More than a person reads; a bound on what hostile input can make. */
    public static final int MOST = 1_000;

    private final List<Draft> drafts = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private boolean errors;

    /** A problem that may still be given a hint and further places. */
    public static final class Draft {
        private final String code;
        private final Severity severity;
        private final String message;
        private final Location location;
        private final boolean tolerated;
        private Optional<String> hint = Optional.empty();
        private final List<Problem.Related> related = new ArrayList<>();

        private Draft(
                String code,
                Severity severity,
                String message,
                Location location,
                boolean tolerated) {
            this.code = code;
            this.severity = severity;
            this.message = message;
            this.location = location;
            this.tolerated = tolerated;
        }

        public Draft hint(String text) {
            hint = Optional.of(text);
            return this;
        }

        public Draft hint(Optional<String> text) {
            hint = text;
            return this;
        }

        /** The hint that {@code name} may be a misspelling of one of {@code known}. */
        public Draft nearest(String name, Collection<String> known) {
            hint = Nearest.hintOrList(name, known);
            return this;
        }

        public Draft related(Location at, String text) {
            related.add(new Problem.Related(at, text));
            return this;
        }

        private Problem finished(String path) {
            return new Problem(code, severity, message, location, path, hint, related, tolerated);
        }
    }

    public Draft error(String code, Location at, String message) {
        errors = true;
        return add(new Draft(code, Severity.ERROR, message, at, false));
    }

    public Draft warning(String code, Location at, String message) {
        return add(new Draft(code, Severity.WARNING, message, at, false));
    }

    /** A warning about what the language forbids and real templates contain all the same. */
    public Draft tolerated(String code, Location at, String message) {
        return add(new Draft(code, Severity.WARNING, message, at, true));
    }

    /** An error where the language is {@code strict} about it, otherwise tolerated. */
    public Draft graded(boolean strict, String code, Location at, String message) {
        return strict ? error(code, at, message) : tolerated(code, at, message);
    }

    public boolean hasErrors() {
        return errors;
    }

    public int size() {
        return drafts.size();
    }

    /** All problems, by {@code file} order and position; {@code path} names the place of one. */
    public List<Problem> sorted(ToIntFunction<String> file, Function<Location, String> path) {
        return drafts.stream()
                .map(draft -> draft.finished(path.apply(draft.location)))
                .sorted(
                        Comparator.comparingInt((Problem problem) ->
                                        file.applyAsInt(problem.location().address()))
                                .thenComparingInt(problem -> problem.location().line())
                                .thenComparingInt(problem -> problem.location().column()))
                .toList();
    }

    private Draft add(Draft draft) {
        // Room is always left for errors that follow many warnings.
        int limit = draft.severity == Severity.ERROR ? 2 * MOST : MOST;
        if (drafts.size() < limit
                && said.add(draft.code + " " + draft.location + " " + draft.message)) {
            drafts.add(draft);
        }
        return draft;
    }
}
