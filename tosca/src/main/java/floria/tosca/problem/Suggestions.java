package floria.tosca.problem;

import java.util.Collection;
import java.util.Optional;

/**
 * Looks for the names that misspelt ones were meant to be, as long as that is affordable: where
 * thousands of names are wrong, nobody reads a hint for each.
 */
final class Suggestions {
    private static final long MOST_FOR_HINTS = 2_000_000;

    /** Slips are errors, so that far more is done to know them. */
    private static final long MOST_FOR_SLIPS = 50_000_000;

    private long forHints;
    private long forSlips;

    Optional<String> hint(String name, Collection<String> known) {
        forHints += known.size();
        return forHints > MOST_FOR_HINTS ? Optional.empty() : Nearest.hintOrList(name, known);
    }

    boolean isSlip(String name, Collection<String> known) {
        forSlips += Math.min(known.size(), Nearest.MOST);
        return forSlips <= MOST_FOR_SLIPS && Nearest.to(name, known).isPresent();
    }
}
