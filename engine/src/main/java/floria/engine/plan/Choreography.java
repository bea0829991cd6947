package floria.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.engine.workflow.Delegation;
import floria.engine.workflow.Flows;
import floria.engine.workflow.Place;
import floria.engine.workflow.Scene;
import floria.placement.Demands;
import floria.site.Offer;
import floria.tosca.model.Activity;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.model.Workflow;

/**
 * Turns a workflow into steps (TOSCA 1.3 §3.6.27, §7.3). Steps that nothing leads to begin at once,
 * side by side; one that several lead to by {@code on_success} waits for all of them. One named by
 * {@code on_failure} is taken when any of those that name it fails. A step is taken for every
 * instance of its target, side by side, its activities one after another.
 */
final class Choreography {
    private final Graph graph;
    private final Lifecycle lifecycle;
    private final Function<Instance, Lifecycle> lifecycles;
    private final Instances instances;
    private final Manner manner;

    /**
     * Where an instance will stand when the steps so far are taken.
     *
     * @param made whether there is something of it
     */
    private record Standing(State state, int generation, boolean made) {}

    /** A stage of an instance, with the meaning of a revision. */
    private record Piece(Instance at, int meant, Stage stage) {}

    private final Map<String, Standing> standing = new HashMap<>();

    /**
     * How it is carried out.
     *
     * @param changes where new instances are to be made, by their ids
     * @param goesOn whether a step that fails stops nothing
     * @param kept the instances that are not to be taken down
     */
    record Manner(Map<String, Change> changes, boolean goesOn, Set<String> kept) {}

    /**
     * @param instances those that there will be
     * @param lifecycles what an instance went through, as its own revision means it
     */
    Choreography(
            Graph graph,
            Lifecycle lifecycle,
            Function<Instance, Lifecycle> lifecycles,
            Instances instances,
            Manner manner) {
        this.graph = graph;
        this.lifecycle = lifecycle;
        this.lifecycles = lifecycles;
        this.instances = instances;
        this.manner = manner;
    }

    /** The steps of one step of a workflow: the last ones, and all. */
    private record Taken(Set<String> ends, Set<String> all) {}

    /** The place of a workflow, and whether somebody sees to its failure. */
    private record Within(Workflow workflow, Place place, boolean handled) {
        Within step(boolean handler) {
            return new Within(workflow, place, handled || handler);
        }
    }

    /** Adds the steps of a workflow. */
    void add(Workflow workflow, Set<String> after) {
        Within within = new Within(workflow, Place.START, false);
        Way way = preconditions(within, Way.after(after));
        if (workflow.implementation().isPresent()) {
            program(within, way);
        } else {
            workflow(within, way);
        }
    }

    private int number() {
        return lifecycle.blueprint().revision().number();
    }

    private Topology topology() {
        return lifecycle.blueprint().topology();
    }

    private Way preconditions(Within within, Way way) {
        List<Workflow.Precondition> all = within.workflow().preconditions();
        if (all.isEmpty()) {
            return way;
        }
        Set<String> looked = new LinkedHashSet<>();
        for (int number = 0; number < all.size(); number++) {
            Stage stage =
                    Stage.of(
                                    "precondition",
                                    Kinds.CONDITION,
                                    within.workflow().name()
                                            + " begins only if "
                                            + Scene.words(all.get(number)))
                            .with(Kinds.ACTIVITY, within.place().within(0, number).toString());
            looked.add(graph.add(all.get(number).target(), stage, way));
        }
        return Way.after(looked);
    }

    private void program(Within within, Way way) {
        Stage stage =
                Stage.of(
                                within.workflow().name(),
                                Kinds.PROGRAM,
                                within.workflow().name() + " is a program")
                        .with(Kinds.ACTIVITY, within.place().toString());
        host(within.workflow())
                .ifPresentOrElse(
                        host -> graph.add(host, number(), tolerant(stage), way),
                        () -> graph.add("", tolerant(stage), way));
    }

