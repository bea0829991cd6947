package floria.engine.plan;

import java.util.List;

import floria.engine.state.Instance;
import floria.engine.state.Step;

/**
 * What has to be done, and for which instances.
 *
 * @param changes of every instance, those that stay as they are included
 * @param steps each after those that it depends on
 */
public record Plan(List<Change> changes, List<Step> steps) {
    public Plan {
        changes = List.copyOf(changes);
        steps = List.copyOf(steps);
    }

    /** Instances that are new. */
    public List<Instance> created() {
        return changes.stream()
                .filter(change -> change.kind() == Change.Kind.CREATE)
                .map(Change::instance)
                .toList();
    }
}
