package floria.placement.solve;

/**
 * What the best is.
 *
 * @param second what a second costs, in the balanced order
 * @param money the most in all
 * @param rate the most for an hour
 * @param seconds the longest until all is ready
 */
public record Goal(Order order, long second, long money, long rate, long seconds) {

    /** No limit. */
    public static final long ANY = Long.MAX_VALUE / 4;

    /** What counts first; ranks decide last. */
    public enum Order {
        /** The least money, then the least time. */
        COST,
        /** The least time until everything is ready, then the least money. */
        TIME,
        /** The least of money, time at its price, and risk together. */
        BALANCED
    }

    public static Goal of(Order order, long second) {
        return new Goal(order, second, ANY, ANY, ANY);
    }

    /** Whether the time of one node matters beyond its own limit. */
    boolean timed() {
        return order == Order.TIME || (order == Order.BALANCED && second > 0);
    }
}
