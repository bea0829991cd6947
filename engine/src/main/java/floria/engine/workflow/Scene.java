package floria.engine.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.tosca.Tosca;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.Activity;
import floria.tosca.model.Condition;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.model.Workflow;
import floria.tosca.value.Value;

/**
 * A workflow with the values that its inputs have: what its functions and conditions mean.
 *
 * @param inputs of the workflow; they come before those of the topology
 */
public record Scene(
        Blueprint blueprint, Instances instances, Workflow workflow, Map<String, Value> inputs) {

    /** The workflow of a run. */
    public static Optional<Scene> of(Blueprint blueprint, Instances instances, Run run) {
        return Flows.of(blueprint.topology(), run)
                .map(workflow ->
                        new Scene(
                                blueprint,
                                instances,
                                workflow,
                                Tosca.inputs(blueprint.topology(), workflow, given(run)).values()));
    }

    private static Map<String, Value> given(Run run) {
        Map<String, Value> given = new LinkedHashMap<>();
        run.detail()
                .forEach((name, text) -> {
                    if (name.startsWith(Run.INPUT)) {
                        given.put(name.substring(Run.INPUT.length()), Value.text(text));
                    }
                });
        return given;
    }

    /** The workflow that the last activity of a place stands in. */
    public Scene at(Place place, Instance self) {
        Scene scene = this;
        List<Place.Spot> spots = place.spots();
        for (Place.Spot spot : spots.subList(0, Math.max(0, spots.size() - 1))) {
            scene = scene.inner(spot, self);
        }
        return scene;
    }

    private Scene inner(Place.Spot spot, Instance self) {
        Activity activity = step(spot).activities().get(spot.activity());
        return switch (activity) {
            case Activity.Inline(var name, var values, _) -> inner(name, values, self);
            case Activity.Delegate(var name, var values, _) -> inner(name, values, self);
            case Activity.SetState _, Activity.CallOperation _ -> this;
        };
    }

    private Scene inner(String name, Map<String, Value> values, Instance self) {
        Workflow inner = Optional.ofNullable(topology().workflows().get(name)).orElseThrow();
        Map<String, Value> given = new LinkedHashMap<>();
        values.forEach((input, value) -> given.put(input, value(value, self)));
        // What does not fit is left out, and then has no value where it is used.
        return new Scene(
                blueprint, instances, inner, Tosca.inputs(topology(), inner, given).values());
    }

    private Topology topology() {
        return blueprint.topology();
    }

    public Workflow.Step step(Place.Spot spot) {
        return List.copyOf(workflow.steps().values()).get(spot.step());
    }

    /** A value as the instance sees it. */
    public Value value(Value value, Instance self) {
        return evaluator(self).evaluate(value, self.node());
    }

    /** Whether a condition is true of an instance; what cannot be known is not. */
    public boolean holds(Condition condition, Instance self) {
        return isTrue(value(condition.expression(), self));
    }

    /** The same of a relationship of an instance. */
    public boolean holds(Condition condition, Instance self, Requirement requirement) {
        return isTrue(evaluator(self).evaluate(condition.expression(), self.node(), requirement));
    }

    /** The same of the relationships that a requirement of an instance's node forms. */
    public boolean holds(Condition condition, Instance self, String requirement) {
        return topology().node(self.node()).requirements().stream()
                .filter(one -> one.name().equals(requirement))
                .allMatch(one -> holds(condition, self, one));
    }

    /** Whether a precondition is true of everything that it is for. */
    public boolean holds(Workflow.Precondition precondition) {
        return precondition.condition().isEmpty()
                || Flows.nodes(topology(), precondition.target()).stream()
                        .flatMap(node -> instances.of(node).stream())
                        .allMatch(instance ->
                                holds(precondition, precondition.condition().get(), instance));
    }

    private boolean holds(
            Workflow.Precondition precondition, Condition condition, Instance instance) {
        return precondition
                .relationship()
                .map(name -> holds(condition, instance, name))
                .orElseGet(() -> holds(condition, instance));
    }

    private static boolean isTrue(Value value) {
        return value instanceof Value.Bool(var yes) && yes;
    }

    private Evaluator evaluator(Instance self) {
        Map<String, PropertyDefinition> declared = new LinkedHashMap<>(topology().inputs());
        declared.putAll(workflow.inputs());
        Map<String, Value> all = new LinkedHashMap<>(blueprint.revision().inputs());
        workflow.inputs().keySet().forEach(all::remove);
        all.putAll(inputs);
        return blueprint.evaluator(declared, all, instances, self);
    }

    /** A precondition as a person reads it. */
    public static String words(Workflow.Precondition precondition) {
        return precondition.target()
                + precondition.relationship().map(name -> "." + name).orElse("")
                + precondition
                        .condition()
                        .map(condition -> " " + condition.expression().asText())
                        .orElse("");
    }
}
