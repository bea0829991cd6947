package floria.tosca.diff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import floria.tosca.model.Activity;
import floria.tosca.model.Artifact;
import floria.tosca.model.Condition;
import floria.tosca.model.Constraint;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Notification;
import floria.tosca.model.Operation;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.model.Substitution;
import floria.tosca.model.Topology;
import floria.tosca.model.Trigger;
import floria.tosca.model.Workflow;
import floria.tosca.schema.ConstraintReader;
import floria.tosca.value.Value;

/** All that a topology means, without where and how it is written. */
final class Outline {
    private static final Value VALUE = new Value.Call("value", List.of());

    private Outline() {}

    static Part of(Topology topology) {
        return Part.NOTHING
                .with("version", topology.version())
                .with("description", topology.description())
                .with("metadata", Part.each(topology.metadata(), Part::leaf))
                .with("inputs", Part.each(topology.inputs(), Outline::of))
                .with("nodes", Part.each(topology.nodes(), Outline::of))
                .with("relationships", Part.each(topology.relationships(), Outline::of))
                .with(
                        "groups",
                        Part.each(named(topology.groups(), Topology.Group::name), Outline::of))
                .with(
                        "policies",
                        Part.each(named(topology.policies(), Topology.Policy::name), Outline::of))
                .with("workflows", Part.each(topology.workflows(), Outline::of))
                .with("substitution", topology.substitution().map(Outline::of).orElse(Part.NOTHING))
                .with("outputs", Part.each(topology.outputs(), Outline::of));
    }

    private static Part of(PropertyDefinition definition) {
        return Part.leaf(of(definition.schema()))
                .with("description", definition.description())
                .with("required", String.valueOf(definition.required()))
                .with(
                        definition.fixed() ? "value" : "default",
                        definition.initial().map(Part::of).orElse(Part.NOTHING))
                .with("metadata", Part.each(definition.metadata(), Part::leaf));
    }

    private static String of(PropertyDefinition.Schema schema) {
        String entry = schema.entry().map(inner -> " of " + of(inner)).orElse("");
        String limits =
                schema.constraints().stream()
                        .flatMap(constraint -> conjuncts(expression(constraint)))
                        .map(one -> ", " + clause(one))
                        .collect(Collectors.joining());
        return schema.type().name() + entry + limits;
    }

    /** A constraint as the function that says the same, so that its form makes no difference. */
    private static Value expression(Constraint constraint) {
        return constraint.operator().equals(Constraint.VALIDATION)
                ? constraint.arguments().getFirst()
                : ConstraintReader.asFunction(constraint, VALUE);
    }

    /** A function of the value as a clause. */
    private static String clause(Value expression) {
        return expression instanceof Value.Call(String function, List<Value> all)
                        && all.size() == 2
                        && all.getFirst().equals(VALUE)
                ? function + " " + all.getLast().asText()
                : expression.asText();
    }

    /** What must be true for an expression to be. */
    private static Stream<Value> conjuncts(Value expression) {
        if (expression.equals(new Value.Bool(true))) {
            return Stream.empty();
        }
        return expression instanceof Value.Call(String function, List<Value> all)
                        && function.equals("and")
                ? all.stream().flatMap(Outline::conjuncts)
                : Stream.of(expression);
    }

    private static Part of(NodeTemplate node) {
        return Part.leaf(node.type().name())
                .with("description", node.description())
                .with("metadata", Part.each(node.metadata(), Part::leaf))
                .with("directives", String.join(", ", node.directives()))
                .with("node_filter", node.filter().map(Outline::of))
                .with("count", node.count().asText())
                .with("properties", values(node.properties()))
                .with("attributes", values(node.attributes()))
                .with(
                        "capabilities",
                        Part.each(
                                node.capabilities(),
                                capability ->
                                        Part.NOTHING
                                                .with("properties", values(capability.properties()))
                                                .with(
                                                        "attributes",
                                                        values(capability.attributes()))))
                .with(
                        "requirements",
                        Part.each(named(node.requirements(), Requirement::name), Outline::of))
                .with("interfaces", Part.each(node.interfaces(), Outline::of))
                .with("artifacts", Part.each(node.artifacts(), Outline::of));
    }