    /** The instance whose machine runs a program: of the node that its metadata names, or any. */
    private Optional<Instance> host(Workflow workflow) {
        String named = workflow.metadata().get("floria.host");
        return topology().nodes().values().stream()
                .filter(node -> named == null || node.name().equals(named))
                .filter(node ->
                        named != null
                                || Demands.kindOf(node)
                                        .filter(kind -> kind == Offer.Kind.MACHINE)
                                        .isPresent())
                .flatMap(node -> instances.of(node.name()).stream())
                .findFirst();
    }

    /** Adds the steps; those whose failures it sees to itself are not among what comes back. */
    private Taken workflow(Within within, Way way) {
        Map<String, Taken> taken = new LinkedHashMap<>();
        List<String> numbers = List.copyOf(within.workflow().steps().keySet());
        boolean straight = true;
        Set<String> unhandled = new LinkedHashSet<>();
        Set<String> last = new LinkedHashSet<>();
        for (Workflow.Step step : Flows.inOrder(within.workflow())) {
            Way before = before(within.workflow(), step, taken, way);
            boolean handler = !step.onFailure().isEmpty();
            Taken its = step(within.step(handler), numbers.indexOf(step.name()), step, before);
            taken.put(step.name(), its);
            if (handler) {
                straight = false;
            } else {
                unhandled.addAll(its.all());
            }
            if (step.onSuccess().isEmpty()) {
                last.addAll(its.ends());
            }
        }
        if (straight) {
            return new Taken(last.isEmpty() ? new LinkedHashSet<>(way.ids()) : last, unhandled);
        }
        if (within.place().spots().isEmpty()) {
            return new Taken(last, unhandled);
        }
        Set<String> rest = new LinkedHashSet<>(last);
        rest.removeAll(unhandled);
        String done =
                nothing(
                        within,
                        "",
                        within.workflow().name() + ":done",
                        within.workflow().name() + " is done when its steps are",
                        collected(within, way, within.workflow().name())
                                .and(unhandled, Edge.UNLESS_FAILED)
                                .and(rest, Edge.ENDED));
        return new Taken(Set.of(done), unhandled);
    }

    private Way before(
            Workflow workflow, Workflow.Step step, Map<String, Taken> taken, Way beginning) {
        Way way = Way.OPEN;
        boolean any = false;
        for (Workflow.Step one : workflow.steps().values()) {
            Taken its = taken.get(one.name());
            if (its == null) {
                continue;
            }
            if (one.onSuccess().contains(step.name())) {
                way = way.and(its.ends(), Edge.SUCCESS);
                any = true;
            }
            if (one.onFailure().contains(step.name())) {
                way = way.and(its.all(), Edge.FAILURE);
                any = true;
            }
        }
        return any ? way : beginning;
    }

    private Taken step(Within within, int number, Workflow.Step step, Way before) {
        List<Instance> targets =
                Flows.nodes(topology(), step.target()).stream()
                        .flatMap(node -> instances.of(node).stream())
                        .toList();
        Set<String> all = new LinkedHashSet<>();
        boolean whole =
                step.activities().stream().anyMatch(activity -> inner(activity).isPresent());
        Way way =
                whole || step.filter().isPresent() || targets.size() > 1
                        ? collected(within, before, step.name())
                        : before;
        if (!way.equals(before)) {
            all.addAll(way.ids());
        }
        Map<Instance, Way> ways = new LinkedHashMap<>();
        for (Instance target : targets) {
            ways.put(target, filter(within, number, step, target, way, all));
        }
        Set<String> ends = new LinkedHashSet<>();
        if (ways.isEmpty()) {
            ends.addAll(way.ids());
        }
        for (int index = 0; index < step.activities().size(); index++) {
            Activity activity = step.activities().get(index);
            Place place = within.place().within(number, index);
            Optional<Workflow> inner = inner(activity);
            if (inner.isPresent()) {
                Set<String> from = new LinkedHashSet<>();
                ways.values().forEach(one -> from.addAll(one.ids()));
                Taken its =
                        workflow(
                                new Within(inner.get(), place, within.handled()),
                                Way.after(ways.isEmpty() ? ends : from));
                all.addAll(its.all());
                ends = its.ends();
                ways.replaceAll((_, _) -> Way.after(its.ends()));
                continue;
            }
            for (Map.Entry<Instance, Way> entry : ways.entrySet()) {
                Way at = entry.getValue();
                for (Piece piece : pieces(step, activity, entry.getKey())) {
                    String id =
                            graph.add(
                                    piece.at(),
                                    piece.meant(),
                                    handled(within, placed(piece.stage(), place)),
                                    at);
                    all.add(id);
                    at = Way.after(Set.of(id));
                }
                entry.setValue(at);
            }
        }
        return end(within, step, way, ways, ends, all);
    }

