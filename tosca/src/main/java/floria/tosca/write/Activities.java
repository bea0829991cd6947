package floria.tosca.write;

import java.util.List;
import java.util.Map;

import floria.tosca.model.Activity;
import floria.tosca.model.Condition;
import floria.tosca.model.Trigger;
import floria.tosca.model.Workflow;
import floria.tosca.value.Value;
import floria.tosca.yaml.Node;

/** Workflows, triggers and what they do (TOSCA 2.0 §15, §16.5). */
final class Activities {

    private Activities() {}

    static Node workflow(Workflow workflow) {
        return new Tree()
                .with("description", workflow.description())
                .metadata(workflow.metadata())
                .with("inputs", Definitions.all(workflow.inputs()))
                .with(
                        "preconditions",
                        Tree.list(workflow.preconditions(), Activities::precondition))
                .with("steps", Tree.each(workflow.steps(), Activities::step))
                .with(
                        "implementation",
                        workflow.implementation()
                                .map(artifact -> Interfaces.reference(artifact, true)))
                .with("outputs", Interfaces.paths(workflow.outputs()))
                .node();
    }

    private static Node precondition(Workflow.Precondition precondition) {
        return new Tree()
                .with("target", precondition.target())
                .with("target_relationship", precondition.relationship().map(Tree::text))
                .with("condition", precondition.condition().map(Activities::condition))
                .node();
    }

    private static Node step(Workflow.Step step) {
        return new Tree()
                .with("target", step.target())
                .with("target_relationship", step.relationship().map(Tree::text))
                .with("operation_host", step.operationHost().map(Tree::text))
                .with("filter", step.filter().map(Activities::condition))
                .with("activities", activities(step.activities()))
                .names("on_success", step.onSuccess())
                .names("on_failure", step.onFailure())
                .node();
    }

    static Node trigger(Trigger trigger) {
        Tree tree =
                new Tree()
                        .with("description", trigger.description())
                        .with("event", trigger.event())
                        .with(
                                "target_filter",
                                trigger.filter()
                                        .map(filter ->
                                                new Tree()
                                                        .with("node", filter.node())
                                                        .with(
                                                                "requirement",
                                                                filter.requirement()
                                                                        .map(Tree::text))
                                                        .with(
                                                                "capability",
                                                                filter.capability().map(Tree::text))
                                                        .node()));
        trigger.schedule()
                .ifPresent(schedule ->
                        tree.with(
                                "schedule",
                                new Tree()
                                        .with("start_time", schedule.start().map(Values::node))
                                        .with("end_time", schedule.end().map(Values::node))
                                        .node()));
        trigger.evaluation()
                .ifPresent(evaluation ->
                        tree.with("period", evaluation.period().map(Values::node))
                                .with("evaluations", evaluation.times().map(Values::node))
                                .with("method", evaluation.method().map(Tree::text)));
        return tree.with("condition", trigger.condition().map(Activities::condition))
                .always("action", activities(trigger.actions()))
                .node();
    }

    static Node condition(Condition condition) {
        return Values.node(condition.expression());
    }

    private static Node activities(List<Activity> activities) {
        return Tree.list(activities, Activities::activity);
    }

    private static Node activity(Activity activity) {
        return switch (activity) {
            case Activity.Delegate(String workflow, var inputs, _) ->
                    call("delegate", "workflow", workflow, inputs);
            case Activity.Inline(String workflow, var inputs, _) ->
                    call("inline", "workflow", workflow, inputs);
            case Activity.CallOperation(String interfaceName, String operation, var inputs, _) ->
                    call("call_operation", "operation", interfaceName + "." + operation, inputs);
            case Activity.SetState(String state, _) -> new Tree().with("set_state", state).node();
        };
    }

    private static Node call(String kind, String key, String name, Map<String, Value> inputs) {
        Node target =
                inputs.isEmpty()
                        ? Tree.text(name)
                        : new Tree().with(key, name).values("inputs", inputs).node();
        return new Tree().always(kind, target).node();
    }
}
