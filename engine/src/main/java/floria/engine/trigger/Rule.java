package floria.engine.trigger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.engine.workflow.Flows;
import floria.engine.workflow.Occasion;
import floria.tosca.model.Activity;
import floria.tosca.model.Topology;
import floria.tosca.model.Trigger;
import floria.tosca.value.Value;

/**
 * A trigger of a policy, ready to be looked at.
 *
 * @param nodes that it is for
 * @param cooldown the least time from one firing for what happens or is measured to the next
 */
record Rule(
        Topology.Policy policy,
        Trigger trigger,
        Occasion occasion,
        Set<String> nodes,
        Duration cooldown) {
    private static final Duration COOLDOWN = Duration.ofMinutes(1);

    static List<Rule> of(Topology topology) {
        List<Rule> rules = new ArrayList<>();
        for (Topology.Policy policy : topology.policies()) {
            for (Trigger trigger : policy.triggers().values()) {
                if (!trigger.actions().isEmpty()) {
                    rules.add(of(topology, policy, trigger));
                }
            }
        }
        return List.copyOf(rules);
    }

    private static Rule of(Topology topology, Topology.Policy policy, Trigger trigger) {
        Set<String> nodes = new LinkedHashSet<>();
        trigger.filter()
                .map(filter -> List.of(filter.node()))
                .orElse(policy.targets())
                .forEach(target -> nodes.addAll(Flows.nodes(topology, target)));
        Duration cooldown =
                Optional.ofNullable(policy.properties().get("cooldown"))
                        .flatMap(Rule::duration)
                        .or(() -> period(trigger))
                        .orElse(COOLDOWN);
        return new Rule(policy, trigger, Occasion.of(trigger), nodes, cooldown);
    }

    /** Of one note, which keeps what is known of it. */
    String topic() {
        return "trigger/" + policy.name() + "/" + trigger.name();
    }

    /** Who acts. */
    String actor() {
        return "policy " + policy.name();
    }

    /** How long the time is that a condition is looked at in. */
    static Optional<Duration> period(Trigger trigger) {
        return trigger.evaluation().flatMap(Trigger.Evaluation::period).flatMap(Rule::duration);
    }

    /** How often it is looked at in that time. */
    int evaluations() {
        return trigger.evaluation().flatMap(Trigger.Evaluation::times).stream()
                .filter(Value.Int.class::isInstance)
                .mapToInt(value -> ((Value.Int) value).number().intValue())
                .filter(number -> number > 0)
                .map(number -> Math.min(number, 100))
                .findFirst()
                .orElse(1);
    }

    /** From one look at the condition to the next. */
    Duration pause() {
        return period(trigger).map(all -> all.dividedBy(evaluations())).orElse(Duration.ZERO);
    }

    /** Changes and repairs that it asks for. */
    List<Activity.Delegate> wishes() {
        List<Activity.Delegate> wishes = new ArrayList<>();
        for (Activity action : trigger.actions()) {
            if (action instanceof Activity.Delegate delegate
                    && Flows.WISHES.contains(delegate.workflow())) {
                wishes.add(delegate);
            }
        }
        return wishes;
    }

    /** Whether it does anything besides. */
    boolean isFlow() {
        return wishes().size() < trigger.actions().size();
    }

    static Optional<Duration> duration(Value value) {
        return value instanceof Value.Scalar(_, var seconds, _)
                ? Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()))
                : Optional.empty();
    }
}