    private static Stage placed(Stage stage, Place place) {
        return stage.detail().containsKey(Kinds.ACTIVITY)
                ? stage.with(Kinds.ACTIVITY, place.toString())
                : stage;
    }

    private Taken end(
            Within within,
            Workflow.Step step,
            Way way,
            Map<Instance, Way> ways,
            Set<String> inner,
            Set<String> all) {
        Set<String> ends = new LinkedHashSet<>();
        ways.values().forEach(one -> ends.addAll(one.ids()));
        ends.addAll(ways.isEmpty() ? inner : Set.of());
        if (step.filter().isPresent()) {
            Set<String> mine = new LinkedHashSet<>(all);
            mine.removeAll(way.ids());
            String id =
                    nothing(
                            within,
                            step.target(),
                            step.name() + ":done",
                            "what its filter leaves out counts as done",
                            way.and(mine, Edge.UNLESS_FAILED));
            all.add(id);
            return new Taken(Set.of(id), all);
        }
        if (all.isEmpty() || ends.size() > Graph.MANY) {
            String id =
                    nothing(
                            within,
                            step.target(),
                            step.name(),
                            all.isEmpty()
                                    ? "there is nothing to do for " + step.name()
                                    : "what follows waits for all of " + step.name(),
                            all.isEmpty() ? way : Way.after(ends));
            all.add(id);
            return new Taken(Set.of(id), all);
        }
        return new Taken(ends, all);
    }

    /** A way with at most one step in it, which must have succeeded. */
    private Way collected(Within within, Way way, String name) {
        return way.ids().size() <= 1 && way.isPlain()
                ? way
                : Way.after(
                        Set.of(
                                nothing(
                                        within,
                                        "",
                                        name + ":begin",
                                        name + " waits for what leads to it",
                                        way)));
    }

    private String nothing(Within within, String node, String name, String reason, Way way) {
        return graph.add(
                node,
                handled(within, Stage.of(name, Kinds.NOTHING, reason).with(Kinds.ACTIVITY, "")),
                way);
    }

    private Way filter(
            Within within,
            int number,
            Workflow.Step step,
            Instance target,
            Way way,
            Set<String> all) {
        if (step.filter().isEmpty()) {
            return way;
        }
        Stage stage =
                Stage.of(
                                step.name() + ":filter",
                                Kinds.FILTER,
                                step.name()
                                        + " is taken only if "
                                        + step.filter().get().expression().asText())
                        .with(Kinds.ACTIVITY, within.place().within(number, 0).toString());
        String id = graph.add(target, number(), handled(within, stage), way);
        all.add(id);
        return Way.after(Set.of(id));
    }

    private Stage handled(Within within, Stage stage) {
        return within.handled() ? stage.with(Kinds.HANDLED, "yes") : tolerant(stage);
    }

    private Stage tolerant(Stage stage) {
        return manner.goesOn() ? stage.tolerated() : stage;
    }

    /** The workflow of the template that an activity runs. */
    private Optional<Workflow> inner(Activity activity) {
        return switch (activity) {
            case Activity.Inline(var name, _, _) ->
                    Optional.ofNullable(topology().workflows().get(name));
            case Activity.Delegate(var name, _, _) ->
                    Delegation.of(name).isPresent()
                            ? Optional.empty()
                            : Optional.ofNullable(topology().workflows().get(name));
            case Activity.SetState _, Activity.CallOperation _ -> Optional.empty();
        };
    }

