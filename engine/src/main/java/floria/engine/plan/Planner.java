package floria.engine.plan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.site.Offer;

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
        return plan(changes, target.blueprint(), run);
    }

    /** The steps that take everything away; volumes are left in place when {@code keepData}. */
    public Plan away(Blueprint newest, String run, boolean keepData, Set<String> gone) {
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
                                        gone.contains(instance.id()),
                                        instance.site(),
                                        instance.offer())));
        return plan(changes, newest, run);
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

    private Plan plan(Map<String, Change> changes, Blueprint wanted, String run) {
        List<Change> all = List.copyOf(changes.values());
        Graph graph = new Graph(run, wanted.revision().number());
        Map<String, Set<String>> down = new Descent(all, graph, this::lifecycle).steps();
        Lifecycle upwards =
                lifecycles.computeIfAbsent(wanted.revision().number(), _ -> new Lifecycle(wanted));
        new Ascent(all, graph, upwards, down).steps();
        return new Plan(all, graph.steps());
    }
}