    private static Part of(Requirement requirement) {
        Requirement.Selection selection = requirement.selection();
        String target =
                requirement
                        .target()
                        .map(found -> found.node() + ", " + found.capability())
                        .or(selection::node)
                        .orElse("open");
        return Part.leaf(target)
                .with("relationship", of(requirement.relationship()))
                .with("node_filter", selection.filter().map(Outline::of))
                .with("directives", String.join(", ", selection.directives()))
                .with("allocation", values(selection.allocation()))
                .with("optional", selection.optional() ? "true" : "")
                .with("count", selection.count().asText());
    }

    private static Part of(Requirement.Relationship relationship) {
        return Part.leaf(relationship.type().name())
                .with("properties", values(relationship.properties()))
                .with("attributes", values(relationship.attributes()))
                .with("interfaces", Part.each(relationship.interfaces(), Outline::of));
    }

    private static Part of(NodeTemplate.Interface one) {
        return Part.NOTHING
                .with("operations", Part.each(one.operations(), Outline::of))
                .with("notifications", Part.each(one.notifications(), Outline::of));
    }

    private static Part of(Operation operation) {
        return Part.leaf(operation.implementation().map(Artifact::file).orElse(""))
                .with(
                        "dependencies",
                        operation.dependencies().stream()
                                .map(Artifact::file)
                                .collect(Collectors.joining(", ")))
                .with("inputs", values(operation.inputs()))
                .with("outputs", Part.each(operation.outputs(), Outline::of))
                .with("timeout", operation.timeout().map(Object::toString));
    }

    private static Part of(Notification notification) {
        return Part.leaf(notification.implementation().map(Artifact::file).orElse(""))
                .with("outputs", Part.each(notification.outputs(), Outline::of));
    }

    private static Part of(Artifact artifact) {
        return Part.leaf(artifact.file())
                .with("type", artifact.type())
                .with("repository", artifact.details().repository())
                .with("deploy_path", artifact.details().deployPath())
                .with("version", artifact.details().version())
                .with(
                        "checksum",
                        artifact.details()
                                .checksum()
                                .map(sum -> sum.algorithm() + " " + sum.value()))
                .with("properties", values(artifact.properties()));
    }

    private static Part of(Topology.Group group) {
        return Part.leaf(group.type().name())
                .with("description", group.description())
                .with("metadata", Part.each(group.metadata(), Part::leaf))
                .with("properties", values(group.properties()))
                .with("members", String.join(", ", group.members()))
                .with("interfaces", Part.each(group.interfaces(), Outline::of));
    }

    private static Part of(Topology.Policy policy) {
        return Part.leaf(policy.type().name())
                .with("description", policy.description())
                .with("metadata", Part.each(policy.metadata(), Part::leaf))
                .with("properties", values(policy.properties()))
                .with("targets", String.join(", ", policy.targets()))
                .with("triggers", Part.each(policy.triggers(), Outline::of));
    }

    private static Part of(Trigger trigger) {
        return Part.leaf(trigger.event())
                .with("description", trigger.description())
                .with("filter", trigger.filter().map(Object::toString))
                .with("condition", trigger.condition().map(Outline::of))
                .with("schedule", trigger.schedule().map(Object::toString))
                .with("evaluation", trigger.evaluation().map(Object::toString))
                .with("actions", activities(trigger.actions()));
    }

