package floria.engine.plan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.site.Offer;
import floria.tosca.model.Workflow;

/**
 * Turns what is there and what is wanted into the steps of a run. An instance comes up when
 * everything that it requires is up, and goes down before any of that does; what does not depend on
 * each other goes on at the same time. Equal input gives equal steps.
 */
public final class Planner {
    private final Past past;
    private final Instances instances;
    private final Map<Integer, Lifecycle> lifecycles = new HashMap<>();

    /**
     * @param instances of the deployment as they stand
     */
    public Planner(Past past, Instances instances) {
        this.past = past;
        this.instances = instances;
    }

    /**
     * The steps that lead to a target.
     *
     * @param ids for instances that are new
     */
    public Plan towards(Target target, String run, Supplier<String> ids) {
        Map<String, Change> changes = Assessment.of(target, past, instances, ids);
        lifecycles.put(target.blueprint().revision().number(), new Lifecycle(target.blueprint()));
        return plan(changes, target, run);
    }

    /** As that, for what is new by a workflow that stands in the place of such a plan. */
    public Plan towards(Target target, String run, Supplier<String> ids, Workflow workflow) {
        Map<String, Change> changes = Assessment.of(target, past, instances, ids);
        int number = target.blueprint().revision().number();
        Lifecycle wanted = new Lifecycle(target.blueprint());
        lifecycles.put(number, wanted);
        Graph graph = new Graph(run, number);
        List<Instance> all = changes.values().stream().map(Change::instance).toList();
        Instances there = new Instances(all);
        Set<String> networked = new LinkedHashSet<>();
        for (Change change : changes.values()) {
            if (change.instance().node().equals(Placer.NETWORK)
                    && change.kind() != Change.Kind.NONE) {
                networked.addAll(
                        graph.chain(
                                change.instance(),
                                number,
                                wanted.up(change.instance(), change, there),
                                Set.of()));
            }
        }
        Map<String, Change> fresh = new LinkedHashMap<>(changes);
        fresh.values().removeIf(change -> change.kind() != Change.Kind.CREATE);
        new Choreography(
                        graph,
                        wanted,
                        this::lifecycle,
                        there,
                        new Choreography.Manner(fresh, false, Set.of()))
                .add(workflow, networked);
        return new Plan(List.copyOf(changes.values()), graph.steps());
    }

    /** The steps of a workflow, over what is there. */
    public Plan flow(Blueprint newest, String run, Workflow workflow) {
        Graph graph = new Graph(run, newest.revision().number());
        new Choreography(
                        graph,
                        new Lifecycle(newest),
                        this::lifecycle,
                        instances,
                        new Choreography.Manner(Map.of(), false, Set.of()))
                .add(workflow, Set.of());
        return new Plan(List.of(), graph.steps());
    }

    /**
     * The steps of a workflow, then those that remove what is still there. Its failures stop
     * nothing: whatever it does, nothing is left.
     */
    public Plan away(Blueprint newest, String run, boolean keepData, Workflow workflow) {
        Map<String, Change> changes = removal(keepData, _ -> true);
        Graph graph = new Graph(run, newest.revision().number());
        Set<String> kept = new HashSet<>();
        changes.values().stream()
                .filter(change -> change.kind() == Change.Kind.NONE)
                .forEach(change -> kept.add(change.instance().id()));
        new Choreography(
                        graph,
                        new Lifecycle(newest),
                        this::lifecycle,
                        instances,
                        new Choreography.Manner(Map.of(), true, kept))
                .add(workflow, Set.of());
        Set<String> last = graph.last();
        Set<String> first =
                last.isEmpty()
                        ? Set.of()
                        : Set.of(
                                graph.add(
                                        "",
                                        Stage.of(
                                                        workflow.name() + ":done",
                                                        Kinds.NOTHING,
                                                        "what is still there is removed when "
                                                                + workflow.name()
                                                                + " is over")
                                                .with(Kinds.ACTIVITY, "")
                                                .tolerated(),
                                        Way.OPEN.and(last, Edge.ENDED)));
        List<Change> all = List.copyOf(changes.values());
        new Descent(all, graph, this::lifecycle, first, false).steps();
        return new Plan(all, graph.steps());
    }

