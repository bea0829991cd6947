package floria.engine.workflow;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.state.Run;
import floria.tosca.model.Activity;
import floria.tosca.model.Topology;
import floria.tosca.model.Trigger;
import floria.tosca.model.Workflow;

/** Finds the workflows of a topology; what a trigger does is one, too. */
public final class Flows {
    /** Names of workflows that stand for plans of Floria's own (TOSCA 1.3 §7.2, 2.0 §15). */
    public static final List<String> INSTALL = List.of("deploy", "install");

    public static final List<String> UNINSTALL = List.of("undeploy", "uninstall");

    /** What a trigger may delegate that changes what the deployment is meant to be, or mends it. */
    public static final List<String> WISHES = List.of("scale", "scale_out", "scale_in", "heal");

    private Flows() {}

    /** The workflow that takes the place of bringing everything up, if the template has one. */
    public static Optional<Workflow> install(Topology topology) {
        return first(topology, INSTALL);
    }

    /** The workflow that comes before everything is removed, if the template has one. */
    public static Optional<Workflow> uninstall(Topology topology) {
        return first(topology, UNINSTALL);
    }

    private static Optional<Workflow> first(Topology topology, List<String> names) {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(topology.workflows().get(name)).stream())
                .findFirst();
    }

    /** What a run of its kind carries out, by the topology of its revision. */
    public static Optional<Workflow> of(Topology topology, Run run) {
        return switch (run.kind()) {
            case INSTALL -> install(topology);
            case UNINSTALL, UNINSTALL_KEEPING_DATA -> uninstall(topology);
            case WORKFLOW ->
                    run.detail().containsKey(Run.TRIGGER)
                            ? trigger(
                                    topology,
                                    run.detail().getOrDefault(Run.POLICY, ""),
                                    run.detail().getOrDefault(Run.TRIGGER, ""))
                            : Optional.ofNullable(
                                    topology.workflows()
                                            .get(run.detail().getOrDefault(Run.FLOW, "")));
            case UPDATE, SCALE, HEAL, ROLLBACK -> Optional.empty();
        };
    }

    /** What a trigger of a policy does, as a workflow of its name. */
    public static Optional<Workflow> trigger(Topology topology, String policy, String trigger) {
        return topology.policies().stream()
                .filter(one -> one.name().equals(policy))
                .findFirst()
                .flatMap(one ->
                        Optional.ofNullable(one.triggers().get(trigger))
                                .map(found -> workflow(one, found)));
    }

    private static Workflow workflow(Topology.Policy policy, Trigger trigger) {
        List<Activity> actions =
                trigger.actions().stream()
                        .filter(action ->
                                !(action instanceof Activity.Delegate(var name, _, _)
                                        && WISHES.contains(name)))
                        .toList();
        // What runs a workflow of its own does so once, however many targets there are.
        boolean each =
                actions.stream()
                        .noneMatch(action ->
                                action instanceof Activity.Inline
                                        || (action instanceof Activity.Delegate(var name, _, _)
                                                && Delegation.of(name).isEmpty()));
        List<String> targets =
                trigger.filter()
                        .map(filter -> List.of(filter.node()))
                        .orElseGet(() ->
                                policy.targets().isEmpty()
                                        ? List.of("")
                                        : each ? policy.targets() : policy.targets().subList(0, 1));
        Map<String, Workflow.Step> steps = new LinkedHashMap<>();
        for (String target : targets) {
            String name = targets.size() == 1 ? trigger.name() : trigger.name() + "-" + target;
            steps.put(
                    name,
                    new Workflow.Step(
                            name,
                            target,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            actions,
                            List.of(),
                            List.of(),
                            trigger.location()));
        }
        return new Workflow(
                policy.name() + "/" + trigger.name(),
                trigger.description(),
                Map.of(),
                Map.of(),
                List.of(),
                steps,
                Optional.empty(),
                Map.of(),
                trigger.location());
    }

    /** The nodes that a name means: a node, or the members of a group. */
    public static Set<String> nodes(Topology topology, String target) {
        Set<String> nodes = new LinkedHashSet<>();
        if (topology.nodes().containsKey(target)) {
            nodes.add(target);
        }
        topology.groups().stream()
                .filter(group -> group.name().equals(target))
                .forEach(group ->
                        group.members().stream()
                                .filter(topology.nodes()::containsKey)
                                .forEach(nodes::add));
        return nodes;
    }

    /** The steps in an order in which each comes after those that lead to it. */
    public static List<Workflow.Step> inOrder(Workflow workflow) {
        Set<String> done = new LinkedHashSet<>();
        // Not more rounds than there are steps: what leads back to itself is refused elsewhere.
        for (int round = workflow.steps().size(); round > 0; round--) {
            for (Workflow.Step step : workflow.steps().values()) {
                if (!done.contains(step.name()) && done.containsAll(before(workflow, step))) {
                    done.add(step.name());
                }
            }
        }
        return done.stream()
                .flatMap(name -> Optional.ofNullable(workflow.steps().get(name)).stream())
                .toList();
    }

    /** The steps that lead to one. */
    public static Set<String> before(Workflow workflow, Workflow.Step step) {
        Set<String> before = new LinkedHashSet<>();
        for (Workflow.Step one : workflow.steps().values()) {
            if (one.onSuccess().contains(step.name()) || one.onFailure().contains(step.name())) {
                before.add(one.name());
            }
        }
        return before;
    }
}
