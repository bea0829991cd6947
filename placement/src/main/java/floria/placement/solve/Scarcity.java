package floria.placement.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.placement.solve.Model.Rule;

/**
 * What is scarce in a model, in numbers that are looked up fast: rows of limits, of which each
 * option takes some, and the shares of having data somewhere, which those pay that read it there.
 */
final class Scarcity {
    private static final int SLICES = 48;
    private static final int SLICES_OF_LARGE = 12;
    private static final long LARGE = 60_000;

    final Kinds kinds;
    final double second;

    /** By kind and option, what it costs by itself, and where it is. */
    final double[][] cost;

    final int[][] place;

    /** By kind and option, the slice of time in which it is ready, and its unit within its part. */
    final int[][] slice;

    final int[][] unit;

    /** By kind, the rows of each option's amounts, of which an option's first is told by from. */
    final int[][] row;

    final double[][] amount;
    final int[][] from;
    final List<Double> limits = new ArrayList<>();
    final int rows;

    /** By kind, read and place, the modes worth looking at and the share of each, or -1. */
    final int[][][][] ways;

    final int[][][][] shares;

    /** How many rows and shares there are. */
    final int all;

    /** Of each share, which having of data it is of, and how many nodes pay it. */
    final List<Integer> having = new ArrayList<>();

    final List<Integer> copies = new ArrayList<>();

    /** What each having of data costs. */
    final List<Long> once = new ArrayList<>();

    /** The kinds of each part, and among how many units it chooses. */
    final List<int[]> parts = new ArrayList<>();

    final List<Integer> units = new ArrayList<>();

    /** When each slice of time begins. */
    final long[] times;

    private final Model model;
    private final long deadline;
    private final boolean withRisk;

    Scarcity(Kinds kinds, List<Parts.Part> found, long deadline) {
        this.kinds = kinds;
        this.model = kinds.model();
        this.deadline = deadline;
        Goal goal = model.goal();
        this.withRisk = goal.order() == Goal.Order.BALANCED;
        this.second = withRisk ? goal.second() : 0;
        int count = kinds.count();
        cost = new double[count][];
        place = new int[count][];
        slice = new int[count][];
        unit = new int[count][];
        from = new int[count][];
        row = new int[count][];
        amount = new double[count][];
        ways = new int[count][][][];
        shares = new int[count][][][];
        Rows made = new Rows();
        for (int k = 0; k < count; k++) {
            options(k, made);
        }
        made.normalise();
        rows = limits.size();
        all = shares();
        times = times();
        parts(found);
    }

    /** The rows of limits while they are gathered. */
    private final class Rows {
        private final Map<Long, Integer> numbers = new HashMap<>();
        private final List<Double> largest = new ArrayList<>();
        private final List<List<Integer>> rulesOf = new ArrayList<>();

        Rows() {
            kinds.model().nodes().forEach(_ -> rulesOf.add(new ArrayList<>()));
            for (int r = 0; r < model.rules().size(); r++) {
                Rule rule = model.rules().get(r);
                if (most(rule) < rule.nodes().size()) {
                    for (int n : rule.nodes()) {
                        rulesOf.get(n).add(r);
                    }
                }
            }
        }

        List<Integer> rules(int kind) {
            return rulesOf.get(kinds.members()[kind][0]);
        }

        int row(long key, long limit, long most) {
            int next = limits.size();
            int number = numbers.computeIfAbsent(key, _ -> next);
            if (number == next) {
                limits.add((double) limit);
                largest.add((double) most);
            } else {
                largest.set(number, Math.max(largest.get(number), (double) most));
            }
            return number;
        }

        /** So that prices of all rows are of one magnitude. */
        void normalise() {
            for (int k = 0; k < row.length; k++) {
                for (int i = 0; i < row[k].length; i++) {
                    amount[k][i] /= largest.get(row[k][i]);
                }
            }
            for (int r = 0; r < largest.size(); r++) {
                limits.set(r, limits.get(r) / largest.get(r));
            }
        }
    }

    /** How many nodes of a rule may be in one unit. */
    private static int most(Rule rule) {
        int size = rule.nodes().size();
        return switch (rule) {
            case Rule.Together _ -> size;
            case Rule.Apart _ -> 1;
            case Rule.Spread(_, _, var least) -> size - Math.min(least, size) + 1;
        };
    }

