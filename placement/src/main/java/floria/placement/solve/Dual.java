package floria.placement.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;

/**
 * The prices of what is scarce that bound a model best, found by raising those of what too much is
 * taken of. They say how far from the best a solution may be, which options cannot be in a better
 * one, and where to look for it.
 */
final class Dual {
    /** So many options are looked at in all, of so many. */
    private static final long VISITS = 6_000_000;

    private static final int CORE = 20_000;
    private static final int ROUNDS = 30;

    // Of a subgradient's way: how long it is, how much of it is kept, when and to what it shortens.
    private static final double STEP = 0.3;
    private static final double KEPT = 0.8;
    private static final int PATIENCE = 12;
    private static final double SHORTER = 0.7;
    private static final double NOTHING = 1e-9;

    /** No price is higher, so that sums of them stay far from what stands for impossible. */
    private static final double DEAREST = 1e13;

    private final Kinds kinds;
    private final Lagrangian lagrangian;
    private double[] prices;
    private double bound;

    private Dual(Kinds kinds, List<Parts.Part> parts, long deadline) {
        this.kinds = kinds;
        this.lagrangian = new Lagrangian(kinds, parts, deadline);
        this.prices = lagrangian.first();
        this.bound = lagrangian.bound(prices);
    }

    /**
     * Raises the bound.
     *
     * @param deadline until when all has to be ready
     * @param aim a value that can be had, where one is known
     * @param most rounds
     */
    static Dual of(
            Kinds kinds, List<Parts.Part> parts, long deadline, Optional<Long> aim, int most) {
        Dual dual = new Dual(kinds, parts, deadline);
        if (dual.bound < Lagrangian.NONE / 2) {
            dual.raise(aim.map(Long::doubleValue).orElse(dual.bound * 1.1 + 1), most);
        }
        return dual;
    }

    private void raise(double aim, int most) {
        lagrangian.lookAtBest(CORE);
        long rounds = Math.clamp(VISITS / Math.min(CORE, kinds.options() + 1), ROUNDS, most);
        double[] at = prices.clone();
        double[] way = new double[at.length];
        double best = bound;
        double here = bound;
        double step = STEP;
        int idle = 0;
        double kept = 0;
        double[] good = at;
        for (long round = 0; round < rounds && aim - best > 0.5 && here < aim; round++) {
            double norm = turn(way, at, kept);
            if (norm < NOTHING) {
                break;
            }
            double by = step * Math.max(1, aim - here) / norm;
            for (int i = 0; i < at.length; i++) {
                at[i] = Math.clamp(at[i] + by * way[i], 0, DEAREST);
            }
            kept = KEPT;
            here = lagrangian.bound(at);
            if (here > best) {
                best = here;
                good = at.clone();
                idle = 0;
            } else if (++idle >= PATIENCE) {
                step *= SHORTER;
                idle = 0;
                kept = 0;
                at = good.clone();
                here = lagrangian.bound(at);
            }
        }
        lagrangian.lookAtAll();
        double whole = lagrangian.bound(good);
        if (whole >= bound) {
            bound = whole;
            prices = good;
        } else {
            lagrangian.bound(prices);
        }
    }

    /** Turns the way towards what is exceeded now; it keeps a part of what it was. */
    private double turn(double[] way, double[] at, double kept) {
        double[] excess = lagrangian.excess(at);
        double norm = 0;
        for (int i = 0; i < way.length; i++) {
            way[i] = kept * way[i] + (1 - kept) * excess[i];
            if (at[i] == 0 && way[i] < 0) {
                way[i] = 0;
            }
            norm += way[i] * way[i];
        }
        return norm;
    }

    /** No solution's first value is smaller; beyond everything when there is none. */
    long bound() {
        return bound >= Lagrangian.NONE / 2 ? Goal.ANY : whole(bound);
    }

    private static long whole(double value) {
        return (long) Math.ceil(value - 0.5 - Math.abs(value) * 1e-12);
    }

    /**
     * What is left of a model.
     *
     * @param whole whether any better solution is among it
     */
    record Rest(Reduction.Reduced reduced, boolean whole) {}

    /**
     * The model without the options that no solution of at most that value has, and of the others
     * at most so many, those first that promise most.
     *
     * @param also by node, an option that stays anyway
     */
    Rest without(long value, int most, int[] also) {
        double[][] bounds = lagrangian.whenTaken();
        double promising = Lagrangian.worst(bounds, most);
        double worst = Math.min((double) value, promising);
        Model model = kinds.model();
        boolean[][] stays = new boolean[kinds.count()][];
        for (int k = 0; k < stays.length; k++) {
            stays[k] = new boolean[bounds[k].length];
            for (int o = 0; o < bounds[k].length; o++) {
                stays[k][o] = bounds[k][o] < Lagrangian.NONE && whole(bounds[k][o]) <= worst;
            }
        }
        for (int n = 0; n < also.length; n++) {
            stays[kinds.of()[n]][also[n]] = true;
        }
        int[][] kept = new int[kinds.count()][];
        List<List<Option>> lists = new ArrayList<>();
        for (int k = 0; k < kept.length; k++) {
            boolean[] own = stays[k];
            kept[k] = java.util.stream.IntStream.range(0, own.length).filter(o -> own[o]).toArray();
            List<Option> options = kinds.node(k).options();
            lists.add(Arrays.stream(kept[k]).mapToObj(options::get).toList());
        }
        List<Node> nodes = new ArrayList<>();
        int[][] numbers = new int[kinds.of().length][];
        for (int n = 0; n < numbers.length; n++) {
            int k = kinds.of()[n];
            numbers[n] = kept[k];
            nodes.add(new Node(lists.get(k), model.nodes().get(n).reads()));
        }
        Model smaller = new Model(nodes, model.rules(), model.limits(), model.data(), model.goal());
        int[] equals = Arrays.stream(kinds.of()).map(k -> kinds.members()[k][0]).toArray();
        return new Rest(
                new Reduction.Reduced(smaller, numbers, equals),
                value <= promising || promising >= Lagrangian.NONE / 2);
    }

    /** The model with what each option takes of scarce things in its price. */
    Model guide() {
        Model model = kinds.model();
        List<List<Option>> lists = new ArrayList<>();
        for (int k = 0; k < kinds.count(); k++) {
            List<Option> options = kinds.node(k).options();
            List<Option> priced = new ArrayList<>(options.size());
            for (int o = 0; o < options.size(); o++) {
                priced.add(options.get(o).with(lagrangian.toll(k, o, prices)));
            }
            lists.add(priced);
        }
        List<Node> nodes = new ArrayList<>();
        for (int n = 0; n < kinds.of().length; n++) {
            nodes.add(new Node(lists.get(kinds.of()[n]), model.nodes().get(n).reads()));
        }
        Goal goal = model.goal();
        return new Model(
                nodes,
                model.rules(),
                model.limits(),
                model.data(),
                new Goal(goal.order(), goal.second(), Goal.ANY, goal.rate(), goal.seconds()));
    }
}
