package floria.placement.solve;

import java.util.Arrays;

/**
 * A choice that keeps all rules.
 *
 * @param options by node, numbers in its list of options
 * @param modes by data set and place, numbers in the list of modes; -1 where nothing reads it
 * @param bound no solution's first value is smaller
 * @param proven whether none is better
 * @param how it was found, for people
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Solution(
        int[] options, int[][] modes, Value value, long bound, boolean proven, String how) {

    /** By how much the first value could be smaller at most, as a part of it. */
    public double gap(Goal goal) {
        long first = value.first(goal);
        return proven || first <= bound ? 0 : (first - bound) / (double) first;
    }

    Solution withBound(long better, boolean certain, String found) {
        return new Solution(
                options, modes, value, Math.max(bound, better), proven || certain, found);
    }

    /** The same, of which no more is known than a bound that holds for a larger model. */
    Solution withoutProof(long known) {
        return new Solution(options, modes, value, known, false, how);
    }

    @Override
    public boolean equals(Object other) {
        return other
                        instanceof
                        Solution(
                                var options2,
                                var modes2,
                                var value2,
                                var bound2,
                                var proven2,
                                var how2)
                && Arrays.equals(options, options2)
                && Arrays.deepEquals(modes, modes2)
                && value.equals(value2)
                && bound == bound2
                && proven == proven2
                && how.equals(how2);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(options) * 31 + value.hashCode();
    }

    @Override
    public String toString() {
        return "Solution["
                + Arrays.toString(options)
                + " "
                + Arrays.deepToString(modes)
                + " "
                + value
                + " bound "
                + bound
                + (proven ? " proven " : " ")
                + how
                + "]";
    }
}