    /**
     * The steps that take everything away; volumes are left in place when {@code keepData}.
     *
     * @param advances see {@link Target}
     */
    public Plan away(
            Blueprint newest,
            String run,
            boolean keepData,
            Set<String> gone,
            List<Advance> advances) {
        List<Change> all = List.copyOf(removal(keepData, gone::contains).values());
        Graph graph = new Graph(run, newest.revision().number());
        Set<String> first = Carriage.giveUp(graph, advances, instances, Map.of());
        lifecycles.computeIfAbsent(newest.revision().number(), _ -> new Lifecycle(newest));
        new Descent(all, graph, this::lifecycle, first, stays(all)).steps();
        return new Plan(all, graph.steps());
    }

    private Map<String, Change> removal(boolean keepData, Predicate<String> gone) {
        Map<String, Change> changes = new LinkedHashMap<>();
        instances.all().stream()
                .filter(instance -> instance.state() != State.DELETED)
                .sorted(Comparator.comparing(Instance::node).thenComparingInt(Instance::index))
                .forEach(instance ->
                        changes.put(
                                instance.id(),
                                new Change(
                                        instance,
                                        keepData && isVolume(instance)
                                                ? Change.Kind.NONE
                                                : Change.Kind.REMOVE,
                                        List.of("the deployment is taken down"),
                                        gone.test(instance.id()) || instance.mayBeGone(),
                                        instance.site(),
                                        instance.offer())));
        return changes;
    }

    private boolean isVolume(Instance instance) {
        return !Placer.isNetwork(instance.node())
                && Demands.kindOf(lifecycle(instance).blueprint().topology().node(instance.node()))
                        .filter(kind -> kind == Offer.Kind.VOLUME)
                        .isPresent();
    }

    private Lifecycle lifecycle(Instance instance) {
        return lifecycles.computeIfAbsent(
                instance.revision(), number -> new Lifecycle(past.blueprint(number)));
    }

    /** Whether there is something for which those that go end their work first. */
    private boolean stays(List<Change> all) {
        return all.stream()
                .anyMatch(change ->
                        change.kind() != Change.Kind.REMOVE && !isVolume(change.instance()));
    }

    private Plan plan(Map<String, Change> changes, Target target, String run) {
        List<Change> all = List.copyOf(changes.values());
        Blueprint wanted = target.blueprint();
        Graph graph = new Graph(run, wanted.revision().number());
        Lifecycle upwards =
                lifecycles.computeIfAbsent(wanted.revision().number(), _ -> new Lifecycle(wanted));
        Optional<Carriage> carriage =
                target.losesData() ? Optional.empty() : Carriage.of(all, upwards, this::lifecycle);
        Optional<String> obstacle =
                carriage.flatMap(one ->
                        one.volumes().stream()
                                .flatMap(volume ->
                                        past.obstacle(volume.instance(), volume.site()).stream())
                                .findFirst());
        Map<String, String> used = new HashMap<>();
        if (carriage.isPresent()) {
            all.forEach(change -> {
                if (change.kind() == Change.Kind.MOVE) {
                    used.put(change.instance().id(), change.site());
                }
            });
        }
        Set<String> first = Carriage.giveUp(graph, target.advances(), instances, used);
        if (carriage.isPresent()) {
            carried(carriage.get(), all, graph, upwards, first);
        } else {
            Map<String, Set<String>> down =
                    new Descent(all, graph, this::lifecycle, first, stays(all)).steps();
            new Ascent(all, graph, upwards, down).steps();
        }
        return new Plan(carriage.map(Carriage::told).orElse(all), graph.steps(), obstacle);
    }

    private void carried(
            Carriage carriage,
            List<Change> all,
            Graph graph,
            Lifecycle upwards,
            Set<String> first) {
        boolean stays = stays(all);
        Set<String> halted = new LinkedHashSet<>(carriage.prepare(graph, first));
        new Descent(all, graph, this::lifecycle, Set.copyOf(halted), stays, carriage::halt)
                .steps()
                .values()
                .forEach(halted::addAll);
        Set<String> switched = carriage.carry(graph, halted);
        Map<String, Set<String>> down =
                new Descent(all, graph, this::lifecycle, switched, stays, carriage::rest).steps();
        new Ascent(all, graph, upwards, down).steps();
        carriage.leave(graph);
    }
}
