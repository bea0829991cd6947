package floria.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import floria.engine.state.Instance;
import floria.engine.state.Step;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.site.Offer;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;

/**
 * Turns a topology and its instances into the steps of a run. A node comes up when everything that
 * it requires is up, and goes down before any of that does; what does not depend on each other runs
 * at the same time. Equal input gives equal steps.
 */
public final class Planner {
    private final Topology topology;
    private final Lifecycle lifecycle;
    private final Map<String, List<Instance>> byNode = new LinkedHashMap<>();

    /**
     * @param instances of the deployment; those of nodes that the topology does not have are left
     *     alone
     */
    public Planner(Topology topology, List<Instance> instances) {
        this.topology = topology;
        this.lifecycle = new Lifecycle(topology);
        for (Instance instance : instances) {
            byNode.computeIfAbsent(instance.node(), _ -> new ArrayList<>()).add(instance);
        }
    }

    /** The steps that bring every instance up. */
    public List<Step> install(String run) {
        Plan plan = new Plan(run);
        Map<String, List<String>> ends = new HashMap<>();
        for (String node : inOrder()) {
            List<String> after = new ArrayList<>();
            needs(node).forEach(needed -> after.addAll(ends.getOrDefault(needed, List.of())));
            ends.put(node, addChains(plan, node, after, true));
        }
        return plan.steps();
    }

    /** The steps that take every instance down; volumes are left in place when {@code keepData}. */
    public List<Step> uninstall(String run, boolean keepData) {
        Plan plan = new Plan(run);
        Map<String, List<String>> before = new HashMap<>();
        for (String node : inOrder().reversed()) {
            if (keepData && isVolume(node)) {
                continue;
            }
            List<String> ends = addChains(plan, node, before.getOrDefault(node, List.of()), false);
            needs(node)
                    .forEach(needed ->
                            before.computeIfAbsent(needed, _ -> new ArrayList<>()).addAll(ends));
        }
        return plan.steps();
    }

    private List<String> addChains(Plan plan, String node, List<String> after, boolean up) {
        List<String> ends = new ArrayList<>();
        for (Instance instance : byNode.getOrDefault(node, List.of())) {
            List<String> previous = after;
            for (Lifecycle.Stage stage : up ? lifecycle.up(instance) : lifecycle.down(instance)) {
                previous =
                        List.of(
                                plan.add(
                                        instance,
                                        stage.name(),
                                        stage.kind(),
                                        previous,
                                        stage.detail(),
                                        stage.reason()));
            }
            ends.addAll(previous);
        }
        return ends;
    }

    private boolean isVolume(String node) {
        return !node.equals(Placer.NETWORK)
                && Demands.kindOf(topology.node(node))
                        .filter(kind -> kind == Offer.Kind.VOLUME)
                        .isPresent();
    }

    private List<String> needs(String node) {
        if (node.equals(Placer.NETWORK)) {
            return List.of();
        }
        NodeTemplate template = topology.node(node);
        List<String> needs = new ArrayList<>(lifecycle.needs(template).toList());
        if (Demands.kindOf(template).filter(kind -> kind == Offer.Kind.MACHINE).isPresent()) {
            needs.add(Placer.NETWORK);
        }
        return needs;
    }

    /** Nodes with instances, those that are needed first; a cycle is cut where it closes. */
    private List<String> inOrder() {
        List<String> order = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String root : byNode.keySet()) {
            visit(root, seen, order);
        }
        return order;
    }

    /** Depth first with a stack of its own: a chain may be as long as the topology. */
    private void visit(String root, Set<String> seen, List<String> order) {
        if (!seen.add(root) || !byNode.containsKey(root)) {
            return;
        }
        record Frame(String node, java.util.Iterator<String> needs) {}
        List<Frame> stack = new ArrayList<>(List.of(new Frame(root, needs(root).iterator())));
        while (!stack.isEmpty()) {
            Frame top = stack.getLast();
            if (!top.needs().hasNext()) {
                order.add(stack.removeLast().node());
                continue;
            }
            String next = top.needs().next();
            if (byNode.containsKey(next) && seen.add(next)) {
                stack.add(new Frame(next, needs(next).iterator()));
            }
        }
    }
}
