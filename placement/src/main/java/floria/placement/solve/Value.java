package floria.placement.solve;

/**
 * What a solution is worth.
 *
 * @param seconds until the last node is ready
 */
public record Value(long money, long rate, long seconds, long risk, long rank) {

    /** What counts first. */
    public long first(Goal goal) {
        return switch (goal.order()) {
            case COST -> money;
            case TIME -> seconds;
            case BALANCED -> money + risk + goal.second() * seconds;
        };
    }

    /** What counts between equals. */
    long second(Goal goal) {
        return switch (goal.order()) {
            case COST -> seconds;
            case TIME -> money;
            case BALANCED -> 0;
        };
    }

    /** Whether it is better than the other one. */
    public boolean beats(Value other, Goal goal) {
        int order = Long.compare(first(goal), other.first(goal));
        if (order == 0) {
            order = Long.compare(second(goal), other.second(goal));
        }
        return order == 0 ? rank < other.rank : order < 0;
    }

    boolean keeps(Goal goal) {
        return money <= goal.money() && rate <= goal.rate() && seconds <= goal.seconds();
    }
}
