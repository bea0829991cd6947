package floria.placement.solve;

import java.util.Arrays;
import java.util.List;

/**
 * What is to be decided, in whole numbers: one option for each node and one way for each data set
 * at each place where it is read, at the best value that all rules and limits allow. Money is in
 * millionths of the currency. Sites, places, zones and networks are numbers from 0 on.
 *
 * @param limits what there is of each capacity that options use
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Model(List<Node> nodes, List<Rule> rules, long[] limits, List<Data> data, Goal goal) {
    public Model {
        nodes = List.copyOf(nodes);
        rules = List.copyOf(rules);
        data = List.copyOf(data);
        limits = limits.clone();
    }

    /** The same model with another goal. */
    public Model with(Goal other) {
        return new Model(nodes, rules, limits, data, other);
    }

    /** The same model without its rules of that index. */
    public Model without(int rule) {
        List<Rule> others = new java.util.ArrayList<>(rules);
        others.remove(rule);
        return new Model(nodes, others, limits, data, goal);
    }

    /** The same model with another amount of one capacity. */
    public Model withLimit(int capacity, long amount) {
        long[] others = limits.clone();
        others[capacity] = amount;
        return new Model(nodes, rules, others, data, goal);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Model(var nodes2, var rules2, var limits2, var data2, var goal2)
                && nodes.equals(nodes2)
                && rules.equals(rules2)
                && Arrays.equals(limits, limits2)
                && data.equals(data2)
                && goal.equals(goal2);
    }

    @Override
    public int hashCode() {
        return nodes.hashCode() * 31 + Arrays.hashCode(limits);
    }

    /**
     * Something to place. Nodes that share one list of options are compared faster.
     *
     * @param options the first ones win ties of value and rank
     */
    public record Node(List<Option> options, List<Read> reads) {
        public Node {
            reads = List.copyOf(reads);
        }
    }

    /**
     * A node reads a data set.
     *
     * @param weight how often in all, over all its copies
     */
    public record Read(int data, long weight) {}

    /**
     * One offer for a node.
     *
     * @param id the caller's own; an offer in several networks is an option for each of them
     * @param money all that it costs over the time that counts
     * @param rate money for an hour
     * @param seconds until it is ready
     * @param risk money that a failure is expected to cost
     * @param rank decides between equal values; smaller is better
     * @param uses numbers of capacities
     * @param amounts how much of each
     */
    public record Option(
            int id,
            int site,
            int place,
            int zone,
            int network,
            long money,
            long rate,
            long seconds,
            long risk,
            long rank,
            List<Integer> uses,
            List<Long> amounts) {
        public Option {
            uses = List.copyOf(uses);
            amounts = List.copyOf(amounts);
        }

        /** Whether the capacities are enough for this one alone. */
        public boolean isWithin(long[] limits) {
            for (int i = 0; i < uses.size(); i++) {
                if (amounts.get(i) > limits[uses.get(i)]) {
                    return false;
                }
            }
            return true;
        }

        /** How much it takes of a capacity. */
        public long of(int capacity) {
            int at = uses.indexOf(capacity);
            return at < 0 ? 0 : amounts.get(at);
        }

        /** The same for so much more money. */
        Option with(long more) {
            return new Option(
                    id,
                    site,
                    place,
                    zone,
                    network,
                    money + more,
                    rate,
                    seconds,
                    risk,
                    rank,
                    uses,
                    amounts);
        }

        int unit(Level level) {
            return switch (level) {
                case NETWORK -> network;
                case SITE -> site;
                case PLACE -> place;
                case ZONE -> zone;
            };
        }
    }

    /** What a rule speaks of, the widest first. */
    public enum Level {
        NETWORK(3),
        SITE(0),
        PLACE(1),
        ZONE(2);

        private final int number;

        Level(int number) {
            this.number = number;
        }

        /** From 0 on. */
        int number() {
            return number;
        }
    }

    /** What holds between nodes, given by their numbers. */
    public sealed interface Rule {
        Level level();

        List<Integer> nodes();

        /** All on one site, in one place, in one zone, in one network. */
        record Together(Level level, List<Integer> nodes) implements Rule {}

        /** No two on one site, in one place, in one zone, in one network. */
        record Apart(Level level, List<Integer> nodes) implements Rule {}

        /** On at least so many different ones. */
        record Spread(Level level, List<Integer> nodes, int least) implements Rule {}
    }

    /**
     * A data set.
     *
     * @param modes the ways to have it, by place; a place without any takes no node that reads it
     */
    public record Data(List<List<Mode>> modes) {
        public Data {
            modes = List.copyOf(modes);
        }
    }

    /**
     * One way for the nodes of a place to have a data set.
     *
     * @param id the caller's own
     * @param each money for each time that it is read
     * @param once money for having it there at all
     * @param seconds until it can be read
     */
    public record Mode(int id, long each, long once, long seconds) {}
}
