package floria.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;

/**
 * The steps that bring one instance up or take it down: its resource, the operations of the
 * Standard interface (TOSCA 1.3 §5.8.4), and the program of a service or a job.
 */
final class Lifecycle {
    static final String STANDARD = "Standard";
    static final String PROCESS = "Process";

    private final Topology topology;

    Lifecycle(Topology topology) {
        this.topology = topology;
    }

    /** One step to be: the name that it gets, its kind and what the plan says of it. */
    record Stage(String name, String kind, Map<String, String> detail, String reason) {}

    List<Stage> up(Instance instance) {
        if (instance.node().equals(Placer.NETWORK)) {
            return List.of(
                    ensure(
                            "the machines of this deployment reach each other by name",
                            State.STARTED));
        }
        NodeTemplate node = topology.node(instance.node());
        List<Stage> stages = new ArrayList<>();
        Demands.kindOf(node)
                .ifPresent(kind ->
                        stages.add(
                                ensure(
                                        node.type().name()
                                                + " is made from offer "
                                                + instance.offer()
                                                + " of "
                                                + instance.site(),
                                        State.CREATED)));
        operation(node, "create", State.CREATING, State.CREATED).ifPresent(stages::add);
        operation(node, "configure", State.CONFIGURING, State.CONFIGURED).ifPresent(stages::add);
        operation(node, "start", State.STARTING, State.STARTING).ifPresent(stages::add);
        if (node.operation(PROCESS, "run").isPresent()) {
            boolean job = node.isA("floria.nodes.Job");
            stages.add(
                    new Stage(
                            "run",
                            job ? Kinds.PROCESS_RUN : Kinds.PROCESS_START,
                            states(State.STARTING, State.STARTING),
                            job
                                    ? "the job's program runs to its end"
                                    : "the service's program is started"));
            if (!job) {
                stages.add(
                        new Stage(
                                "ready",
                                Kinds.READY,
                                states(State.STARTING, State.STARTING),
                                "the service must answer before others use it"));
            }
        }
        if (stages.isEmpty()) {
            stages.add(
                    new Stage(
                            "start",
                            Kinds.NOTHING,
                            states(State.STARTING, State.STARTED),
                            "nothing to do"));
        }
        stages.add(withEnd(stages.removeLast(), State.STARTED));
        return stages;
    }

    List<Stage> down(Instance instance) {
        if (instance.node().equals(Placer.NETWORK)) {
            return List.of(release("nothing uses the network any more"));
        }
        NodeTemplate node = topology.node(instance.node());
        List<Stage> stages = new ArrayList<>();
        if (node.operation(PROCESS, "run").isPresent()) {
            stages.add(
                    new Stage(
                            "end",
                            Kinds.PROCESS_STOP,
                            tolerated(State.STOPPING),
                            "the program must not run any more"));
        }
        operation(node, "stop", State.STOPPING, State.STOPPING)
                .map(Lifecycle::tolerated)
                .ifPresent(stages::add);
        operation(node, "delete", State.DELETING, State.DELETING)
                .map(Lifecycle::tolerated)
                .ifPresent(stages::add);
        if (Demands.kindOf(node).isPresent()) {
            stages.add(release("the deployment is taken down"));
        }
        if (stages.isEmpty()) {
            stages.add(
                    new Stage("delete", Kinds.NOTHING, tolerated(State.DELETING), "nothing to do"));
        }
        stages.add(withEnd(stages.removeLast(), State.DELETED));
        return stages;
    }

    private static Stage ensure(String reason, State after) {
        return new Stage("ensure", Kinds.ENSURE, states(State.CREATING, after), reason);
    }

    private static Stage release(String reason) {
        Map<String, String> detail = new java.util.HashMap<>(tolerated(State.DELETING));
        detail.put(Kinds.STATE_AFTER, State.DELETED.name());
        return new Stage("release", Kinds.RELEASE, detail, reason);
    }

    private static java.util.Optional<Stage> operation(
            NodeTemplate node, String operation, State during, State after) {
        return node.operation(STANDARD, operation)
                .map(found -> {
                    Map<String, String> detail = new java.util.HashMap<>(states(during, after));
                    detail.put("interface", STANDARD);
                    detail.put("operation", operation);
                    return new Stage(
                            operation,
                            Kinds.OPERATION,
                            detail,
                            node.type().name() + " declares " + operation);
                });
    }

    private static Stage tolerated(Stage stage) {
        Map<String, String> detail = new java.util.HashMap<>(stage.detail());
        detail.put(Kinds.TOLERATED, "yes");
        return new Stage(stage.name(), stage.kind(), detail, stage.reason());
    }

    private static Stage withEnd(Stage stage, State after) {
        Map<String, String> detail = new java.util.HashMap<>(stage.detail());
        detail.put(Kinds.STATE_AFTER, after.name());
        return new Stage(stage.name(), stage.kind(), detail, stage.reason());
    }

    private static Map<String, String> states(State during, State after) {
        return Map.of(Kinds.STATE_DURING, during.name(), Kinds.STATE_AFTER, after.name());
    }

    private static Map<String, String> tolerated(State during) {
        return Map.of(Kinds.STATE_DURING, during.name(), Kinds.TOLERATED, "yes");
    }

    /** The names of the nodes that {@code node} needs before itself. */
    Stream<String> needs(NodeTemplate node) {
        return node.requirements().stream()
                .flatMap(requirement -> requirement.target().stream())
                .map(target -> target.node())
                .filter(target -> !target.equals(node.name()));
    }

    static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
