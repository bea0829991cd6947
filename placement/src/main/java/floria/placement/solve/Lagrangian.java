package floria.placement.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.placement.solve.Model.Rule;

/**
 * A model with a price on everything that is scarce instead of its limits: on capacities, on units
 * of rules that keep nodes apart, and on having a data set at a place, which all that read it there
 * share. Then each part is best for itself at once, and whatever the prices are, the sum bounds the
 * whole from below. The time until ready is tried in slices.
 */
final class Lagrangian {
    private static final int SLICES = 48;
    private static final int SLICES_OF_LARGE = 12;
    private static final long LARGE = 60_000;
    static final double NONE = 1e18;

    private final Kinds kinds;
    private final Model model;
    private final long deadline;
    private final boolean withRisk;
    private final double second;

    private final double[][] cost;
    private final int[][] place;
    private final int[][] slice;
    private final int[][] unit;
    private final int[][] from;
    private final int[][] row;
    private final double[][] amount;
    private final List<Double> limits = new ArrayList<>();
    private final int rows;

    /** By kind, read and place, the modes worth looking at and the first of their shares. */
    private final int[][][][] ways;

    private final int[][][][] shares;
    private final int all;

    /** Of each share, which having of data it is of, and how many nodes pay it. */
    private final List<Integer> having = new ArrayList<>();

    private final List<Integer> copies = new ArrayList<>();
    private final List<Long> once = new ArrayList<>();
    private final double[] paid;
    private final List<int[]> parts = new ArrayList<>();
    private final List<Integer> units = new ArrayList<>();
    private final long[] times;

    /** The value of each option at the prices that were looked at last. */
    private final double[][] value;

    /** By kind, the options that are looked at. */
    private final int[][] looked;

    private final int[][][] mode;
    private final double[][] least;
    private final int[][] chosen;
    private final double[][] sums;
    private final int[][] best;
    private final double[] total;
    private int now;

    /**
     * @param deadline until when all has to be ready
     */
    Lagrangian(Kinds kinds, List<Parts.Part> found, long deadline) {
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
        value = new double[count][];
        looked = new int[count][];
        mode = new int[count][][];
        least = new double[count][];
        chosen = new int[count][];
        ways = new int[count][][][];
        shares = new int[count][][][];
        Rows made = new Rows();
        for (int k = 0; k < count; k++) {
            options(k, made);
        }
        made.normalise();
        rows = limits.size();
        all = shares();
        paid = new double[once.size()];
        times = times();
        parts(found);
        sums = new double[parts.size()][];
        best = new int[parts.size()][];
        for (int p = 0; p < parts.size(); p++) {
            sums[p] = new double[units.get(p) * times.length];
            best[p] = new int[times.length];
        }
        total = new double[times.length];
        lookAtAll();
    }

    /** From now on bounds hold for all options. */
    void lookAtAll() {
        for (int k = 0; k < looked.length; k++) {
            looked[k] = IntStream.range(0, cost[k].length).toArray();
        }
    }

    /**
     * From now on bounds are of a model of so many options, quickly had, which need not hold for
     * the whole; the options are those that promise most at the prices looked at last.
     */
    void lookAtBest(int most) {
        double[][] bounds = whenTaken();
        double worst = worst(bounds, most);
        for (int k = 0; k < looked.length; k++) {
            double[] own = bounds[k];
            int[] better = IntStream.range(0, own.length).filter(o -> own[o] <= worst).toArray();
            looked[k] = better.length > 0 ? better : looked[k];
        }
    }

    /** The bound that so many options keep. */
    static double worst(double[][] bounds, int most) {
        double[] all = Arrays.stream(bounds).flatMapToDouble(Arrays::stream).sorted().toArray();
        return all.length <= most ? NONE / 2 : Math.min(all[most], NONE / 2);
    }

    /** How many prices there are. */
    int prices() {
        return all;
    }

