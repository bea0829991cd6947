package floria.placement.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;

/**
 * The model with each part for itself: capacities, rules between parts and limits on sums are left
 * out, and a data set's cost of being somewhere is split among all that read it. Its value bounds
 * that of the whole from below; where its choice keeps everything, it is the best.
 */
final class Relaxation {
    /** So many different times are tried; more than that are bounded instead. */
    private static final int TIMES = 48;

    private final Model model;
    private final List<Parts.Part> parts;
    private final long[] readers;

    private Relaxation(Model model, List<Parts.Part> parts) {
        this.model = model;
        this.parts = parts;
        this.readers = new long[model.data().size()];
        for (Node node : model.nodes()) {
            node.reads().forEach(read -> readers[read.data()] += read.weight());
        }
    }

    /**
     * What it finds.
     *
     * @param bound of the first value
     * @param options of the choice, which may break rules; empty when a part fits nowhere
     */
    record Found(long bound, Optional<int[]> options) {}

    static Found of(Model model, List<Parts.Part> parts) {
        return new Relaxation(model, parts).found();
    }

    /** Until when all may be ready at best, each part for itself. */
    static long leastTime(Model model, List<Parts.Part> parts) {
        return new Relaxation(model, parts).leastTime();
    }

    private Found found() {
        Goal goal = model.goal();
        return switch (goal.order()) {
            case COST -> {
                Optional<Choice> cheapest = choose(goal.seconds(), true);
                yield cheapest.map(
                                choice -> {
                                    long time = choice.seconds();
                                    Choice best = choose(time, false).orElse(choice);
                                    return new Found(choice.cost(), Optional.of(best.options()));
                                })
                        .orElse(new Found(0, Optional.empty()));
            }
            case TIME -> {
                long least = leastTime();
                yield choose(least, false)
                        .map(choice -> new Found(least, Optional.of(choice.options())))
                        .orElse(new Found(least, Optional.empty()));
            }
            case BALANCED -> balanced();
        };
    }

    private Found balanced() {
        long price = model.goal().second();
        if (price == 0) {
            return choose(model.goal().seconds(), false)
                    .map(choice -> new Found(choice.cost(), Optional.of(choice.options())))
                    .orElse(new Found(0, Optional.empty()));
        }
        List<Long> times = times();
        long bound = Long.MAX_VALUE;
        long bestTotal = Long.MAX_VALUE;
        Optional<int[]> best = Optional.empty();
        long before = leastTime();
        for (long time : times) {
            Optional<Choice> found = choose(time, false);
            if (found.isPresent()) {
                Choice choice = found.get();
                bound = Math.min(bound, choice.cost() + price * Math.min(before, choice.seconds()));
                long total = choice.cost() + price * choice.seconds();
                if (total < bestTotal) {
                    bestTotal = total;
                    best = Optional.of(choice.options());
                }
            }
            before = time + 1;
        }
        return new Found(best.isPresent() ? bound : 0, best);
    }

    /** Times until ready that are worth a try, the largest always among them. */
    private List<Long> times() {
        long least = leastTime();
        TreeSet<Long> all = new TreeSet<>();
        var seen =
                java.util.Collections.newSetFromMap(
                        new java.util.IdentityHashMap<List<Option>, Boolean>());
        for (Node node : model.nodes()) {
            if (node.reads().isEmpty() && !seen.add(node.options())) {
                continue;
            }
            for (Option option : node.options()) {
                long ready = option.seconds() + wait(node, option);
                if (ready >= least && ready <= model.goal().seconds()) {
                    all.add(ready);
                }
            }
        }
        List<Long> sorted = new ArrayList<>(all);
        int most = TIMES;
        if (sorted.size() <= most) {
            return sorted;
        }
        List<Long> some = new ArrayList<>();
        for (int i = 1; i <= most; i++) {
            some.add(sorted.get(i * sorted.size() / most - 1));
        }
        return some;
    }

    private long leastTime() {
        long least = 0;
        for (Parts.Part part : parts) {
            least = Math.max(least, leastTime(part));
        }
        return least;
    }

    private long leastTime(Parts.Part part) {
        TreeMap<Integer, long[]> units = new TreeMap<>();
        for (int i = 0; i < part.nodes().length; i++) {
            Node node = model.nodes().get(part.nodes()[i]);
            for (Option option : node.options()) {
                int unit = part.level().map(option::unit).orElse(0);
                long[] times = units.computeIfAbsent(unit, _ -> none(part.nodes().length));
                long ready = option.seconds() + wait(node, option);
                times[i] = Math.min(times[i], ready);
            }
        }
        return units.values().stream()
                .mapToLong(times -> java.util.Arrays.stream(times).max().orElse(0))
                .min()
                .orElse(Goal.ANY);
    }

