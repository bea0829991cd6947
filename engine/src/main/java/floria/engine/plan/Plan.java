package floria.engine.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import floria.engine.state.Instance;
import floria.engine.state.Step;

/**
 * What has to be done, and for which instances.
 *
 * @param changes of every instance, those that stay as they are included
 * @param steps each after those that it depends on
 * @param obstacle why data that is to move with its volume cannot; empty where it can, or where
 *     nothing is to
 */
public record Plan(List<Change> changes, List<Step> steps, Optional<String> obstacle) {
    public Plan {
        changes = List.copyOf(changes);
        steps = List.copyOf(steps);
    }

    /** One in the way of which nothing is. */
    public Plan(List<Change> changes, List<Step> steps) {
        this(changes, steps, Optional.empty());
    }

    /** The ids of the instances whose data is copied. */
    public Set<String> carried() {
        return steps.stream()
                .filter(step -> step.kind().equals(Kinds.CARRY))
                .map(Step::instance)
                .collect(Collectors.toSet());
    }

    /** Instances that are new. */
    public List<Instance> created() {
        return changes.stream()
                .filter(change -> change.kind() == Change.Kind.CREATE)
                .map(Change::instance)
                .toList();
    }
}
