package floria.engine.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import floria.engine.revision.Hosting;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.site.Offer;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;

/**
 * How what moves to another site takes with it what is on its volumes. Two generations stand at
 * once: all resources are made at the new site first, then what moves is stopped, the volumes are
 * copied, and one step switches the deployment from the old generation to the new one. The old one
 * is removed only when everything is up. Whatever fails before the switch leaves the old generation
 * as what the deployment is made of.
 */
final class Carriage {
    private final List<Change> changes;
    private final Lifecycle wanted;
    private final Function<Instance, Lifecycle> lifecycles;
    private final Set<String> moved = new HashSet<>();
    private final List<Change> resources = new ArrayList<>();
    private final List<Change> volumes = new ArrayList<>();

    private Carriage(
            List<Change> changes, Lifecycle wanted, Function<Instance, Lifecycle> lifecycles) {
        this.changes = changes;
        this.wanted = wanted;
        this.lifecycles = lifecycles;
        Hosting hosting =
                new Hosting(
                        topology(),
                        new Instances(
                                changes.stream()
                                        .filter(change -> change.kind() != Change.Kind.REMOVE)
                                        .map(Change::instance)
                                        .toList()));
        Set<String> machines = new HashSet<>();
        for (Change change : changes) {
            if (change.kind() == Change.Kind.MOVE) {
                machines.add(change.instance().id());
                moved.add(change.instance().id());
                resources.add(change);
                if (hasData(change)) {
                    volumes.add(change);
                }
            }
        }
        for (Change change : changes) {
            if (change.kind() == Change.Kind.REPLACE
                    && !isResource(change.instance())
                    && hosting.machineOf(change.instance())
                            .filter(machine -> machines.contains(machine.id()))
                            .isPresent()) {
                moved.add(change.instance().id());
            }
        }
    }

    /** Empty when nothing moves that has data. */
    static Optional<Carriage> of(
            List<Change> changes, Lifecycle wanted, Function<Instance, Lifecycle> lifecycles) {
        return Optional.of(new Carriage(changes, wanted, lifecycles))
                .filter(carriage -> !carriage.volumes.isEmpty());
    }

    /** What has data that moves. */
    List<Change> volumes() {
        return volumes;
    }

    /** The changes, those of volumes with what is done for their data. */
    List<Change> told() {
        return changes.stream()
                .map(change -> volumes.contains(change) ? told(change) : change)
                .toList();
    }

    private static Change told(Change change) {
        List<String> reasons = new ArrayList<>(change.reasons());
        reasons.add(copied(change));
        return new Change(
                change.instance(),
                change.kind(),
                reasons,
                change.gone(),
                change.site(),
                change.offer());
    }

    private static String copied(Change volume) {
        return "what is on "
                + volume.instance().label()
                + " is copied from "
                + volume.instance().site()
                + " to "
                + volume.site();
    }

    private Topology topology() {
        return wanted.blueprint().topology();
    }

    private int number() {
        return wanted.blueprint().revision().number();
    }

    private boolean isResource(Instance instance) {
        return kind(instance).isPresent();
    }

    private Optional<Offer.Kind> kind(Instance instance) {
        return Placer.isNetwork(instance.node())
                ? Optional.of(Offer.Kind.NETWORK)
                : Demands.kindOf(lifecycle(instance).blueprint().topology().node(instance.node()));
    }

    private Lifecycle lifecycle(Instance instance) {
        return lifecycles.apply(instance);
    }

    private boolean isMachine(Change change) {
        return kind(change.instance()).filter(Offer.Kind::isMachine).isPresent();
    }

    private boolean hasData(Change change) {
        return !change.gone()
                && change.instance().reached() != State.INITIAL
                && kind(change.instance()).filter(kind -> kind == Offer.Kind.VOLUME).isPresent();
    }

    /** Everything that moves is made where it moves to; returns the last steps. */
    Set<String> prepare(Graph graph, Set<String> first) {
        Set<String> below = new LinkedHashSet<>();
        for (Change change : resources) {
            if (!isMachine(change)) {
                below.add(prepare(graph, change, first));
            }
        }
        Set<String> all = new LinkedHashSet<>(below);
        Set<String> after = graph.joint(below);
        for (Change change : resources) {
            if (isMachine(change)) {
                all.add(prepare(graph, change, after.isEmpty() ? first : after));
            }
        }
        return still(graph, "prepared", "everything is there that things move to", all);
    }

    private String prepare(Graph graph, Change change, Set<String> after) {
        Stage stage =
                beside(
                        Stage.of(
                                "prepare",
                                Kinds.PREPARE,
                                "it is made on "
                                        + change.site()
                                        + " while "
                                        + change.instance().site()
                                        + " still has it"),
                        change);
        return graph.add(change.instance(), number(), stage, Way.after(after));
    }

    private static Stage beside(Stage stage, Change change) {
        return stage.with(Kinds.GENERATION, Integer.toString(change.instance().generation() + 1))
                .with(Kinds.SITE, change.site())
                .with(Kinds.OFFER, change.offer());
    }

    /** One step that waits for all of these, and concerns no instance. */
    private String joint(Graph graph, String name, String reason, Set<String> after) {
        return graph.add(
                volumes.getFirst().instance().node(),
                Stage.of(name, Kinds.NOTHING, reason).with(Kinds.ACTIVITY, ""),
                Way.after(after));
    }

    private Set<String> still(Graph graph, String name, String reason, Set<String> after) {
        return after.size() <= Graph.MANY ? after : Set.of(joint(graph, name, reason, after));
    }

    /** What is done before anything is copied: what moves stands still, what goes is gone. */
    Optional<List<Stage>> halt(Change change) {
        if (moved.contains(change.instance().id())) {
            return Optional.of(change.gone() ? List.of() : halted(change));
        }
        boolean goes =
                change.kind() == Change.Kind.REMOVE && !Placer.isNetwork(change.instance().node());
        return goes ? Optional.empty() : Optional.of(List.of());
    }

