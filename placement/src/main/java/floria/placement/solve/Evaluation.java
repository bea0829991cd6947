package floria.placement.solve;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.placement.solve.Model.Rule;

/** What a whole choice is worth, worked out anew; empty when it breaks a rule or a limit. */
final class Evaluation {

    private Evaluation() {}

    static Optional<Value> of(Model model, int[] options, int[][] modes) {
        long[] used = new long[model.limits().length];
        boolean[][] read = new boolean[model.data().size()][];
        for (int d = 0; d < read.length; d++) {
            read[d] = new boolean[model.data().get(d).modes().size()];
        }
        long money = 0;
        long rate = 0;
        long risk = 0;
        long rank = 0;
        long seconds = 0;
        for (int n = 0; n < options.length; n++) {
            Model.Node node = model.nodes().get(n);
            Option option = node.options().get(options[n]);
            money += option.money();
            rate += option.rate();
            risk += option.risk();
            rank += option.rank();
            long ready = option.seconds();
            for (Read one : node.reads()) {
                List<Mode> ways = model.data().get(one.data()).modes().get(option.place());
                int way = modes[one.data()][option.place()];
                if (way < 0) {
                    return Optional.empty();
                }
                Mode mode = ways.get(way);
                money += mode.each() * one.weight();
                ready += mode.seconds();
                if (!read[one.data()][option.place()]) {
                    read[one.data()][option.place()] = true;
                    money += mode.once();
                }
            }
            seconds = Math.max(seconds, ready);
            for (int u = 0; u < option.uses().size(); u++) {
                used[option.uses().get(u)] += option.amounts().get(u);
            }
        }
        for (int c = 0; c < used.length; c++) {
            if (used[c] > model.limits()[c]) {
                return Optional.empty();
            }
        }
        for (Rule rule : model.rules()) {
            if (!keeps(model, options, rule)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Value(money, rate, seconds, risk, rank))
                .filter(value -> value.keeps(model.goal()));
    }

    private static boolean keeps(Model model, int[] options, Rule rule) {
        Set<Integer> units = new HashSet<>();
        for (int n : rule.nodes()) {
            units.add(model.nodes().get(n).options().get(options[n]).unit(rule.level()));
        }
        return switch (rule) {
            case Rule.Together _ -> units.size() <= 1;
            case Rule.Apart(_, var nodes) -> units.size() == nodes.size();
            case Rule.Spread(_, var nodes, var least) ->
                    units.size() >= Math.min(least, nodes.size());
        };
    }
}
