package floria.placement.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import floria.placement.solve.Model.Option;

/** Looks at every choice, cut short only where money alone rules the rest out. */
final class BruteForce {
    private final Model model;
    private final int[] options;
    private final int[][] modes;
    private Optional<Value> best = Optional.empty();

    private BruteForce(Model model) {
        this.model = model;
        this.options = new int[model.nodes().size()];
        this.modes = new int[model.data().size()][];
        for (int d = 0; d < modes.length; d++) {
            modes[d] = new int[model.data().get(d).modes().size()];
        }
    }

    static Optional<Value> best(Model model) {
        BruteForce force = new BruteForce(model);
        force.node(0, 0, 0);
        return force.best;
    }

    private void node(int n, long money, long slowest) {
        if (n == options.length) {
            modes(0, 0);
            return;
        }
        List<Option> all = model.nodes().get(n).options();
        for (int o = 0; o < all.size(); o++) {
            long sum = money + all.get(o).money() + (balanced() ? all.get(o).risk() : 0);
            long last = Math.max(slowest, all.get(o).seconds());
            if (hopeless(sum, last)) {
                continue;
            }
            options[n] = o;
            node(n + 1, sum, last);
        }
    }

    private boolean balanced() {
        return model.goal().order() == Goal.Order.BALANCED;
    }

    private boolean hopeless(long money, long last) {
        if (best.isEmpty()) {
            return false;
        }
        long first =
                switch (model.goal().order()) {
                    case COST -> money;
                    case TIME -> last;
                    case BALANCED -> money + last * model.goal().second();
                };
        return first > best.get().first(model.goal());
    }

    /** Every way of every data set at every place where it is read. */
    private void modes(int d, int p) {
        if (d == modes.length) {
            Evaluation.of(model, options, modes)
                    .filter(value -> best.isEmpty() || value.beats(best.get(), model.goal()))
                    .ifPresent(value -> best = Optional.of(value));
            return;
        }
        if (p == modes[d].length) {
            modes(d + 1, 0);
            return;
        }
        List<Integer> ways = new ArrayList<>(List.of(-1));
        if (isRead(d, p)) {
            ways.clear();
            for (int m = 0; m < model.data().get(d).modes().get(p).size(); m++) {
                ways.add(m);
            }
        }
        for (int way : ways) {
            modes[d][p] = way;
            modes(d, p + 1);
        }
    }

    private boolean isRead(int data, int place) {
        for (int n = 0; n < options.length; n++) {
            Model.Node node = model.nodes().get(n);
            if (node.options().get(options[n]).place() == place
                    && node.reads().stream().anyMatch(read -> read.data() == data)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return Arrays.toString(options);
    }
}
