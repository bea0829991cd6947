package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * How a placement came about.
 *
 * @param terms what it costs over its life, term by term
 * @param once what is paid once, such as for moving data
 * @param ready when everything is expected to be ready
 * @param data how each data set is read
 * @param alternatives what would be next
 * @param expected what past attempts tell of the offers that were chosen
 * @param gap by what part a better one could be cheaper at most; 0 when this is the best
 * @param how it was found
 */
public record Explanation(
        List<Term> terms,
        BigDecimal once,
        Duration ready,
        List<DataUse> data,
        List<Alternative> alternatives,
        List<Expected> expected,
        double gap,
        String how) {
    /** Nothing is known of it. */
    public static final Explanation NONE =
            new Explanation(
                    List.of(),
                    BigDecimal.ZERO,
                    Duration.ZERO,
                    List.of(),
                    List.of(),
                    List.of(),
                    0,
                    "");

    public Explanation {
        terms = List.copyOf(terms);
        data = List.copyOf(data);
        alternatives = List.copyOf(alternatives);
        expected = List.copyOf(expected);
    }

    /**
     * What is to be expected of the attempt to make a node.
     *
     * @param success how likely it works
     * @param ready how long that takes
     * @param attempts how many this rests on, older ones counting less
     */
    public record Expected(String node, double success, Duration ready, double attempts) {}

    /**
     * A part of the value that was made as small as possible.
     *
     * @param name {@code compute}, {@code data}, {@code time} or {@code risk}
     * @param words how it is made up
     */
    public record Term(String name, BigDecimal amount, String words) {}

    /**
     * Where a data set is read from.
     *
     * @param place where the nodes are that read it
     * @param from where its replica is; equal to {@code place} when that is near
     * @param copied whether a replica is made at the place
     */
    public record DataUse(
            String dataSet, String place, String from, boolean copied, String words) {}

    /**
     * Another placement.
     *
     * @param what is different, such as {@code all on cloud}
     */
    public record Alternative(
            String what, BigDecimal pricePerHour, BigDecimal once, Duration ready, String words) {}
}
