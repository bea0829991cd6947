package floria.placement.solve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;

/**
 * A model that is too large to be searched, with the cheapest options of each node alone, and the
 * cheapest at each site and place. Its best need not be that of the whole.
 */
final class Narrowing {
    /** So many options of all nodes together are searched. */
    private static final int MOST = 60_000;

    private static final int LEAST = 20;

    private Narrowing() {}

    static boolean isLarge(Model model) {
        long all = 0;
        for (Node node : model.nodes()) {
            all += node.options().size();
        }
        return all > MOST;
    }

    static Reduction.Reduced of(Model model) {
        int each = Math.max(LEAST, MOST / model.nodes().size() / 2);
        IdentityHashMap<List<Option>, int[]> kept = new IdentityHashMap<>();
        IdentityHashMap<List<Option>, List<Option>> lists = new IdentityHashMap<>();
        int[][] numbers = new int[model.nodes().size()][];
        List<Node> nodes = new ArrayList<>();
        for (int n = 0; n < numbers.length; n++) {
            Node node = model.nodes().get(n);
            int[] left =
                    kept.computeIfAbsent(
                            node.options(), options -> cheapest(options, model.goal(), each));
            numbers[n] = left;
            nodes.add(
                    new Node(
                            lists.computeIfAbsent(
                                    node.options(),
                                    options ->
                                            java.util.Arrays.stream(left)
                                                    .mapToObj(options::get)
                                                    .toList()),
                            node.reads()));
        }
        Model smaller = new Model(nodes, model.rules(), model.limits(), model.data(), model.goal());
        return new Reduction.Reduced(smaller, numbers, Reduction.equalNodes(smaller));
    }

    private static int[] cheapest(List<Option> options, Goal goal, int each) {
        Integer[] order = new Integer[options.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        java.util.Arrays.sort(order, Comparator.comparingLong(o -> first(options.get(o), goal)));
        Set<Integer> sites = new HashSet<>();
        Set<Integer> places = new HashSet<>();
        TreeSet<Integer> kept = new TreeSet<>();
        for (int i = 0; i < order.length; i++) {
            Option option = options.get(order[i]);
            boolean newSite = sites.add(option.site());
            boolean newPlace = places.add(option.place());
            if (i < each || newSite || newPlace) {
                kept.add(order[i]);
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    private static long first(Option option, Goal goal) {
        return switch (goal.order()) {
            case COST -> option.money();
            case TIME -> option.seconds();
            case BALANCED -> option.money() + option.risk() + goal.second() * option.seconds();
        };
    }
}
