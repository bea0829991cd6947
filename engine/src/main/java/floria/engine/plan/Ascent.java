package floria.engine.plan;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.placement.Placer;

/** The steps upwards: what is needed first. */
final class Ascent {
    private static final List<String> TELLING =
            List.of("add_target", "add_source", "target_changed");

    private final Graph graph;
    private final Lifecycle lifecycle;
    private final Map<String, Set<String>> down;
    private final Map<String, List<Change>> byNode;
    private final List<Change> networks;
    private final Instances standing;
    private final Map<String, Set<String>> ends = new HashMap<>();
    private final Map<String, Set<String>> endsOfNode = new HashMap<>();

    /**
     * @param lifecycle as the wanted revision means it
     * @param down the last steps downwards of each instance, by its id
     */
    Ascent(List<Change> changes, Graph graph, Lifecycle lifecycle, Map<String, Set<String>> down) {
        this.graph = graph;
        this.lifecycle = lifecycle;
        this.down = down;
        List<Change> staying =
                changes.stream().filter(change -> change.kind() != Change.Kind.REMOVE).toList();
        this.byNode = Change.byNode(staying);
        this.networks = Change.networks(staying);
        this.standing = new Instances(staying.stream().map(Change::instance).toList());
    }

    void steps() {
        List<String> order =
                Order.of(byNode.keySet(), node -> needs(node).stream().map(Need::node).toList());
        order.forEach(this::up);
        for (String node : order) {
            byNode.getOrDefault(node, List.of()).forEach(this::tell);
        }
    }

    private List<Need> needs(String node) {
        return Need.of(
                lifecycle.blueprint().topology(),
                node,
                Change.network(networks, byNode.getOrDefault(node, List.of()), Change::site));
    }

    private void up(String node) {
        Set<String> shared = new LinkedHashSet<>();
        for (Need need : needs(node)) {
            if (!need.paired()) {
                shared.addAll(endsOfNode.getOrDefault(need.node(), Set.of()));
            }
        }
        Set<String> all = new LinkedHashSet<>();
        for (Change change : byNode.getOrDefault(node, List.of())) {
            all.addAll(up(change, shared));
        }
        endsOfNode.put(node, graph.joint(all));
    }

    /** The last steps of one instance, or what it would wait for when it has none. */
    private Set<String> up(Change change, Set<String> shared) {
        Instance instance = change.instance();
        Set<String> after = shared;
        for (Need need : needs(instance.node())) {
            if (need.paired()) {
                Set<String> host =
                        need.pair(byNode, instance.index())
                                .map(its -> ends.getOrDefault(its.instance().id(), Set.of()))
                                .orElse(Set.of());
                after = Graph.union(after, host);
            }
        }
        List<Stage> stages = stages(change);
        if (!stages.isEmpty()) {
            after = Graph.union(after, down.getOrDefault(instance.id(), Set.of()));
        }
        Set<String> end =
                graph.chain(instance, lifecycle.blueprint().revision().number(), stages, after);
        ends.put(instance.id(), end);
        return end;
    }

    private List<Stage> stages(Change change) {
        Instance instance = change.instance();
        return switch (change.kind()) {
            case NONE, REMOVE -> List.of();
            case UPDATE -> lifecycle.update(instance, change);
            case RESTART -> lifecycle.up(instance, State.CREATED, change, standing);
            case RESUME -> lifecycle.up(instance, resumed(instance), change, standing);
            case CREATE, REPLACE, MOVE -> lifecycle.up(instance, State.INITIAL, change, standing);
        };
    }

    private static State resumed(Instance instance) {
        // What had been up and is not any more is configured again, too.
        return instance.reached() == State.STARTED ? State.CREATED : instance.reached();
    }

    /** Both ends of a link that is new, or leads to something new, are told of each other. */
    private void tell(Change change) {
        Instance instance = change.instance();
        if (Placer.isNetwork(instance.node())) {
            return;
        }
        for (Relations.Link link :
                lifecycle
                        .relations()
                        .from(lifecycle.blueprint().topology().node(instance.node()))) {
            if (TELLING.stream().noneMatch(link::has)) {
                continue;
            }
            for (Change its : byNode.getOrDefault(link.target(), List.of())) {
                boolean fresh = change.kind().makes() || its.kind().makes();
                tell(link, "add_target", change, its, fresh);
                tell(link, "add_source", change, its, fresh);
                tell(
                        link,
                        "target_changed",
                        change,
                        its,
                        !fresh
                                && (its.kind() == Change.Kind.UPDATE
                                        || its.kind() == Change.Kind.RESTART));
            }
        }
    }

    private void tell(Relations.Link link, String operation, Change from, Change to, boolean when) {
        if (!when || !link.has(operation)) {
            return;
        }
        Change runsAt = Relations.runsAtSource(operation) ? from : to;
        Set<String> after =
                Graph.union(
                        ends.getOrDefault(from.instance().id(), Set.of()),
                        ends.getOrDefault(to.instance().id(), Set.of()));
        ends.put(
                runsAt.instance().id(),
                graph.chain(
                        runsAt.instance(),
                        lifecycle.blueprint().revision().number(),
                        List.of(link.stage(operation, from.instance(), to.instance())),
                        after));
    }
}