    private List<Stage> halted(Change change) {
        Instance instance = change.instance();
        boolean machine = isMachine(change);
        if (instance.state() == State.INITIAL || (!machine && isResource(instance))) {
            return List.of();
        }
        if (!machine && instance.state() == State.CREATED) {
            // An earlier attempt has stopped it, and perhaps its machine.
            return List.of();
        }
        List<Stage> stages = new ArrayList<>();
        stages.addAll(lifecycle(instance).halt(instance));
        if (machine && attached(instance)) {
            // Whatever runs there beside the deployment's own software must not write, either.
            stages.add(
                    Stage.of("halt", Kinds.HALT, "nothing must write to what is copied")
                            .during(State.STOPPING));
        }
        if (stages.isEmpty()) {
            stages.add(
                    Stage.of("halt", Kinds.NOTHING, "it stands still while data is copied")
                            .during(State.STOPPING));
        }
        stages.add(stages.removeLast().after(State.CREATED));
        return stages;
    }

    /** Whether a machine may write to what is copied. */
    private boolean attached(Instance machine) {
        NodeTemplate node = lifecycle(machine).blueprint().topology().node(machine.node());
        return node.requirementsOf("tosca.relationships.AttachesTo").stream()
                .flatMap(requirement -> requirement.target().stream())
                .map(Requirement.Target::node)
                .anyMatch(target ->
                        volumes.stream()
                                .anyMatch(volume -> volume.instance().node().equals(target)));
    }

    /** The volumes are copied, then the deployment is switched; returns that step. */
    Set<String> carry(Graph graph, Set<String> halted) {
        Set<String> after =
                still(graph, "still", "nothing writes to what is copied any more", halted);
        Set<String> carried = new LinkedHashSet<>();
        for (Change volume : volumes) {
            Stage stage = beside(Stage.of("carry", Kinds.CARRY, copied(volume)), volume);
            carried.add(graph.add(volume.instance(), number(), stage, Way.after(after)));
        }
        Stage stage =
                Stage.of(
                        "switch",
                        Kinds.SWITCH,
                        "from here on " + volumes.getFirst().site() + " has what was moved");
        for (Change change : changes) {
            if (moved.contains(change.instance().id())) {
                stage = stage.with(Kinds.SWITCHED + change.instance().id(), word(change));
            }
        }
        return Set.of(
                graph.add(
                        volumes.getFirst().instance(),
                        number(),
                        stage,
                        Way.after(still(graph, "carried", "everything is copied", carried))));
    }

    private String word(Change change) {
        Instance instance = change.instance();
        Switched.Part part =
                !isResource(instance)
                        ? Switched.Part.SOFTWARE
                        : volumes.contains(change) ? Switched.Part.VOLUME : Switched.Part.MACHINE;
        return new Switched(part, instance.generation() + 1, change.site(), change.offer()).word();
    }

    /** What is done downwards after the switch: as ever, but for what was moved. */
    Optional<List<Stage>> rest(Change change) {
        return moved.contains(change.instance().id()) || change.kind() == Change.Kind.REMOVE
                ? Optional.of(List.of())
                : Optional.empty();
    }

    /** When all is up, the old generation is removed: machines first. */
    void leave(Graph graph) {
        Set<String> up =
                Set.of(joint(graph, "moved", "everything is up where it moved to", graph.last()));
        Set<String> machines = new LinkedHashSet<>();
        for (Change change : resources) {
            if (isMachine(change) && change.instance().state() != State.INITIAL) {
                machines.add(leave(graph, change.instance(), up));
            }
        }
        Set<String> after =
                machines.isEmpty()
                        ? up
                        : still(graph, "left", "no machine uses them any more", machines);
        for (Change change : changes) {
            Instance instance = change.instance();
            if (change.kind() == Change.Kind.MOVE && !isMachine(change)) {
                leave(graph, instance, after);
            } else if (change.kind() == Change.Kind.REMOVE && Placer.isNetwork(instance.node())) {
                graph.chain(
                        instance,
                        instance.revision(),
                        lifecycle(instance).down(change, State.DELETED, false),
                        after);
            }
        }
    }

    private String leave(Graph graph, Instance old, Set<String> after) {
        return graph.add(
                old,
                old.revision(),
                leaving(
                        old.generation(),
                        old.site(),
                        "nothing of it is needed on " + old.site() + " any more"),
                Way.after(after));
    }

    private static Stage leaving(int generation, String site, String reason) {
        return Stage.of("leave", Kinds.LEAVE, reason)
                .with(Kinds.GENERATION, Integer.toString(generation))
                .with(Kinds.SITE, site)
                .tolerated();
    }

    /**
     * Removes what an earlier move has made and nobody is going to use; returns those steps.
     *
     * @param used where instances are going to use what was made, by their ids
     */
    static Set<String> giveUp(
            Graph graph, List<Advance> advances, Instances instances, Map<String, String> used) {
        Set<String> after = Set.of();
        // What stands on others was made last.
        for (Advance advance : advances.reversed()) {
            Optional<Instance> instance =
                    instances
                            .find(advance.instance())
                            .filter(one -> one.generation() < advance.generation())
                            .filter(_ -> !advance.site().equals(used.get(advance.instance())));
            if (instance.isPresent()) {
                after =
                        graph.chain(
                                instance.get(),
                                instance.get().revision(),
                                List.of(
                                        leaving(
                                                advance.generation(),
                                                advance.site(),
                                                "it does not move to "
                                                        + advance.site()
                                                        + " after all")),
                                after);
            }
        }
        return after;
    }
}
