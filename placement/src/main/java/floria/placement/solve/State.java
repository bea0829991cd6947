package floria.placement.solve;

import java.util.Arrays;
import java.util.List;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.placement.solve.Model.Rule;

/** A choice in the making: nodes are put and taken, and no rule or limit is broken. */
final class State {
    private static final int NONE = -1;

    final Model model;
    final int[] options;
    final int[][] modes;
    private final long[] left;
    private final int[][] readers;
    private final int[][] inUnit;
    private final int[] placed;
    private final int[] distinct;
    private final int[][] rulesOf;
    long money;
    long rate;
    long risk;
    long rank;

    State(Model model) {
        this.model = model;
        options = new int[model.nodes().size()];
        Arrays.fill(options, NONE);
        int data = model.data().size();
        modes = new int[data][];
        readers = new int[data][];
        for (int d = 0; d < data; d++) {
            modes[d] = new int[model.data().get(d).modes().size()];
            Arrays.fill(modes[d], NONE);
            readers[d] = new int[modes[d].length];
        }
        left = model.limits().clone();
        int[] units = new int[Model.Level.values().length];
        for (Node node : model.nodes()) {
            for (Option option : node.options()) {
                for (Model.Level level : Model.Level.values()) {
                    units[level.number()] = Math.max(units[level.number()], option.unit(level) + 1);
                }
            }
        }
        int rules = model.rules().size();
        inUnit = new int[rules][];
        placed = new int[rules];
        distinct = new int[rules];
        int[] counts = new int[options.length];
        for (int r = 0; r < rules; r++) {
            inUnit[r] = new int[units[model.rules().get(r).level().number()]];
            model.rules().get(r).nodes().forEach(n -> counts[n]++);
        }
        rulesOf = new int[options.length][];
        for (int n = 0; n < options.length; n++) {
            rulesOf[n] = new int[counts[n]];
        }
        for (int r = 0; r < rules; r++) {
            for (int n : model.rules().get(r).nodes()) {
                rulesOf[n][--counts[n]] = r;
            }
        }
    }

    Option option(int node) {
        return model.nodes().get(node).options().get(options[node]);
    }

    /** Whether the option may be put where everything else is. */
    boolean fits(int node, Option option) {
        Goal goal = model.goal();
        if (money + option.money() > goal.money() || rate + option.rate() > goal.rate()) {
            return false;
        }
        for (int u = 0; u < option.uses().size(); u++) {
            if (option.amounts().get(u) > left[option.uses().get(u)]) {
                return false;
            }
        }
        for (int r : rulesOf[node]) {
            Rule rule = model.rules().get(r);
            int here = inUnit[r][option.unit(rule.level())];
            boolean kept =
                    switch (rule) {
                        case Rule.Together _ -> placed[r] == here;
                        case Rule.Apart _ -> here == 0;
                        case Rule.Spread(_, var nodes, var least) ->
                                distinct[r] + (here == 0 ? 1 : 0) + nodes.size() - placed[r] - 1
                                        >= Math.min(least, nodes.size());
                    };
            if (!kept) {
                return false;
            }
        }
        return true;
    }

    /** Puts a node; data that is not at its place yet gets the way that is best for it now. */
    void put(int node, int number) {
        Node one = model.nodes().get(node);
        Option option = one.options().get(number);
        options[node] = number;
        add(option, 1);
        for (int r : rulesOf[node]) {
            int unit = option.unit(model.rules().get(r).level());
            placed[r]++;
            distinct[r] += inUnit[r][unit]++ == 0 ? 1 : 0;
        }
        for (Read read : one.reads()) {
            int d = read.data();
            if (readers[d][option.place()]++ == 0) {
                modes[d][option.place()] = bestMode(read, option.place());
                money += mode(d, option.place()).once();
            }
            money += mode(d, option.place()).each() * read.weight();
        }
    }

    void take(int node) {
        Node one = model.nodes().get(node);
        Option option = one.options().get(options[node]);
        for (Read read : one.reads()) {
            int d = read.data();
            money -= mode(d, option.place()).each() * read.weight();
            if (--readers[d][option.place()] == 0) {
                money -= mode(d, option.place()).once();
                modes[d][option.place()] = NONE;
            }
        }
        for (int r : rulesOf[node]) {
            int unit = option.unit(model.rules().get(r).level());
            placed[r]--;
            distinct[r] -= --inUnit[r][unit] == 0 ? 1 : 0;
        }
        add(option, -1);
        options[node] = NONE;
    }

    private void add(Option option, int sign) {
        money += sign * option.money();
        rate += sign * option.rate();
        risk += sign * option.risk();
        rank += sign * option.rank();
        for (int u = 0; u < option.uses().size(); u++) {
            left[option.uses().get(u)] -= sign * option.amounts().get(u);
        }
    }

    /** What putting it there adds to the money for data. */
    long dataMoney(int node, Option option) {
        long added = 0;
        for (Read read : model.nodes().get(node).reads()) {
            int d = read.data();
            boolean there = readers[d][option.place()] > 0;
            Mode mode =
                    there
                            ? mode(d, option.place())
                            : ways(d, option.place()).get(bestMode(read, option.place()));
            added += mode.each() * read.weight() + (there ? 0 : mode.once());
        }
        return added;
    }

    long seconds(int node, Option option) {
        long ready = option.seconds();
        for (Read read : model.nodes().get(node).reads()) {
            int d = read.data();
            ready +=
                    (readers[d][option.place()] > 0
                                    ? mode(d, option.place())
                                    : ways(d, option.place()).get(bestMode(read, option.place())))
                            .seconds();
        }
        return ready;
    }

    /** Until the last of the nodes that are put is ready. */
    long seconds() {
        long last = 0;
        for (int n = 0; n < options.length; n++) {
            if (options[n] != NONE) {
                last = Math.max(last, seconds(n, option(n)));
            }
        }
        return last;
    }

    boolean isRead(int data, int place) {
        return readers[data][place] > 0;
    }

    /** Has a data set at a place another way, of which all that read it there take their part. */
    void change(int data, int place, int way) {
        long weight = 0;
        for (int n = 0; n < options.length; n++) {
            if (options[n] != NONE && option(n).place() == place) {
                for (Read read : model.nodes().get(n).reads()) {
                    weight += read.data() == data ? read.weight() : 0;
                }
            }
        }
        Mode before = mode(data, place);
        Mode after = ways(data, place).get(way);
        money += after.once() - before.once() + (after.each() - before.each()) * weight;
        modes[data][place] = way;
    }

    List<Mode> ways(int data, int place) {
        return model.data().get(data).modes().get(place);
    }

    private Mode mode(int data, int place) {
        return ways(data, place).get(modes[data][place]);
    }

    private int bestMode(Read read, int place) {
        List<Mode> ways = ways(read.data(), place);
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int m = 0; m < ways.size(); m++) {
            Mode mode = ways.get(m);
            long value =
                    switch (model.goal().order()) {
                        case COST -> mode.each() * read.weight() + mode.once();
                        case TIME -> mode.seconds();
                        case BALANCED ->
                                mode.each() * read.weight()
                                        + mode.once()
                                        + mode.seconds() * model.goal().second();
                    };
            if (value < least) {
                least = value;
                best = m;
            }
        }
        return best;
    }

    Value value() {
        return new Value(money, rate, seconds(), risk, rank);
    }

    int[][] copyOfModes() {
        int[][] copy = new int[modes.length][];
        for (int d = 0; d < modes.length; d++) {
            copy[d] = modes[d].clone();
        }
        return copy;
    }
}
