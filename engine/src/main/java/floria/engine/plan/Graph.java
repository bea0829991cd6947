package floria.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.state.Instance;
import floria.engine.state.Step;

/**
 * Collects the steps of a run; every step comes after those that it depends on. Where many wait for
 * many, a step that does nothing stands between them, so that a plan grows with its instances and
 * not with their pairs.
 */
final class Graph {
    static final int MANY = 8;

    private final String run;
    private final int revision;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private int joints;

    Graph(String run, int revision) {
        this.run = run;
        this.revision = revision;
    }

    /**
     * Adds stages one after another.
     *
     * @param meant the revision that they have the meaning of
     * @return the last step's id; {@code after} when there are no stages
     */
    Set<String> chain(Instance instance, int meant, List<Stage> stages, Set<String> after) {
        Set<String> previous = after;
        for (Stage stage : stages) {
            previous = Set.of(add(instance, meant, stage, Way.after(previous)));
        }
        return previous;
    }

    /** Adds one, to be taken when the way to it is as it should be. */
    String add(Instance instance, int meant, Stage stage, Way way) {
        return add(instance.node(), instance.id(), instance.label(), meant, stage, way);
    }

    /** The same of no instance. */
    String add(String node, Stage stage, Way way) {
        return add(node, "", node.isEmpty() ? "workflow" : node, revision, stage, way);
    }

    private String add(
            String node, String instance, String label, int meant, Stage stage, Way way) {
        String id = label + "/" + stage.name();
        // Taken away and made again, an instance may do something of the same name twice.
        for (int again = 2; steps.containsKey(id); again++) {
            id = label + "/" + stage.name() + "." + again;
        }
        Map<String, String> detail = new HashMap<>(stage.detail());
        if (!way.isPlain()) {
            detail.put(Kinds.EDGES, way.letters());
        }
        if (meant != revision) {
            detail.put(Kinds.REVISION, Integer.toString(meant));
        }
        steps.put(
                id,
                new Step(
                        run,
                        id,
                        stage.kind(),
                        Kinds.VERSION,
                        node,
                        instance,
                        way.ids(),
                        detail,
                        stage.reason(),
                        Step.State.PENDING,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return id;
    }

    /** The same as waiting for all of {@code ends}: these, or one step that waits for them. */
    Set<String> joint(Set<String> ends) {
        if (ends.size() <= MANY) {
            return ends;
        }
        Step one = Optional.ofNullable(steps.get(ends.iterator().next())).orElseThrow();
        String id = "all-of-" + one.node() + (joints++ == 0 ? "" : "." + joints);
        steps.put(
                id,
                new Step(
                        run,
                        id,
                        Kinds.NOTHING,
                        Kinds.VERSION,
                        one.node(),
                        one.instance(),
                        List.copyOf(ends),
                        Map.of(),
                        "what comes next waits for all of " + one.node(),
                        Step.State.PENDING,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return Set.of(id);
    }

    /** The ids of the steps that no other one waits for. */
    Set<String> last() {
        Set<String> last = new LinkedHashSet<>(steps.keySet());
        steps.values().forEach(step -> last.removeAll(step.dependsOn()));
        return last;
    }

    List<Step> steps() {
        return new ArrayList<>(steps.values());
    }

    static Set<String> union(Set<String> one, Set<String> other) {
        if (one.isEmpty() || one.equals(other)) {
            return other;
        }
        if (other.isEmpty()) {
            return one;
        }
        Set<String> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }
}
