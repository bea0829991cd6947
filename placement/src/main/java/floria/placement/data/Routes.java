package floria.placement.data;

import java.math.BigDecimal;

/** What it costs to carry data from one place to another, and how fast that is. */
@FunctionalInterface
public interface Routes {

    /** Between places of which nothing is known: free, a gigabit per second. */
    Routes UNKNOWN = (from, to) -> from.equals(to) ? Route.HERE : Route.UNKNOWN;

    Route between(String from, String to);

    /**
     * @param gigabyte price of 10^9 bytes
     * @param gigabits per second
     */
    record Route(BigDecimal gigabyte, double gigabits) {
        /** Within one place: free, and read as it is used. */
        public static final Route HERE = new Route(BigDecimal.ZERO, Double.POSITIVE_INFINITY);

        static final Route UNKNOWN = new Route(BigDecimal.ZERO, 1);

        /** How long so many bytes take. */
        public double seconds(long bytes) {
            return bytes * 8.0 / (gigabits * 1e9);
        }
    }
}
