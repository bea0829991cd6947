package floria.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.placement.Placer;
import floria.tosca.model.Topology;

/** The steps downwards: what rests on others first. */
final class Descent {
    private final Graph graph;
    private final Set<String> first;
    private final boolean stays;
    private final Portion portion;
    private final Function<Instance, Lifecycle> lifecycles;
    private final Map<String, List<Change>> byNode;
    private final List<Change> networks;
    private final Map<String, Set<String>> waitsOfNode = new HashMap<>();
    private final Map<String, Set<String>> waits = new HashMap<>();
    private final Map<String, Set<String>> ends = new HashMap<>();

    /** What of the way down is taken of an instance, where that is not all of it. */
    @FunctionalInterface
    interface Portion {
        Portion ALL = _ -> Optional.empty();

        /** Its stages; empty for those that it has as ever. */
        Optional<List<Stage>> of(Change change);
    }

    /** As the other, all of the way. */
    Descent(
            List<Change> changes,
            Graph graph,
            Function<Instance, Lifecycle> lifecycles,
            Set<String> first,
            boolean stays) {
        this(changes, graph, lifecycles, first, stays, Portion.ALL);
    }

    /**
     * @param lifecycles what an instance went through, as its own revision means it
     * @param first steps that come before all of it
     * @param stays whether there is something for which those that go end their work first
     */
    Descent(
            List<Change> changes,
            Graph graph,
            Function<Instance, Lifecycle> lifecycles,
            Set<String> first,
            boolean stays,
            Portion portion) {
        this.portion = portion;
        this.first = first;
        this.stays = stays;
        this.graph = graph;
        this.lifecycles = lifecycles;
        this.byNode = Change.byNode(changes);
        this.networks = Change.networks(changes);
    }

    /** Adds the steps; returns the last ones of each instance, by its id. */
    Map<String, Set<String>> steps() {
        List<String> order =
                Order.of(byNode.keySet(), node -> needs(node).stream().map(Need::node).toList());
        for (String node : order.reversed()) {
            down(node);
        }
        return ends;
    }

    /** What the instances of a node need in the topologies that they stand in now. */
    private Set<Need> needs(String node) {
        Set<Need> needs = new LinkedHashSet<>();
        List<Change> here = byNode.getOrDefault(node, List.of());
        Optional<String> network =
                Change.network(networks, here, change -> change.instance().site());
        // By the number of the revision: to compare whole topologies takes long.
        Map<Integer, Instance> one = new LinkedHashMap<>();
        here.forEach(change -> one.putIfAbsent(change.instance().revision(), change.instance()));
        one.values().forEach(instance -> needs.addAll(Need.of(topology(instance), node, network)));
        return needs;
    }

    private Topology topology(Instance instance) {
        return lifecycles.apply(instance).blueprint().topology();
    }

    private void down(String node) {
        Set<String> all = new LinkedHashSet<>();
        Set<Need> needs = needs(node);
        for (Change change : byNode.getOrDefault(node, List.of())) {
            Instance instance = change.instance();
            Set<String> after =
                    Graph.union(
                            waits.getOrDefault(instance.id(), Set.of()),
                            waitsOfNode.getOrDefault(node, Set.of()));
            Set<String> end =
                    graph.chain(
                            instance,
                            instance.revision(),
                            stages(change),
                            after.isEmpty() ? first : after);
            ends.put(instance.id(), end);
            all.addAll(end);
            for (Need need : needs) {
                if (need.paired()) {
                    need.pair(byNode, instance.index())
                            .ifPresent(
                                    host -> waits.merge(host.instance().id(), end, Graph::union));
                }
            }
        }
        Set<String> joint = graph.joint(all);
        for (Need need : needs) {
            if (!need.paired()) {
                waitsOfNode.merge(need.node(), joint, Graph::union);
            }
        }
    }

    private List<Stage> stages(Change change) {
        return portion.of(change).orElseGet(() -> whole(change));
    }

    private List<Stage> whole(Change change) {
        Instance instance = change.instance();
        Lifecycle lifecycle = lifecycles.apply(instance);
        return switch (change.kind()) {
            case NONE, UPDATE, CREATE, RESUME -> told(change, lifecycle);
            case RESTART -> lifecycle.halt(instance);
            case REPLACE, MOVE -> lifecycle.down(change, State.INITIAL, false);
            case REMOVE -> lifecycle.down(change, State.DELETED, stays);
        };
    }

    /** What stays is told of what it is linked to and goes. */
    private List<Stage> told(Change change, Lifecycle lifecycle) {
        Instance instance = change.instance();
        if (instance.state() != State.STARTED || Placer.isNetwork(instance.node())) {
            return List.of();
        }
        List<Stage> stages = new ArrayList<>();
        for (Relations.Link link :
                lifecycle
                        .relations()
                        .from(lifecycle.blueprint().topology().node(instance.node()))) {
            if (link.has("remove_target")) {
                going(link.target())
                        .forEach(to ->
                                stages.add(link.stage("remove_target", instance, to).tolerated()));
            }
        }
        for (Relations.Link link : lifecycle.relations().to(instance.node())) {
            if (link.has("remove_source")) {
                going(link.source().name())
                        .forEach(from ->
                                stages.add(
                                        link.stage("remove_source", from, instance).tolerated()));
            }
        }
        return stages;
    }

    private List<Instance> going(String node) {
        return byNode.getOrDefault(node, List.of()).stream()
                .filter(change -> change.kind().takesDown())
                .map(Change::instance)
                .toList();
    }
}
