package floria.tosca.problem;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the name that a misspelt one was meant to be. */
public final class Nearest {
    /** What hints begin with that name a near name. */
    static final String QUESTION = "did you mean";

    private static final int LONGEST = 120;
    static final int MOST = 5_000;

    private Nearest() {}

    /** The known name next to {@code name}, if one is near enough to be a slip of the keyboard. */
    public static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        int allowed = Math.max(1, name.length() / 3);
        String best = "";
        int bestDistance = allowed + 1;
        int looked = 0;
        for (String candidate : known) {
            if (++looked > MOST || bestDistance == 0) {
                break;
            }
            String compared = comparable(name, candidate);
            if (Math.abs(compared.length() - name.length()) < bestDistance) {
                int distance =
                        distance(wanted, compared.toLowerCase(Locale.ROOT), bestDistance - 1);
                if (distance < bestDistance) {
                    best = candidate;
                    bestDistance = distance;
                }
            }
        }
        return bestDistance <= allowed ? Optional.of(best) : ending(wanted, known);
    }

    /** Names of two sorts, without a copy of them. */
    public static Collection<String> both(Collection<String> some, Collection<String> more) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<String> iterator() {
                return Stream.concat(some.stream(), more.stream()).iterator();
            }

            @Override
            public int size() {
                return some.size() + more.size();
            }
        };
    }

    /** A name without dots is compared with the last part of a name that has some. */
    private static String comparable(String name, String candidate) {
        int dot = candidate.lastIndexOf('.');
        return dot < 0 || name.indexOf('.') >= 0 ? candidate : candidate.substring(dot + 1);
    }

    /** The question that goes with {@link #to}. */
    public static Optional<String> hint(String name, Collection<String> known) {
        return to(name, known).map(found -> QUESTION + " '" + found + "'?");
    }

    /** The nearest name, or all of them if they are few. */
    public static Optional<String> hintOrList(String name, Collection<String> known) {
        return hint(name, known)
                .or(() ->
                        known.isEmpty() || known.size() > 8
                                ? Optional.empty()
                                : Optional.of("known are " + String.join(", ", known)));
    }

    /** A name that was written without its first parts, such as {@code Compute}. */
    private static Optional<String> ending(String wanted, Collection<String> known) {
        if (wanted.length() < 3) {
            return Optional.empty();
        }
        return known.stream()
                .limit(MOST)
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith("." + wanted))
                .findFirst();
    }

    /** Edit distance with transpositions, given up once it is above {@code limit}. */
    private static int distance(String a, String b, int limit) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int here = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    here = Math.min(here, beforeLast[j - 2] + 1);
                }
                row[j] = here;
                least = Math.min(least, here);
            }
            if (least > limit) {
                return limit + 1;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
