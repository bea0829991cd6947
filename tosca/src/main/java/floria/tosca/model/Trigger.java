package floria.tosca.model;

import java.util.List;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * When a policy acts, and how (TOSCA 1.3 §3.6.22, 2.0 §16.5).
 *
 * @param event the name of what happens
 * @param filter what it must happen to
 * @param condition must be true when it happens
 */
public record Trigger(
        String name,
        String description,
        String event,
        Optional<EventFilter> filter,
        Optional<Condition> condition,
        Optional<Schedule> schedule,
        Optional<Evaluation> evaluation,
        List<Activity> actions,
        Location location) {
    public Trigger {
        actions = List.copyOf(actions);
    }

    /** The node, and the requirement or capability of it, that an event comes from. */
    public record EventFilter(
            String node, Optional<String> requirement, Optional<String> capability) {}

    /** The time in which a trigger may act. */
    public record Schedule(Optional<Value> start, Optional<Value> end) {}

    /**
     * How often a condition is looked at before it counts.
     *
     * @param period how long between two looks
     * @param method such as {@code average}
     */
    public record Evaluation(
            Optional<Value> period, Optional<Value> times, Optional<String> method) {}
}
