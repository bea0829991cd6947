package floria.tosca.template;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import floria.tosca.evaluation.Circles;
import floria.tosca.evaluation.Circles.Circle;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.types.PendingCalls.Pending;
import floria.tosca.value.Value;

/** How things that stand in a circle are written, and the circles of values (TOSCA 1.3 §4). */
final class Rings {
    private static final int MOST_SHOWN = 10;

    private Rings() {}

    /** The names from one to the next and back to the first, shortened where they are many. */
    static String text(List<String> names) {
        boolean cut = names.size() > MOST_SHOWN;
        return String.join(" -> ", cut ? names.subList(0, MOST_SHOWN) : names)
                + (cut ? " -> … -> " : " -> ")
                + names.getFirst();
    }

    /**
     * Reports values that ask for each other.
     *
     * @param calls every function, with its place in the text
     */
    static void check(
            Map<String, NodeTemplate> nodes,
            Map<String, PropertyDefinition> inputs,
            List<Pending> calls,
            Problems problems) {
        List<Circle> circles = new Circles(nodes, inputs).find();
        if (circles.isEmpty()) {
            return;
        }
        IdentityHashMap<Value.Call, Location> places = new IdentityHashMap<>();
        calls.forEach(
                pending -> places.put(pending.call(), pending.where().entries().getFirst().at()));
        for (Circle circle : circles) {
            Location at = places.get(circle.call());
            if (at != null) {
                report(circle, at, problems);
            }
        }
    }

    private static void report(Circle circle, Location at, Problems problems) {
        String message =
                "%s asks for itself: %s".formatted(circle.names().getFirst(), text(circle.names()));
        Problems.Draft problem =
                circle.settable()
                        ? problems.warning("value-cycle", at, message)
                                .hint("none of these has a value until something sets an attribute")
                        : problems.error("value-cycle", at, message)
                                .hint("give one of them a value that asks for none of the others");
        // All templates of a type have the defaults that stand in it.
        problems.again("circle at " + at, problem);
    }
}
