package floria.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.tosca.model.NodeTemplate;

/**
 * The stages that bring one instance up or take it down, as one revision means it: its resource,
 * the operations of the Standard interface (TOSCA 1.3 §5.8.4), those of its relationships around
 * {@code configure} (§5.8.5), and the program of a service or a job.
 */
final class Lifecycle {
    static final String STANDARD = "Standard";
    static final String PROCESS = "Process";

    /** An instance that is to go may end its work first, by the operation {@code drain}. */
    static final String SCALING = "Scaling";

    private final Blueprint blueprint;
    private final Relations relations;

    Lifecycle(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.relations = new Relations(blueprint.topology());
    }

    Blueprint blueprint() {
        return blueprint;
    }

    Relations relations() {
        return relations;
    }

    /** From nothing. */
    List<Stage> up(Instance instance, Change change, Instances all) {
        return up(instance, State.INITIAL, change, all);
    }

    /**
     * From where it stands.
     *
     * @param from a standing state; a resource is looked after again from any of them
     */
    List<Stage> up(Instance instance, State from, Change change, Instances all) {
        List<Stage> stages = new ArrayList<>();
        boolean network = Placer.isNetwork(instance.node());
        if (network || Demands.kindOf(node(instance)).isPresent()) {
            stages.add(ensure(instance, change));
        }
        if (!network) {
            NodeTemplate node = node(instance);
            if (from == State.INITIAL) {
                operation(node, "create", State.CREATING, State.CREATED).ifPresent(stages::add);
            }
            if (from == State.INITIAL || from == State.CREATED) {
                relations.around("pre_configure", instance, all).forEach(stages::add);
                operation(node, "configure", State.CONFIGURING, State.CONFIGURED)
                        .ifPresent(stages::add);
                relations.around("post_configure", instance, all).forEach(stages::add);
            }
            operation(node, "start", State.STARTING, State.STARTING).ifPresent(stages::add);
            program(node, stages);
        }
        if (stages.isEmpty()) {
            stages.add(Stage.of("start", Kinds.NOTHING, "nothing to do").during(State.STARTING));
        }
        stages.add(stages.removeLast().after(State.STARTED));
        return stages;
    }

    private void program(NodeTemplate node, List<Stage> stages) {
        if (node.operation(PROCESS, "run").isEmpty()) {
            return;
        }
        if (node.isA("floria.nodes.Job")) {
            stages.add(
                    Stage.of("run", Kinds.PROCESS_RUN, "the job's program runs to its end")
                            .during(State.STARTING)
                            .after(State.STARTING));
            return;
        }
        stages.add(
                Stage.of("run", Kinds.PROCESS_START, "the service's program is started")
                        .during(State.STARTING)
                        .after(State.STARTING));
        stages.add(
                Stage.of("ready", Kinds.READY, "the service must answer before others use it")
                        .during(State.STARTING));
    }

    /** Changed while it runs: its resource as the site can, its software by {@code configure}. */
    List<Stage> update(Instance instance, Change change) {
        NodeTemplate node = node(instance);
        List<Stage> stages = new ArrayList<>();
        if (Demands.kindOf(node).isPresent()) {
            stages.add(ensure(instance, change));
        }
        operation(node, "configure", State.CONFIGURING, State.CONFIGURED).ifPresent(stages::add);
        if (stages.isEmpty()) {
            stages.add(Stage.of("update", Kinds.NOTHING, "only its description changes"));
        }
        stages.add(stages.removeLast().after(State.STARTED));
        return stages;
    }

    /** Stopped so far that it can be configured and started again. */
    List<Stage> halt(Instance instance) {
        List<Stage> stages = stop(node(instance));
        if (!stages.isEmpty()) {
            stages.add(stages.removeLast().after(State.CREATED));
        }
        return stages;
    }

    /** Started again after {@link #halt}, as it was configured. */
    List<Stage> start(Instance instance) {
        NodeTemplate node = node(instance);
        List<Stage> stages = new ArrayList<>();
        operation(node, "start", State.STARTING, State.STARTING).ifPresent(stages::add);
        program(node, stages);
        if (!stages.isEmpty()) {
            stages.add(stages.removeLast().after(State.STARTED));
        }
        return stages;
    }

