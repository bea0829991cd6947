package floria.engine.plan;

import java.util.List;
import java.util.stream.IntStream;

import floria.engine.state.Step;

/**
 * What a step waits for one before it to be. It is taken when one that it waits for the failure of
 * has failed, or else when all others are as they should be; if neither comes true, it is left out.
 */
public enum Edge {
    /** Succeeded, or somebody chose to go on without it. */
    SUCCESS,
    /** Failed. */
    FAILURE,
    /** Over, however it ended, or left out. */
    ENDED,
    /** Over or left out, but not failed. */
    UNLESS_FAILED;

    /** Those of a step, in the order of what it depends on. */
    public static List<Edge> of(Step step) {
        String letters = step.detail().getOrDefault(Kinds.EDGES, "");
        return IntStream.range(0, step.dependsOn().size())
                .mapToObj(index -> index < letters.length() ? of(letters.charAt(index)) : SUCCESS)
                .toList();
    }

    private static Edge of(char letter) {
        return switch (letter) {
            case 'F' -> FAILURE;
            case 'E' -> ENDED;
            case 'U' -> UNLESS_FAILED;
            default -> SUCCESS;
        };
    }

    char letter() {
        return name().charAt(0);
    }
}
