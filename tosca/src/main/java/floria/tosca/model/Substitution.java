package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * How a topology stands for one node of another (TOSCA 1.3 §3.8.8 to §3.8.13, 2.0 §14.5).
 *
 * @param filter what a node must be like to be substituted
 * @param properties of the node to the input that takes the value, or to the value that it has
 * @param attributes of the node to the place that they come from
 * @param requirements in the order of the text; one name may come several times
 * @param interfaces by interface and operation, the workflow that an operation stands for
 */
public record Substitution(
        NodeType type,
        Optional<Condition> filter,
        Map<String, Property> properties,
        Map<String, List<String>> attributes,
        Map<String, Target> capabilities,
        List<Required> requirements,
        Map<String, Map<String, String>> interfaces,
        Location location) {
    public Substitution {
        requirements = List.copyOf(requirements);
    }

    /** What a property of the node becomes inside. */
    public sealed interface Property {

        /** The value of an input. */
        record Input(String name) implements Property {}

        /** A property of a template inside, as a path. */
        record Inside(List<String> path) implements Property {}

        /** Always this. */
        record Fixed(Value value) implements Property {}
    }

    /** A capability or requirement of a template inside. */
    public record Target(String node, String name, Location location) {}

    /**
     * A requirement of the node, and what it becomes inside.
     *
     * @param count how many of the requirement's relationships are meant, as written
     */
    public record Required(String name, Optional<String> count, Target target) {}
}