    /** Configured as it stands. */
    List<Stage> configure(Instance instance) {
        return operation(
                        node(instance),
                        "configure",
                        State.CONFIGURING,
                        instance.state().isStanding() ? instance.state() : State.CONFIGURED)
                .stream()
                .toList();
    }

    /**
     * Taken away. Where nothing runs any more, or never did, only the resource is looked after.
     *
     * @param after the state in the end: deleted, or initial for what is made anew
     * @param drains whether it ends its work first, which others go on with
     */
    List<Stage> down(Change change, State after, boolean drains) {
        Instance instance = change.instance();
        List<Stage> stages = new ArrayList<>();
        boolean network = Placer.isNetwork(instance.node());
        boolean made = instance.state() != State.INITIAL;
        if (!network && made && !change.gone()) {
            if (drains) {
                operation(SCALING, node(instance), "drain", State.STOPPING, State.STOPPING)
                        .map(Stage::tolerated)
                        .ifPresent(stages::add);
            }
            stages.addAll(stop(node(instance)));
            operation(node(instance), "delete", State.DELETING, State.DELETING)
                    .map(Stage::tolerated)
                    .ifPresent(stages::add);
        }
        if (made && (network || Demands.kindOf(node(instance)).isPresent())) {
            Stage release =
                    Stage.of("release", Kinds.RELEASE, "nothing uses it any more")
                            .during(State.DELETING)
                            .tolerated();
            boolean failed =
                    change.kind() != Change.Kind.REMOVE
                            && instance.state() == State.ERROR
                            && instance.reached() == State.INITIAL;
            stages.add(failed ? release.with(Kinds.ABANDONED, "yes") : release);
        }
        if (stages.isEmpty()) {
            stages.add(Stage.of("delete", Kinds.NOTHING, "nothing to do").during(State.DELETING));
        }
        stages.add(stages.removeLast().after(after));
        return stages;
    }

    private static List<Stage> stop(NodeTemplate node) {
        List<Stage> stages = new ArrayList<>();
        if (node.operation(PROCESS, "run").isPresent()) {
            stages.add(
                    Stage.of("end", Kinds.PROCESS_STOP, "the program must not run any more")
                            .during(State.STOPPING)
                            .tolerated());
        }
        operation(node, "stop", State.STOPPING, State.STOPPING)
                .map(Stage::tolerated)
                .ifPresent(stages::add);
        return stages;
    }

    private Stage ensure(Instance instance, Change change) {
        boolean network = Placer.isNetwork(instance.node());
        boolean more = !network && node(instance).operation(STANDARD, "create").isPresent();
        String reason =
                network
                        ? "the machines of this deployment reach each other by name"
                        : node(instance).type().name()
                                + " is made from offer "
                                + change.offer()
                                + " of "
                                + change.site();
        int generation =
                change.kind() == Change.Kind.REPLACE || change.kind() == Change.Kind.MOVE
                        ? instance.generation() + 1
                        : instance.generation();
        return Stage.of("ensure", Kinds.ENSURE, reason)
                .during(State.CREATING)
                .after(more ? State.CREATING : State.CREATED)
                .with(Kinds.GENERATION, Integer.toString(generation))
                .with(Kinds.SITE, change.site())
                .with(Kinds.OFFER, change.offer());
    }

    private static Optional<Stage> operation(
            NodeTemplate node, String operation, State during, State after) {
        return operation(STANDARD, node, operation, during, after);
    }

    private static Optional<Stage> operation(
            String of, NodeTemplate node, String operation, State during, State after) {
        return node.operation(of, operation)
                .map(_ ->
                        Stage.of(
                                        operation,
                                        Kinds.OPERATION,
                                        node.type().name() + " declares " + operation)
                                .during(during)
                                .after(after)
                                .with(Kinds.INTERFACE, of)
                                .with(Kinds.OPERATION_NAME, operation));
    }

    private NodeTemplate node(Instance instance) {
        return blueprint.topology().node(instance.node());
    }
}
