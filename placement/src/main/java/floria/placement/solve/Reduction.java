package floria.placement.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import floria.placement.solve.Model.Level;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Rule;

/**
 * A model without what cannot be in a best solution: capacities that suffice anyway, options that
 * break a limit by themselves, and options that another one of the same site, place and zone (as
 * far as a rule or a data set asks for these) beats in everything.
 */
final class Reduction {
    private final Model model;
    private final boolean[] binding;

    /** Bits of the levels that matter for each node; the highest one for a node that reads. */
    private final int[] levels;

    private Reduction(Model model) {
        this.model = model;
        this.binding = binding(model);
        this.levels = new int[model.nodes().size()];
        for (Rule rule : model.rules()) {
            for (int n : rule.nodes()) {
                levels[n] |= 1 << rule.level().number();
            }
        }
        for (int n = 0; n < levels.length; n++) {
            if (!model.nodes().get(n).reads().isEmpty()) {
                levels[n] |= (1 << Level.PLACE.number()) | READS;
            }
        }
    }

    private static final int READS = 16;

    /** An option is compared with so many better ones; to keep one too many does no harm. */
    private static final int RIVALS = 24;

    /**
     * A smaller model of equal best value.
     *
     * @param model with fewer options
     * @param kept by node, the number in the original's list of each option that is left
     * @param equals by node, the number of the first node that is equal to it in everything
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Reduced(Model model, int[][] kept, int[] equals) {
        /** The numbers that a solution of the smaller model has in the original one. */
        int[] original(int[] options) {
            int[] original = new int[options.length];
            for (int n = 0; n < options.length; n++) {
                original[n] = kept[n][options[n]];
            }
            return original;
        }
    }

    static Reduced of(Model model) {
        return new Reduction(model).reduced();
    }

    private Reduced reduced() {
        IdentityHashMap<List<Option>, Map<Integer, int[]>> done = new IdentityHashMap<>();
        IdentityHashMap<int[], List<Option>> lists = new IdentityHashMap<>();
        int size = model.nodes().size();
        int[][] kept = new int[size][];
        List<Node> nodes = new ArrayList<>(size);
        for (int n = 0; n < size; n++) {
            Node node = model.nodes().get(n);
            int at = n;
            int[] left =
                    done.computeIfAbsent(node.options(), _ -> new HashMap<>())
                            .computeIfAbsent(levels[n], bits -> kept(node.options(), bits));
            kept[n] = left;
            nodes.add(
                    new Node(
                            lists.computeIfAbsent(
                                    left,
                                    _ ->
                                            Arrays.stream(left)
                                                    .mapToObj(model.nodes().get(at).options()::get)
                                                    .toList()),
                            node.reads()));
        }
        Model smaller = new Model(nodes, model.rules(), limits(), model.data(), model.goal());
        return new Reduced(smaller, kept, equalNodes(smaller));
    }

    private long[] limits() {
        long[] limits = model.limits().clone();
        for (int c = 0; c < limits.length; c++) {
            limits[c] = binding[c] ? limits[c] : Goal.ANY;
        }
        return limits;
    }

    /** Which capacities all nodes together could exceed. */
    private static boolean[] binding(Model model) {
        long[] most = new long[model.limits().length];
        IdentityHashMap<List<Option>, long[]> done = new IdentityHashMap<>();
        for (Node node : model.nodes()) {
            long[] own =
                    done.computeIfAbsent(
                            node.options(),
                            options -> {
                                long[] largest = new long[most.length];
                                for (Option option : options) {
                                    for (int u = 0; u < option.uses().size(); u++) {
                                        int c = option.uses().get(u);
                                        largest[c] = Math.max(largest[c], option.amounts().get(u));
                                    }
                                }
                                return largest;
                            });
            for (int c = 0; c < most.length; c++) {
                most[c] += own[c];
            }
        }
        boolean[] binding = new boolean[most.length];
        for (int c = 0; c < most.length; c++) {
            binding[c] = most[c] > model.limits()[c];
        }
        return binding;
    }

    private record Where(int site, int place, int zone, int network) {}

    private int[] kept(List<Option> options, int bits) {
        Map<Where, List<Integer>> groups = new HashMap<>();
        for (int o = 0; o < options.size(); o++) {
            Option option = options.get(o);
            if (possible(option)) {
                Where where =
                        new Where(
                                (bits & 1) != 0 ? option.site() : -1,
                                (bits & 2) != 0 ? option.place() : -1,
                                (bits & 4) != 0 ? option.zone() : -1,
                                (bits & 8) != 0 ? option.network() : -1);
                groups.computeIfAbsent(where, _ -> new ArrayList<>()).add(o);
            }
        }
        List<Integer> kept = new ArrayList<>();
        groups.values().forEach(group -> kept.addAll(front(options, group, bits)));
        return kept.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private boolean possible(Option option) {
        Goal goal = model.goal();
        if (option.seconds() > goal.seconds()
                || option.money() > goal.money()
                || option.rate() > goal.rate()) {
            return false;
        }
        for (int u = 0; u < option.uses().size(); u++) {
            if (option.amounts().get(u) > model.limits()[option.uses().get(u)]) {
                return false;
            }
        }
        return true;
    }

    /** Those of a group that no other one beats, so that any of them may be in a best solution. */
    private List<Integer> front(List<Option> options, List<Integer> group, int bits) {
        // Most are beaten by the first one; only the others have to be put in order.
        int best = group.getFirst();
        for (int o : group) {
            best = order(options.get(o), options.get(best)) < 0 ? o : best;
        }
        List<Integer> left = new ArrayList<>();
        for (int o : group) {
            if (o == best || !beats(options.get(best), options.get(o), bits)) {
                left.add(o);
            }
        }
        left.sort((one, other) -> order(options.get(one), options.get(other)));
        List<Integer> front = new ArrayList<>();
        for (int o : left) {
            Option option = options.get(o);
            boolean beaten = false;
            for (int i = 0; i < Math.min(RIVALS, front.size()) && !beaten; i++) {
                beaten = beats(options.get(front.get(i)), option, bits);
            }
            if (!beaten) {
                front.add(o);
            }
        }
        return front;
    }

    /** The better first; of equal ones that which is first in the list. */
    private int order(Option one, Option other) {
        int order = Long.compare(cost(one), cost(other));
        if (order == 0) {
            order = Long.compare(one.seconds(), other.seconds());
        }
        return order == 0 ? Long.compare(one.rank(), other.rank()) : order;
    }

    private long cost(Option option) {
        return switch (model.goal().order()) {
            case COST, TIME -> option.money();
            case BALANCED -> option.money() + option.risk();
        };
    }

    private boolean beats(Option one, Option other, int bits) {
        Goal goal = model.goal();
        boolean cheaper = cost(one) < cost(other);
        boolean timed = goal.timed() || (goal.seconds() < Goal.ANY && (bits & READS) != 0);
        if (!cheaper && (cost(one) > cost(other) || one.rank() > other.rank())) {
            return false;
        }
        if (((timed || !cheaper) && one.seconds() > other.seconds())
                || (goal.rate() < Goal.ANY && one.rate() > other.rate())
                || (goal.money() < Goal.ANY && one.money() > other.money())) {
            return false;
        }
        for (int u = 0; u < one.uses().size(); u++) {
            int c = one.uses().get(u);
            if (binding[c] && one.amounts().get(u) > other.of(c)) {
                return false;
            }
        }
        return true;
    }

    private record Kind(int options, List<Model.Read> reads, List<Integer> rules) {}

    /** Nodes that can be exchanged: one list of options, same reads, members of the same rules. */
    static int[] equalNodes(Model model) {
        List<List<Integer>> rules = new ArrayList<>();
        model.nodes().forEach(_ -> rules.add(new ArrayList<>()));
        for (int r = 0; r < model.rules().size(); r++) {
            for (int n : model.rules().get(r).nodes()) {
                rules.get(n).add(r);
            }
        }
        IdentityHashMap<List<Option>, Integer> lists = new IdentityHashMap<>();
        Map<Kind, Integer> first = new HashMap<>();
        int[] equals = new int[model.nodes().size()];
        for (int n = 0; n < equals.length; n++) {
            Node node = model.nodes().get(n);
            int next = lists.size();
            int list = lists.computeIfAbsent(node.options(), _ -> next);
            Integer before = first.putIfAbsent(new Kind(list, node.reads(), rules.get(n)), n);
            equals[n] = before == null ? n : before;
        }
        return equals;
    }
}
