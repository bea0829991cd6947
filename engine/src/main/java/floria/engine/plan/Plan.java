package floria.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Instance;
import floria.engine.state.Step;

/**
 * Collects the steps of a run in the order in which they are added; every step comes after those
 * that it depends on.
 */
final class Plan {
    private final String run;
    private final List<Step> steps = new ArrayList<>();

    Plan(String run) {
        this.run = run;
    }

    /** Adds a step and returns its id. */
    String add(
            Instance instance,
            String name,
            String kind,
            List<String> after,
            Map<String, String> detail,
            String reason) {
        String id = label(instance) + "/" + name;
        steps.add(
                new Step(
                        run,
                        id,
                        kind,
                        Kinds.VERSION,
                        instance.node(),
                        instance.id(),
                        after.stream().distinct().toList(),
                        detail,
                        reason,
                        Step.State.PENDING,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return id;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** The node's name, with the index when it is not the first instance. */
    static String label(Instance instance) {
        return instance.index() == 0 ? instance.node() : instance.node() + "." + instance.index();
    }
}