    private void options(int k, Rows made) {
        List<Option> options = kinds.node(k).options();
        Goal goal = model.goal();
        int count = options.size();
        cost[k] = new double[count];
        place[k] = new int[count];
        slice[k] = new int[count];
        unit[k] = new int[count];
        from[k] = new int[count + 1];
        List<Integer> rules = made.rules(k);
        int[] inRow = new int[count * (3 + rules.size())];
        double[] of = new double[inRow.length];
        int at = 0;
        for (int o = 0; o < count; o++) {
            Option option = options.get(o);
            place[k][o] = option.place();
            cost[k][o] = option.money() + (withRisk ? option.risk() : 0);
            List<Integer> uses = option.uses();
            if (at + uses.size() + rules.size() + 2 > inRow.length) {
                inRow = Arrays.copyOf(inRow, inRow.length * 2 + uses.size() + rules.size() + 2);
                of = Arrays.copyOf(of, inRow.length);
            }
            for (int u = 0; u < uses.size(); u++) {
                long limit = model.limits()[uses.get(u)];
                long taken = option.amounts().get(u);
                if (limit < Goal.ANY && taken > 0) {
                    inRow[at] = made.row(uses.get(u), limit, taken);
                    of[at++] = taken;
                }
            }
            if (goal.money() < Goal.ANY && option.money() > 0) {
                inRow[at] = made.row(-1, goal.money(), option.money());
                of[at++] = option.money();
            }
            if (goal.rate() < Goal.ANY && option.rate() > 0) {
                inRow[at] = made.row(-2, goal.rate(), option.rate());
                of[at++] = option.rate();
            }
            for (int r : rules) {
                Rule rule = model.rules().get(r);
                long key = ((long) (r + 1) << 32) + option.unit(rule.level());
                inRow[at] = made.row(key, most(rule), 1);
                of[at++] = 1;
            }
            from[k][o + 1] = at;
        }
        row[k] = Arrays.copyOf(inRow, at);
        amount[k] = Arrays.copyOf(of, at);
    }

    /** Numbers the shares of data after the rows. */
    private int shares() {
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        for (int k = 0; k < kinds.count(); k++) {
            Node node = kinds.node(k);
            int reads = node.reads().size();
            ways[k] = new int[reads][][];
            shares[k] = new int[reads][][];
            for (int r = 0; r < reads; r++) {
                int data = node.reads().get(r).data();
                List<List<Mode>> modes = model.data().get(data).modes();
                ways[k][r] = new int[modes.size()][0];
                shares[k][r] = new int[modes.size()][0];
                for (int p : Arrays.stream(place[k]).distinct().toArray()) {
                    ways[k][r][p] = Ways.useful(modes.get(p)).stream().mapToInt(m -> m).toArray();
                    shares[k][r][p] = new int[ways[k][r][p].length];
                    for (int i = 0; i < ways[k][r][p].length; i++) {
                        int m = ways[k][r][p][i];
                        shares[k][r][p][i] = -1;
                        if (modes.get(p).get(m).once() > 0) {
                            int next = once.size();
                            int number = numbers.computeIfAbsent(List.of(data, p, m), _ -> next);
                            if (number == next) {
                                once.add(modes.get(p).get(m).once());
                            }
                            shares[k][r][p][i] = rows + having.size();
                            having.add(number);
                            copies.add(kinds.size(k));
                        }
                    }
                }
            }
        }
        return rows + having.size();
    }

    private long wait(Node node, int place) {
        long wait = 0;
        for (Read read : node.reads()) {
            wait += Ways.least(model.data().get(read.data()).modes().get(place));
        }
        return wait;
    }

    /** Sets each option's slice of time, -1 where it is too late, and returns when slices begin. */
    private long[] times() {
        long[][] ready = new long[kinds.count()][];
        TreeSet<Long> distinct = new TreeSet<>();
        for (int k = 0; k < ready.length; k++) {
            Node node = kinds.node(k);
            ready[k] = new long[node.options().size()];
            Map<Integer, Long> waits = new HashMap<>();
            for (int o = 0; o < ready[k].length; o++) {
                Option option = node.options().get(o);
                long wait =
                        node.reads().isEmpty()
                                ? 0
                                : waits.computeIfAbsent(option.place(), at -> wait(node, at));
                ready[k][o] = option.seconds() + wait;
                if (second > 0 && ready[k][o] <= deadline) {
                    distinct.add(ready[k][o]);
                }
            }
        }
        long[] starts = second == 0 ? new long[1] : starts(new ArrayList<>(distinct));
        for (int k = 0; k < ready.length; k++) {
            for (int o = 0; o < ready[k].length; o++) {
                int at = Arrays.binarySearch(starts, ready[k][o]);
                slice[k][o] = ready[k][o] > deadline ? -1 : at >= 0 ? at : -at - 2;
            }
        }
        return starts;
    }

    private long[] starts(List<Long> distinct) {
        int most = kinds.options() > LARGE ? SLICES_OF_LARGE : SLICES;
        int count = Math.max(1, Math.min(most, distinct.size()));
        long[] starts = new long[count];
        for (int i = 0; i < count && !distinct.isEmpty(); i++) {
            starts[i] = distinct.get((int) ((long) i * distinct.size() / count));
        }
        return starts;
    }

    private void parts(List<Parts.Part> found) {
        boolean[] done = new boolean[kinds.count()];
        for (Parts.Part part : found) {
            int[] members =
                    Arrays.stream(part.nodes()).map(n -> kinds.of()[n]).distinct().toArray();
            if (part.level().isEmpty() && done[members[0]]) {
                continue;
            }
            Map<Integer, Integer> numbers = new HashMap<>();
            for (int k : members) {
                done[k] = true;
                List<Option> options = kinds.node(k).options();
                for (int o = 0; o < unit[k].length; o++) {
                    int next = numbers.size();
                    unit[k][o] =
                            numbers.computeIfAbsent(
                                    part.level().map(options.get(o)::unit).orElse(0), _ -> next);
                }
            }
            parts.add(members);
            units.add(Math.max(1, numbers.size()));
        }
    }
}