    private static Part of(Workflow workflow) {
        List<String> preconditions =
                workflow.preconditions().stream()
                        .map(one ->
                                one.target()
                                        + one.condition()
                                                .map(condition -> " " + of(condition))
                                                .orElse(""))
                        .toList();
        return Part.leaf(workflow.implementation().map(Artifact::file).orElse(""))
                .with("description", workflow.description())
                .with("metadata", Part.each(workflow.metadata(), Part::leaf))
                .with("inputs", Part.each(workflow.inputs(), Outline::of))
                .with("preconditions", String.join("; ", preconditions))
                .with("steps", Part.each(workflow.steps(), Outline::of))
                .with("outputs", Part.each(workflow.outputs(), Outline::of));
    }

    private static Part of(Workflow.Step step) {
        return Part.leaf(step.target())
                .with("relationship", step.relationship())
                .with("filter", step.filter().map(Outline::of))
                .with("operation_host", step.operationHost())
                .with("activities", activities(step.activities()))
                .with("on_success", String.join(", ", step.onSuccess()))
                .with("on_failure", String.join(", ", step.onFailure()));
    }

    private static String activities(List<Activity> activities) {
        return activities.stream()
                .map(activity ->
                        switch (activity) {
                            case Activity.Delegate(String workflow, var inputs, _) ->
                                    "delegate " + workflow + given(inputs);
                            case Activity.SetState(String state, _) -> "set_state " + state;
                            case Activity.CallOperation(
                                            String interfaceName,
                                            String operation,
                                            var inputs,
                                            _) ->
                                    "call_operation "
                                            + interfaceName
                                            + "."
                                            + operation
                                            + given(inputs);
                            case Activity.Inline(String workflow, var inputs, _) ->
                                    "inline " + workflow + given(inputs);
                        })
                .collect(Collectors.joining("; "));
    }

    private static String given(Map<String, Value> inputs) {
        return inputs.isEmpty() ? "" : " " + new Value.Entries(inputs).asText();
    }

    private static Part of(Substitution substitution) {
        Map<String, List<Substitution.Required>> requirements =
                substitution.requirements().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Substitution.Required::name,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return Part.leaf(substitution.type().name())
                .with("substitution_filter", substitution.filter().map(Outline::of))
                .with("properties", Part.each(substitution.properties(), Outline::of))
                .with("attributes", Part.each(substitution.attributes(), Outline::of))
                .with("capabilities", Part.each(substitution.capabilities(), Outline::of))
                .with(
                        "requirements",
                        Part.each(
                                requirements,
                                all ->
                                        Part.leaf(
                                                all.stream()
                                                        .map(one -> of(one.target()).says())
                                                        .collect(Collectors.joining("; ")))))
                .with(
                        "interfaces",
                        Part.each(
                                substitution.interfaces(),
                                operations -> Part.each(operations, Part::leaf)));
    }

    private static Part of(Substitution.Property property) {
        return switch (property) {
            case Substitution.Property.Input(String name) -> Part.leaf("input " + name);
            case Substitution.Property.Inside(List<String> path) -> of(path);
            case Substitution.Property.Fixed(Value value) -> Part.of(value);
        };
    }

    private static Part of(Substitution.Target target) {
        return Part.leaf(target.node() + ", " + target.name());
    }

    private static Part of(Topology.Output output) {
        return output.value()
                .map(Part::of)
                .orElse(Part.NOTHING)
                .with("description", output.description());
    }

    private static Part of(List<String> path) {
        return Part.leaf(String.join(", ", path));
    }

    private static String of(Condition condition) {
        return conjuncts(condition.expression())
                .map(Value::asText)
                .collect(Collectors.joining(", "));
    }

    private static Part values(Map<String, Value> values) {
        return Part.each(values, Part::of);
    }

    /** By name; the second of a name is called {@code name 2}. */
    private static <T> Map<String, T> named(List<T> things, Function<T, String> name) {
        Map<String, T> named = new LinkedHashMap<>();
        for (T thing : things) {
            String key = name.apply(thing);
            for (int number = 2; named.containsKey(key); number++) {
                key = name.apply(thing) + " " + number;
            }
            named.put(key, thing);
        }
        return named;
    }
}