    private List<Piece> pieces(Workflow.Step step, Activity activity, Instance instance) {
        return switch (activity) {
            case Activity.SetState(var word, _) ->
                    List.of(new Piece(instance, number(), state(step, word, instance)));
            case Activity.CallOperation call ->
                    step.relationship()
                            .map(name -> relationship(step, call, name, instance))
                            .orElseGet(() ->
                                    List.of(
                                            new Piece(
                                                    instance,
                                                    number(),
                                                    operation(step, call, instance))));
            case Activity.Delegate(var name, _, _) ->
                    Delegation.of(name)
                            .map(part -> delegated(step, part, instance))
                            .orElseGet(List::of);
            case Activity.Inline _ -> List.of();
        };
    }

    private Stage state(Workflow.Step step, String word, Instance instance) {
        Stage stage =
                Stage.of(
                                step.name() + ":" + word,
                                Kinds.STATE,
                                step.name() + " sets the state to " + word)
                        .with(Kinds.ACTIVITY, "");
        for (State state : State.values()) {
            if (state.name().equalsIgnoreCase(word)) {
                if (state.isStanding()) {
                    standing.put(
                            instance.id(),
                            new Standing(state, standing(instance).generation(), true));
                }
                return stage.after(state);
            }
        }
        return stage.with(Kinds.WORD, word);
    }

    private Stage operation(Workflow.Step step, Activity.CallOperation call, Instance instance) {
        NodeTemplate node = topology().node(instance.node());
        String name = call.interfaceName() + "." + call.operation();
        String at = step.name() + ":" + call.operation();
        return node.operation(call.interfaceName(), call.operation()).isEmpty()
                ? Stage.of(at, Kinds.NOTHING, node.name() + " does nothing for " + name)
                        .with(Kinds.ACTIVITY, "")
                : Stage.of(at, Kinds.OPERATION, step.name() + " calls " + name)
                        .with(Kinds.ACTIVITY, "")
                        .with(Kinds.INTERFACE, call.interfaceName())
                        .with(Kinds.OPERATION_NAME, call.operation());
    }

    /** The operation of each relationship that a requirement of the instance forms. */
    private List<Piece> relationship(
            Workflow.Step step, Activity.CallOperation call, String name, Instance instance) {
        List<Piece> pieces = new ArrayList<>();
        for (Relations.Link link : lifecycle.relations().from(topology().node(instance.node()))) {
            if (!link.requirement().name().equals(name) || !link.has(call.operation())) {
                continue;
            }
            for (Instance to : instances.of(link.target())) {
                boolean atSource =
                        step.operationHost()
                                .map(host -> !host.equals("TARGET"))
                                .orElseGet(() -> Relations.runsAtSource(call.operation()));
                Stage stage =
                        Stage.of(
                                        step.name() + ":" + call.operation() + ":" + to.label(),
                                        Kinds.OPERATION,
                                        step.name()
                                                + " calls "
                                                + call.operation()
                                                + " of the relationship to "
                                                + to.label())
                                .with(Kinds.ACTIVITY, "")
                                .with(Kinds.INTERFACE, call.interfaceName())
                                .with(Kinds.OPERATION_NAME, call.operation())
                                .with(Kinds.SOURCE, instance.id())
                                .with(Kinds.TARGET, to.id())
                                .with(Kinds.REQUIREMENT, Integer.toString(link.number()));
                pieces.add(new Piece(atSource ? instance : to, number(), stage));
            }
        }
        return pieces;
    }

    private Standing standing(Instance instance) {
        return standing.getOrDefault(
                instance.id(),
                new Standing(
                        instance.state() == State.ERROR && instance.reached() == State.STARTED
                                ? State.CREATED
                                : instance.reached(),
                        instance.generation(),
                        instance.state() != State.INITIAL));
    }

