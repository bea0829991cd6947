package floria.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Puts the nodes of a graph behind those that they need. */
final class Order {

    private Order() {}

    /**
     * Depth first, with a stack of its own: a chain may be as long as the topology. A cycle is cut
     * where it closes. Equal input gives an equal order.
     *
     * @param needs what a node needs; names that are not among {@code nodes} are passed over
     */
    static List<String> of(
            Collection<String> nodes, Function<String, ? extends Iterable<String>> needs) {
        Set<String> known = new HashSet<>(nodes);
        Set<String> seen = new HashSet<>();
        List<String> order = new ArrayList<>(nodes.size());
        record Frame(String node, Iterator<String> needs) {}
        List<Frame> stack = new ArrayList<>();
        for (String root : nodes) {
            if (!seen.add(root)) {
                continue;
            }
            stack.add(new Frame(root, needs.apply(root).iterator()));
            while (!stack.isEmpty()) {
                Frame top = stack.getLast();
                if (!top.needs().hasNext()) {
                    order.add(stack.removeLast().node());
                    continue;
                }
                String next = top.needs().next();
                if (known.contains(next) && seen.add(next)) {
                    stack.add(new Frame(next, needs.apply(next).iterator()));
                }
            }
        }
        return order;
    }
}