    private static long[] none(int size) {
        long[] none = new long[size];
        java.util.Arrays.fill(none, Goal.ANY);
        return none;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Choice(int[] options, long cost, long seconds) {}

    /**
     * The cheapest for each part, with no node that takes longer.
     *
     * @param byTime whether time decides between equal costs, before ranks do
     */
    private Optional<Choice> choose(long limit, boolean byTime) {
        int[] options = new int[model.nodes().size()];
        long cost = 0;
        long seconds = 0;
        java.util.IdentityHashMap<List<Option>, Optional<Best>> alone =
                new java.util.IdentityHashMap<>();
        for (Parts.Part part : parts) {
            Node first = model.nodes().get(part.nodes()[0]);
            boolean plain = part.level().isEmpty() && first.reads().isEmpty();
            Optional<Best> best =
                    plain
                            ? alone.computeIfAbsent(first.options(), _ -> best(part, limit, byTime))
                            : best(part, limit, byTime);
            if (best.isEmpty()) {
                return Optional.empty();
            }
            for (int i = 0; i < part.nodes().length; i++) {
                options[part.nodes()[i]] = best.get().options[i];
                seconds = Math.max(seconds, best.get().seconds[i]);
            }
            cost += best.get().sum(best.get().costs);
        }
        return Optional.of(new Choice(options, cost, seconds));
    }

    private Optional<Best> best(Parts.Part part, long limit, boolean byTime) {
        TreeMap<Integer, Best> units = new TreeMap<>();
        for (int i = 0; i < part.nodes().length; i++) {
            consider(part, i, limit, byTime, units);
        }
        return units.values().stream()
                .filter(Best::complete)
                .min(java.util.Comparator.naturalOrder());
    }

    private void consider(
            Parts.Part part, int i, long limit, boolean byTime, Map<Integer, Best> units) {
        Node node = model.nodes().get(part.nodes()[i]);
        List<Option> options = node.options();
        for (int o = 0; o < options.size(); o++) {
            Option option = options.get(o);
            long ready = option.seconds() + wait(node, option);
            if (ready <= limit) {
                units.computeIfAbsent(
                                part.level().map(option::unit).orElse(0),
                                _ -> new Best(part.nodes().length, byTime))
                        .offer(i, o, cost(node, option), ready, option.rank());
            }
        }
    }

    /** The best of each node of a part in one unit. */
    private static final class Best implements Comparable<Best> {
        private final int[] options;
        private final long[] costs;
        private final long[] seconds;
        private final long[] ranks;
        private final boolean time;

        Best(int size, boolean byTime) {
            options = new int[size];
            java.util.Arrays.fill(options, -1);
            costs = new long[size];
            seconds = new long[size];
            ranks = new long[size];
            time = byTime;
        }

        void offer(int i, int option, long cost, long ready, long rank) {
            boolean better =
                    options[i] < 0
                            || cost < costs[i]
                            || (cost == costs[i] && tie(ready, rank, seconds[i], ranks[i]));
            if (better) {
                options[i] = option;
                costs[i] = cost;
                seconds[i] = ready;
                ranks[i] = rank;
            }
        }

        private boolean tie(long ready, long rank, long ready2, long rank2) {
            return (time && ready != ready2) ? ready < ready2 : rank < rank2;
        }

        boolean complete() {
            return java.util.Arrays.stream(options).allMatch(option -> option >= 0);
        }

        long sum(long[] numbers) {
            return java.util.Arrays.stream(numbers).sum();
        }

        private long slowest() {
            return java.util.Arrays.stream(seconds).max().orElse(0);
        }

        @Override
        public int compareTo(Best other) {
            int order = Long.compare(sum(costs), other.sum(other.costs));
            if (order == 0 && time) {
                order = Long.compare(slowest(), other.slowest());
            }
            return order == 0 ? Long.compare(sum(ranks), other.sum(other.ranks)) : order;
        }
    }

    private long cost(Node node, Option option) {
        long cost = option.money();
        if (model.goal().order() == Goal.Order.BALANCED) {
            cost += option.risk();
        }
        for (Read read : node.reads()) {
            long least = Goal.ANY;
            for (Mode mode : model.data().get(read.data()).modes().get(option.place())) {
                least =
                        Math.min(
                                least,
                                mode.each() * read.weight()
                                        + mode.once() * read.weight() / readers[read.data()]);
            }
            cost += least;
        }
        return cost;
    }

    private long wait(Node node, Option option) {
        long wait = 0;
        for (Read read : node.reads()) {
            long least = Goal.ANY;
            for (Mode mode : model.data().get(read.data()).modes().get(option.place())) {
                least = Math.min(least, mode.seconds());
            }
            wait += least;
        }
        return wait;
    }
}