    private List<Piece> delegated(Workflow.Step step, Delegation part, Instance instance) {
        Standing now = standing(instance);
        boolean stays = part == Delegation.UNDEPLOY && manner.kept().contains(instance.id());
        List<Piece> pieces = stays ? List.of() : pieces(part, instance, now);
        if (!stays) {
            standing.put(instance.id(), after(part, instance, now));
        }
        String word = part.name().toLowerCase(Locale.ROOT);
        return pieces.isEmpty()
                ? List.of(
                        new Piece(
                                instance,
                                number(),
                                Stage.of(
                                                step.name() + ":" + word,
                                                Kinds.NOTHING,
                                                "there is nothing to do to "
                                                        + word
                                                        + " "
                                                        + instance.label())
                                        .with(Kinds.ACTIVITY, "")))
                : pieces;
    }

    private Standing after(Delegation part, Instance instance, Standing now) {
        return switch (part) {
            case DEPLOY, START, RESTART ->
                    new Standing(State.STARTED, generation(instance, now), true);
            case STOP ->
                    new Standing(
                            now.state() == State.STARTED ? State.CREATED : now.state(),
                            now.generation(),
                            now.made());
            case UNDEPLOY -> new Standing(State.INITIAL, now.generation(), false);
            case CONFIGURE -> now;
        };
    }

    private List<Piece> pieces(Delegation part, Instance instance, Standing now) {
        boolean up = now.state() == State.STARTED;
        return switch (part) {
            case DEPLOY -> up ? List.of() : up(instance, now.state(), now);
            case UNDEPLOY ->
                    now.made()
                            ? down(
                                    instance,
                                    past(instance)
                                            .down(change(instance, now), State.INITIAL, false))
                            : List.of();
            case START -> {
                if (up) {
                    yield List.of();
                }
                yield now.made() && now.state() != State.INITIAL
                        ? wanted(instance, lifecycle.start(instance))
                        : up(instance, now.state(), now);
            }
            case STOP -> now.made() ? down(instance, past(instance).halt(instance)) : List.of();
            case RESTART -> {
                List<Piece> both = new ArrayList<>();
                if (now.made()) {
                    both.addAll(down(instance, past(instance).halt(instance)));
                }
                both.addAll(
                        up(
                                instance,
                                now.state() == State.INITIAL ? State.INITIAL : State.CREATED,
                                now));
                yield both;
            }
            case CONFIGURE ->
                    now.made() ? wanted(instance, lifecycle.configure(instance)) : List.of();
        };
    }

    private List<Piece> wanted(Instance instance, List<Stage> stages) {
        return stages.stream().map(stage -> new Piece(instance, number(), stage)).toList();
    }

    private List<Piece> down(Instance instance, List<Stage> stages) {
        int meant = isNew(instance) ? number() : instance.revision();
        return stages.stream().map(stage -> new Piece(instance, meant, stage)).toList();
    }

    private Lifecycle past(Instance instance) {
        return isNew(instance) ? lifecycle : lifecycles.apply(instance);
    }

    private boolean isNew(Instance instance) {
        return manner.changes().containsKey(instance.id());
    }

    private List<Piece> up(Instance instance, State from, Standing now) {
        String generation = Integer.toString(generation(instance, now));
        return wanted(
                instance,
                lifecycle.up(instance, from, change(instance, now), instances).stream()
                        .map(stage ->
                                stage.detail().containsKey(Kinds.GENERATION)
                                        ? stage.with(Kinds.GENERATION, generation)
                                        : stage)
                        .toList());
    }

    /** What was there before and was taken away comes back as something new. */
    private int generation(Instance instance, Standing now) {
        return now.made() || (isNew(instance) && !standing.containsKey(instance.id()))
                ? now.generation()
                : now.generation() + 1;
    }

    private Change change(Instance instance, Standing now) {
        Change planned = manner.changes().get(instance.id());
        State state =
                !now.made()
                        ? State.INITIAL
                        : now.state() == State.INITIAL ? State.CREATING : now.state();
        return new Change(
                instance.in(state),
                Change.Kind.RESUME,
                List.of("a workflow says so"),
                false,
                planned == null ? instance.site() : planned.site(),
                planned == null ? instance.offer() : planned.offer());
    }
}
