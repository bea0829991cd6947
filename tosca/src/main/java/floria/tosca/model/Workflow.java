package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/**
 * An imperative workflow: steps that are taken in the order that they name (TOSCA 1.3 §3.8.7, 2.0
 * §15.1).
 *
 * @param implementation what runs the whole of it instead of the steps
 * @param outputs a name to the attribute that takes it
 */
public record Workflow(
        String name,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> inputs,
        List<Precondition> preconditions,
        Map<String, Step> steps,
        Optional<Artifact> implementation,
        Map<String, List<String>> outputs,
        Location location) {
    public Workflow {
        preconditions = List.copyOf(preconditions);
    }

    /** Must be true of a node or group before the workflow begins. */
    public record Precondition(
            String target, Optional<String> relationship, Optional<Condition> condition) {}

    /**
     * A step.
     *
     * @param target a node or group
     * @param relationship the requirement of the target that is meant instead of the node itself
     * @param onSuccess the steps that follow; a step waits for all that lead to it
     */
    public record Step(
            String name,
            String target,
            Optional<String> relationship,
            Optional<Condition> filter,
            Optional<String> operationHost,
            List<Activity> activities,
            List<String> onSuccess,
            List<String> onFailure,
            Location location) {
        public Step {
            activities = List.copyOf(activities);
            onSuccess = List.copyOf(onSuccess);
            onFailure = List.copyOf(onFailure);
        }
    }
}