    /** Prices to begin with: nothing but an equal share of having data for all that read it. */
    double[] first() {
        double[] prices = new double[all];
        long[] readers = new long[model.data().size()];
        for (Node node : model.nodes()) {
            node.reads().forEach(read -> readers[read.data()] += read.weight());
        }
        for (int k = 0; k < kinds.count(); k++) {
            for (int r = 0; r < ways[k].length; r++) {
                Read read = kinds.node(k).reads().get(r);
                for (int p = 0; p < ways[k][r].length; p++) {
                    for (int i = 0; i < ways[k][r][p].length; i++) {
                        if (shares[k][r][p][i] >= 0) {
                            Mode way = mode(read, p, ways[k][r][p][i]);
                            prices[shares[k][r][p][i]] =
                                    (double) way.once() * read.weight() / readers[read.data()];
                        }
                    }
                }
            }
        }
        return prices;
    }

    private Mode mode(Read read, int place, int number) {
        return model.data().get(read.data()).modes().get(place).get(number);
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

        int row(long key, double limit, double amount) {
            int next = limits.size();
            int number = numbers.computeIfAbsent(key, _ -> next);
            if (number == next) {
                limits.add(limit);
                largest.add(amount);
            } else {
                largest.set(number, Math.max(largest.get(number), amount));
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
        value[k] = new double[count];
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
            mode[k] = new int[reads][];
            for (int r = 0; r < reads; r++) {
                int data = node.reads().get(r).data();
                List<List<Mode>> modes = model.data().get(data).modes();
                ways[k][r] = new int[modes.size()][0];
                shares[k][r] = new int[modes.size()][0];
                mode[k][r] = new int[modes.size()];
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
            for (int k : members) {
                least[k] = new double[Math.max(1, numbers.size()) * times.length];
                chosen[k] = new int[least[k].length];
            }
        }
    }

    /** The bound at these prices; {@link #NONE} when a part fits nowhere. */
    double bound(double[] prices) {
        double base = 0;
        for (int r = 0; r < rows; r++) {
            base -= prices[r] * limits.get(r);
        }
        base += unpaid(prices);
        Arrays.fill(total, base);
        for (int p = 0; p < parts.size(); p++) {
            part(p, prices);
            for (int b = 0; b < times.length; b++) {
                int u = best[p][b];
                total[b] = u < 0 ? NONE : total[b] + sums[p][u * times.length + b];
            }
        }
        double bound = NONE;
        for (int b = 0; b < times.length; b++) {
            double here = total[b] >= NONE / 2 ? NONE : total[b] + second * times[b];
            total[b] = here;
            if (here < bound) {
                bound = here;
                now = b;
            }
        }
        return bound;
    }

    /** What having data somewhere costs beyond what its readers pay; nothing or less. */
    private double unpaid(double[] prices) {
        pay(prices);
        double sum = 0;
        for (int h = 0; h < paid.length; h++) {
            sum += Math.min(0, once.get(h) - paid[h]);
        }
        return sum;
    }

    private void pay(double[] prices) {
        Arrays.fill(paid, 0);
        for (int i = 0; i < having.size(); i++) {
            paid[having.get(i)] += prices[rows + i] * copies.get(i);
        }
    }

    private void part(int p, double[] prices) {
        int slices = times.length;
        double[] sum = sums[p];
        Arrays.fill(sum, 0);
        for (int k : parts.get(p)) {
            double[] low = least[k];
            int[] which = chosen[k];
            Arrays.fill(low, NONE);
            Arrays.fill(which, -1);
            double[] data = data(k, prices);
            for (int o : looked[k]) {
                double own = cost[k][o];
                if (data.length > 0) {
                    own += data[place[k][o]];
                }
                for (int i = from[k][o]; i < from[k][o + 1]; i++) {
                    own += prices[row[k][i]] * amount[k][i];
                }
                value[k][o] = own;
                if (slice[k][o] >= 0) {
                    int at = unit[k][o] * slices + slice[k][o];
                    if (own < low[at]) {
                        low[at] = own;
                        which[at] = o;
                    }
                }
            }
            int size = kinds.size(k);
            for (int at = 0; at < low.length; at++) {
                if (at % slices > 0 && low[at - 1] <= low[at]) {
                    low[at] = low[at - 1];
                    which[at] = which[at - 1];
                }
                sum[at] = low[at] >= NONE / 2 ? NONE : sum[at] + size * low[at];
            }
        }
        for (int b = 0; b < slices; b++) {
            int least = -1;
            for (int u = 0; u < units.get(p); u++) {
                double here = sum[u * slices + b];
                if (here < NONE / 2 && (least < 0 || here < sum[least * slices + b])) {
                    least = u;
                }
            }
            best[p][b] = least;
        }
    }

    /** What reading costs a kind at each place, in the way that is best at these prices. */
    private double[] data(int k, double[] prices) {
        if (ways[k].length == 0) {
            return new double[0];
        }
        double[] costs = new double[ways[k][0].length];
        for (int r = 0; r < ways[k].length; r++) {
            Read read = kinds.node(k).reads().get(r);
            costs =
                    costs.length < ways[k][r].length
                            ? Arrays.copyOf(costs, ways[k][r].length)
                            : costs;
            for (int p = 0; p < ways[k][r].length; p++) {
                double low = NONE;
                for (int i = 0; i < ways[k][r][p].length; i++) {
                    Mode way = mode(read, p, ways[k][r][p][i]);
                    int share = shares[k][r][p][i];
                    double here =
                            (double) way.each() * read.weight() + (share < 0 ? 0 : prices[share]);
                    if (here < low) {
                        low = here;
                        mode[k][r][p] = i;
                    }
                }
                costs[p] += low >= NONE ? 0 : low;
            }
        }
        return costs;
    }

    /** By how much what is chosen at the prices looked at last exceeds each limit. */
    double[] excess(double[] prices) {
        double[] excess = new double[all];
        for (int r = 0; r < rows; r++) {
            excess[r] = -limits.get(r);
        }
        pay(prices);
        for (int i = 0; i < having.size(); i++) {
            if (paid[having.get(i)] > once.get(having.get(i))) {
                excess[rows + i] -= copies.get(i);
            }
        }
        int[] options = choice();
        for (int k = 0; k < options.length; k++) {
            int o = options[k];
            for (int i = from[k][o]; i < from[k][o + 1]; i++) {
                excess[row[k][i]] += amount[k][i] * kinds.size(k);
            }
            int at = place[k][o];
            for (int r = 0; r < ways[k].length; r++) {
                int share = shares[k][r][at][mode[k][r][at]];
                if (share >= 0) {
                    excess[share] += kinds.size(k);
                }
            }
        }
        return excess;
    }

    /** The option of each kind at the prices looked at last. */
    int[] choice() {
        int[] options = new int[kinds.count()];
        for (int p = 0; p < parts.size(); p++) {
            for (int k : parts.get(p)) {
                options[k] = chosen[k][best[p][now] * times.length + now];
            }
        }
        return options;
    }

    /** By kind and option, a bound of the whole if one of the kind takes it. */
    double[][] whenTaken() {
        double[][] bounds = new double[kinds.count()][];
        int slices = times.length;
        for (int p = 0; p < parts.size(); p++) {
            for (int k : parts.get(p)) {
                double[] rest = new double[least[k].length];
                for (int at = rest.length - 1; at >= 0; at--) {
                    int b = at % slices;
                    boolean possible = total[b] < NONE / 2 && sums[p][at] < NONE / 2;
                    double here =
                            possible
                                    ? total[b]
                                            - sums[p][best[p][b] * slices + b]
                                            + sums[p][at]
                                            - least[k][at]
                                    : NONE;
                    rest[at] = b == slices - 1 ? here : Math.min(here, rest[at + 1]);
                }
                bounds[k] = new double[value[k].length];
                for (int o = 0; o < bounds[k].length; o++) {
                    double others =
                            slice[k][o] < 0 ? NONE : rest[unit[k][o] * slices + slice[k][o]];
                    bounds[k][o] = others >= NONE / 2 ? NONE : others + value[k][o];
                }
            }
        }
        return bounds;
    }

    /** What an option's part of all limits costs at these prices. */
    long toll(int k, int o, double[] prices) {
        double sum = 0;
        for (int i = from[k][o]; i < from[k][o + 1]; i++) {
            sum += prices[row[k][i]] * amount[k][i];
        }
        return Math.round(sum);
    }
}
