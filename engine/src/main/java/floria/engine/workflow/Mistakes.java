package floria.engine.workflow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import floria.tosca.Tosca;
import floria.tosca.model.Activity;
import floria.tosca.model.Topology;
import floria.tosca.model.Trigger;
import floria.tosca.model.Workflow;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Problems;

/** What of a workflow is well-formed TOSCA, and cannot be carried out. */
public final class Mistakes {
    private final Topology topology;
    private final Problems problems = new Problems();
    private final Set<String> seen = new LinkedHashSet<>();

    private Mistakes(Topology topology) {
        this.topology = topology;
    }

    /** Those of a workflow, and of the workflows that run within it. */
    public static List<Problem> of(Topology topology, Workflow workflow) {
        Mistakes mistakes = new Mistakes(topology);
        mistakes.look(workflow, new ArrayList<>());
        return mistakes.problems.sorted(_ -> 0, _ -> "");
    }

    private void look(Workflow workflow, List<String> within) {
        if (within.contains(workflow.name())) {
            problems.error(
                    "workflow-cycle",
                    workflow.location(),
                    "workflow '%s' runs within itself".formatted(workflow.name()));
            return;
        }
        if (!seen.add(workflow.name())) {
            return;
        }
        within.add(workflow.name());
        if (Flows.inOrder(workflow).size() < workflow.steps().size()) {
            problems.error(
                            "workflow-cycle",
                            workflow.location(),
                            "the steps of workflow '%s' lead back to themselves"
                                    .formatted(workflow.name()))
                    .hint(
                            "a step is taken once; what failed is tried again by floria retry, and"
                                    + " by itself when the reason is a passing one");
        }
        for (Workflow.Step step : workflow.steps().values()) {
            for (Activity activity : step.activities()) {
                look(step, activity, within);
            }
        }
        within.removeLast();
    }

    private void look(Workflow.Step step, Activity activity, List<String> within) {
        switch (activity) {
            case Activity.Inline(var name, _, var at) -> inner(name, at, within);
            case Activity.Delegate(var name, _, var at) -> {
                if (Delegation.of(name).isEmpty()) {
                    inner(name, at, within);
                } else if (Flows.nodes(topology, step.target()).isEmpty()) {
                    problems.error(
                            "unknown-node",
                            at,
                            "'delegate: %s' needs a node as its target".formatted(name));
                }
            }
            case Activity.SetState(var word, var at) -> {
                if (word.equalsIgnoreCase("initial") || word.equalsIgnoreCase("deleted")) {
                    problems.error(
                                    "wrong-form",
                                    at,
                                    "the state '%s' cannot be set: it says that nothing is there"
                                            .formatted(word))
                            .hint("delegate: undeploy leads there");
                }
            }
            case Activity.CallOperation _ -> {}
        }
    }

    private void inner(String name, Location at, List<String> within) {
        Workflow inner = topology.workflows().get(name);
        if (inner != null) {
            look(inner, within);
            return;
        }
        Set<String> known = new LinkedHashSet<>(topology.workflows().keySet());
        known.addAll(Delegation.names());
        problems.error("unknown-workflow", at, "there is no workflow '%s'".formatted(name))
                .nearest(name, known);
    }

    /** Those of every workflow that takes the place of a plan of Floria's own. */
    public static List<Problem> ofPlans(Topology topology) {
        List<Problem> all = new ArrayList<>();
        Stream.concat(Flows.install(topology).stream(), Flows.uninstall(topology).stream())
                .forEach(workflow -> {
                    // Nobody is asked for the inputs of what Floria begins by itself.
                    all.addAll(Tosca.inputs(topology, workflow, Map.of()).problems());
                    all.addAll(of(topology, workflow));
                });
        all.addAll(ofTriggers(topology));
        return all;
    }

    /** Triggers that never act: warnings. */
    public static List<Problem> idleTriggers(Topology topology) {
        Problems problems = new Problems();
        for (Topology.Policy policy : topology.policies()) {
            for (Trigger trigger : policy.triggers().values()) {
                if (Occasion.of(trigger) instanceof Occasion.Measured
                        && trigger.condition().isEmpty()) {
                    problems.warning(
                                    "wrong-form",
                                    trigger.location(),
                                    "trigger '%s' never acts: nothing tells of '%s', and it has no condition"
                                            .formatted(trigger.name(), trigger.event()))
                            .hint(
                                    "write cron …, every …, state …, deployment …, the type of an"
                                            + " event, or a condition");
                } else if (trigger.actions().isEmpty()) {
                    problems.warning(
                            "wrong-form",
                            trigger.location(),
                            "trigger '%s' never acts: it has no action".formatted(trigger.name()));
                }
            }
        }
        return problems.sorted(_ -> 0, _ -> "");
    }

    /** Moments of triggers that there cannot be. */
    private static List<Problem> ofTriggers(Topology topology) {
        Problems problems = new Problems();
        for (Topology.Policy policy : topology.policies()) {
            for (Trigger trigger : policy.triggers().values()) {
                try {
                    Occasion.of(trigger);
                } catch (IllegalArgumentException e) {
                    problems.error(
                            "wrong-form",
                            trigger.location(),
                            "the event '%s' of trigger '%s' is no moment: %s"
                                    .formatted(trigger.event(), trigger.name(), e.getMessage()));
                }
            }
        }
        return problems.sorted(_ -> 0, _ -> "");
    }
}
