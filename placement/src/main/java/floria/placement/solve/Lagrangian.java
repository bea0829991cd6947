package floria.placement.solve;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Read;

/**
 * A model with a price on everything that is scarce instead of its limits: on capacities, on units
 * of rules that keep nodes apart, and on having a data set at a place, which all that read it there
 * share. Then each part is best for itself at once, and whatever the prices are, the sum bounds the
 * whole from below. The time until ready is tried in slices.
 */
final class Lagrangian {
    static final double NONE = 1e18;

    private final Scarcity in;
    private final Kinds kinds;
    private final Model model;
    private final double[] paid;

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
        this.in = new Scarcity(kinds, found, deadline);
        this.kinds = kinds;
        this.model = kinds.model();
        int count = kinds.count();
        paid = new double[in.once.size()];
        value = new double[count][];
        looked = new int[count][];
        mode = new int[count][][];
        least = new double[count][];
        chosen = new int[count][];
        for (int k = 0; k < count; k++) {
            value[k] = new double[in.cost[k].length];
            mode[k] = new int[in.ways[k].length][];
            for (int r = 0; r < mode[k].length; r++) {
                mode[k][r] = new int[in.ways[k][r].length];
            }
        }
        int slices = in.times.length;
        sums = new double[in.parts.size()][];
        best = new int[in.parts.size()][];
        for (int p = 0; p < sums.length; p++) {
            sums[p] = new double[in.units.get(p) * slices];
            best[p] = new int[slices];
            for (int k : in.parts.get(p)) {
                least[k] = new double[sums[p].length];
                chosen[k] = new int[sums[p].length];
            }
        }
        total = new double[slices];
        lookAtAll();
    }

    /** From now on bounds hold for all options. */
    void lookAtAll() {
        for (int k = 0; k < looked.length; k++) {
            looked[k] = IntStream.range(0, in.cost[k].length).toArray();
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
        return in.all;
    }

    /** Prices to begin with: nothing but an equal share of having data for all that read it. */
    double[] first() {
        double[] prices = new double[in.all];
        long[] readers = new long[model.data().size()];
        for (Node node : model.nodes()) {
            node.reads().forEach(read -> readers[read.data()] += read.weight());
        }
        for (int k = 0; k < kinds.count(); k++) {
            for (int r = 0; r < in.ways[k].length; r++) {
                Read read = kinds.node(k).reads().get(r);
                for (int p = 0; p < in.ways[k][r].length; p++) {
                    for (int i = 0; i < in.ways[k][r][p].length; i++) {
                        if (in.shares[k][r][p][i] >= 0) {
                            Mode way = mode(read, p, in.ways[k][r][p][i]);
                            prices[in.shares[k][r][p][i]] =
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

    /** The bound at these prices; {@link #NONE} when a part fits nowhere. */
    double bound(double[] prices) {
        double base = 0;
        for (int r = 0; r < in.rows; r++) {
            base -= prices[r] * in.limits.get(r);
        }
        base += unpaid(prices);
        Arrays.fill(total, base);
        for (int p = 0; p < in.parts.size(); p++) {
            part(p, prices);
            for (int b = 0; b < in.times.length; b++) {
                int u = best[p][b];
                total[b] = u < 0 ? NONE : total[b] + sums[p][u * in.times.length + b];
            }
        }
        double bound = NONE;
        for (int b = 0; b < in.times.length; b++) {
            double here = total[b] >= NONE / 2 ? NONE : total[b] + in.second * in.times[b];
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
            sum += Math.min(0, in.once.get(h) - paid[h]);
        }
        return sum;
    }

    private void pay(double[] prices) {
        Arrays.fill(paid, 0);
        for (int i = 0; i < in.having.size(); i++) {
            paid[in.having.get(i)] += prices[in.rows + i] * in.copies.get(i);
        }
    }

    private void part(int p, double[] prices) {
        int slices = in.times.length;
        double[] sum = sums[p];
        Arrays.fill(sum, 0);
        for (int k : in.parts.get(p)) {
            double[] low = least[k];
            int[] which = chosen[k];
            Arrays.fill(low, NONE);
            Arrays.fill(which, -1);
            double[] data = data(k, prices);
            for (int o : looked[k]) {
                double own = in.cost[k][o];
                if (data.length > 0) {
                    own += data[in.place[k][o]];
                }
                for (int i = in.from[k][o]; i < in.from[k][o + 1]; i++) {
                    own += prices[in.row[k][i]] * in.amount[k][i];
                }
                value[k][o] = own;
                if (in.slice[k][o] >= 0) {
                    int at = in.unit[k][o] * slices + in.slice[k][o];
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
            for (int u = 0; u < in.units.get(p); u++) {
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
        if (in.ways[k].length == 0) {
            return new double[0];
        }
        double[] costs = new double[in.ways[k][0].length];
        for (int r = 0; r < in.ways[k].length; r++) {
            Read read = kinds.node(k).reads().get(r);
            costs =
                    costs.length < in.ways[k][r].length
                            ? Arrays.copyOf(costs, in.ways[k][r].length)
                            : costs;
            for (int p = 0; p < in.ways[k][r].length; p++) {
                double low = NONE;
                for (int i = 0; i < in.ways[k][r][p].length; i++) {
                    Mode way = mode(read, p, in.ways[k][r][p][i]);
                    int share = in.shares[k][r][p][i];
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
        double[] excess = new double[in.all];
        for (int r = 0; r < in.rows; r++) {
            excess[r] = -in.limits.get(r);
        }
        pay(prices);
        for (int i = 0; i < in.having.size(); i++) {
            if (paid[in.having.get(i)] > in.once.get(in.having.get(i))) {
                excess[in.rows + i] -= in.copies.get(i);
            }
        }
        int[] options = choice();
        for (int k = 0; k < options.length; k++) {
            int o = options[k];
            for (int i = in.from[k][o]; i < in.from[k][o + 1]; i++) {
                excess[in.row[k][i]] += in.amount[k][i] * kinds.size(k);
            }
            int at = in.place[k][o];
            for (int r = 0; r < in.ways[k].length; r++) {
                int share = in.shares[k][r][at][mode[k][r][at]];
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
        for (int p = 0; p < in.parts.size(); p++) {
            for (int k : in.parts.get(p)) {
                options[k] = chosen[k][best[p][now] * in.times.length + now];
            }
        }
        return options;
    }

    /** By kind and option, a bound of the whole if one of the kind takes it. */
    double[][] whenTaken() {
        double[][] bounds = new double[kinds.count()][];
        int slices = in.times.length;
        for (int p = 0; p < in.parts.size(); p++) {
            for (int k : in.parts.get(p)) {
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
                            in.slice[k][o] < 0
                                    ? NONE
                                    : rest[in.unit[k][o] * slices + in.slice[k][o]];
                    bounds[k][o] = others >= NONE / 2 ? NONE : others + value[k][o];
                }
            }
        }
        return bounds;
    }

    /** What an option's part of all limits costs at these prices. */
    long toll(int k, int o, double[] prices) {
        double sum = 0;
        for (int i = in.from[k][o]; i < in.from[k][o + 1]; i++) {
            sum += prices[in.row[k][i]] * in.amount[k][i];
        }
        return Math.round(sum);
    }
}
