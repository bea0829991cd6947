package floria.tosca.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong while a template is read. Says each thing once, and stops counting at
 * {@value #MOST}. Not for use by several threads.
 */
public final class Problems {
    /** More than a person reads; a bound on what hostile input can make. */
    public static final int MOST = 1_000;

    private final List<Draft> drafts = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private final Map<String, Draft> firsts = new HashMap<>();
    private final Set<String> lenient = new HashSet<>();
    private final Suggestions suggestions = new Suggestions();
    private boolean errors;

    /** A problem that may still be given a hint and further places. */
    public static final class Draft {
        private final String code;
        private final Severity severity;
        private final String message;
        private final Location location;
        private final boolean tolerated;
        private final Suggestions suggestions;
        private Optional<String> hint = Optional.empty();
        private final List<Problem.Related> related = new ArrayList<>();
        private @Nullable Draft cause;
        private String member = "";
        private List<Location> owners = List.of();

        private Draft(
                String code,
                Severity severity,
                String message,
                Location location,
                boolean tolerated,
                Suggestions suggestions) {
            this.code = code;
            this.severity = severity;
            this.message = message;
            this.location = location;
            this.tolerated = tolerated;
            this.suggestions = suggestions;
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
            hint = suggestions.hint(name, known);
            return this;
        }

        /** The same of names of two sorts. */
        public Draft nearest(String name, Collection<String> known, Collection<String> more) {
            return nearest(name, Nearest.both(known, more));
        }

        public Draft related(Location at, String text) {
            related.add(new Problem.Related(at, text));
            return this;
        }

        /** What is said to be missing may well come with what another problem keeps away. */
        public Draft follows(Draft other) {
            if (other != this) {
                cause = other;
            }
            return this;
        }

        /**
         * What is said to be missing is a member of types: if they declare one of that name, and
         * that declaration is wrong, the problem follows from that.
         *
         * @param places where the type and its ancestors are declared
         */
        public Draft member(String name, List<Location> places) {
            member = name;
            owners = places;
            return this;
        }

        /** Whether something near to what is missing is known, so that it may be a mere slip. */
        public boolean isSlip() {
            return hint.filter(text -> text.startsWith(Nearest.QUESTION)).isPresent();
        }

        private boolean isError() {
            return severity == Severity.ERROR;
        }

        private Problem finished(String path, Optional<Draft> root) {
            return new Problem(
                    code,
                    severity,
                    message,
                    location,
                    path,
                    hint,
                    related,
                    tolerated,
                    root.map(draft -> new Problem.Cause(draft.code, draft.location)));
        }
    }

    public Draft error(String code, Location at, String message) {
        errors = true;
        return add(new Draft(code, Severity.ERROR, message, at, false, suggestions));
    }

    public Draft warning(String code, Location at, String message) {
        return add(new Draft(code, Severity.WARNING, message, at, false, suggestions));
    }

    /** A warning about what the language forbids and real templates contain all the same. */
    public Draft tolerated(String code, Location at, String message) {
        return add(new Draft(code, Severity.WARNING, message, at, true, suggestions));
    }

    /** Whether {@code name} is so near to one of {@code known} that it is a mere slip. */
    public boolean isSlip(String name, Collection<String> known) {
        return suggestions.isSlip(name, known);
    }

    /** The file at an address is of a version that is not strict where that of others is. */
    public void lenient(String address) {
        lenient.add(address);
    }

    /** An error where the language is {@code strict} about it, otherwise tolerated. */
    public Draft graded(boolean strict, String code, Location at, String message) {
        return strict && !lenient.contains(at.address())
                ? error(code, at, message)
                : tolerated(code, at, message);
    }

    /**
     * Says that a problem is about the same thing as others are that were given the same key: all
     * but the first follow from that.
     */
    public Draft again(String key, Draft draft) {
        Draft first = firsts.putIfAbsent(key, draft);
        if (first != null && draft.cause == null) {
            if (first.isError() || !draft.isError()) {
                draft.follows(first);
            } else {
                firsts.put(key, draft);
            }
        }
        return draft;
    }

    /** The first error since there were {@code size} problems. */
    public Optional<Draft> errorSince(int size) {
        return drafts.subList(Math.min(size, drafts.size()), drafts.size()).stream()
                .filter(Draft::isError)
                .findFirst();
    }

    /** Whether nothing more is taken, so that there is no use in looking for more. */
    public boolean isFull() {
        return drafts.size() >= 2 * MOST;
    }

    public boolean hasErrors() {
        return errors;
    }

    public int size() {
        return drafts.size();
    }

    /** All problems, by {@code file} order and position; {@code path} names the place of one. */
    public List<Problem> sorted(ToIntFunction<String> file, Function<Location, String> path) {
        Causes causes = new Causes(drafts, path);
        return drafts.stream()
                .map(draft -> draft.finished(causes.place(draft.location), causes.root(draft)))
                .sorted(
                        Comparator.comparingInt((Problem problem) ->
                                        file.applyAsInt(problem.location().address()))
                                .thenComparingInt(problem -> problem.location().line())
                                .thenComparingInt(problem -> problem.location().column()))
                .toList();
    }

    /** Finds what problems follow from. */
    private static final class Causes {
        private static final Pattern MEMBER =
                Pattern.compile(
                        "/(?:properties|attributes|capabilities|interfaces|requirements(?:/\\d+)?)/");

        private final List<Draft> drafts;
        private final Function<Location, String> path;
        private final Map<Location, String> places = new HashMap<>();

        Causes(List<Draft> drafts, Function<Location, String> path) {
            this.drafts = drafts;
            this.path = path;
        }

        String place(Location at) {
            return places.computeIfAbsent(at, path);
        }

        /** The end of the chain of causes; nothing may be hidden behind a warning but warnings. */
        Optional<Draft> root(Draft draft) {
            Draft at = draft;
            Set<Draft> seen = new HashSet<>();
            while (seen.add(at)) {
                Optional<Draft> next =
                        Optional.ofNullable(at.cause)
                                .or(new Declaring(at)::find)
                                .filter(found -> !seen.contains(found))
                                .filter(found -> found.isError() || !draft.isError());
                if (next.isEmpty()) {
                    break;
                }
                at = next.get();
            }
            return at == draft ? Optional.empty() : Optional.of(at);
        }

        /** Looks for what is wrong in the declaration of a member that seems not to be there. */
        private final class Declaring {
            private final Draft draft;

            Declaring(Draft draft) {
                this.draft = draft;
            }

            Optional<Draft> find() {
                return draft.owners.stream().flatMap(this::in).findFirst();
            }

            private Stream<Draft> in(Location type) {
                String place = place(type);
                return place.isEmpty()
                        ? Stream.empty()
                        : drafts.stream()
                                .filter(Draft::isError)
                                .filter(other -> other != draft)
                                .filter(other ->
                                        other.location.address().equals(type.address())
                                                && declares(place, place(other.location)));
            }

            private boolean declares(String type, String wrong) {
                if (!wrong.startsWith(type + "/")) {
                    return false;
                }
                Matcher section = MEMBER.matcher(wrong).region(type.length(), wrong.length());
                return section.lookingAt()
                        && (wrong + "/").startsWith(draft.member + "/", section.end());
            }
        }
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
