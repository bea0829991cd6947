package floria.tosca.model;

import java.util.List;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * One constraint clause on a value (TOSCA 1.3 §3.6.3), or a {@code validation} of 2.0 (§9.8).
 *
 * @param operator such as {@code valid_values} or {@code in_range}, without a leading {@code $}
 */
public record Constraint(String operator, List<Value> arguments, Location location) {
    /** The operator of a whole expression over {@code $value}, which is its one argument. */
    public static final String VALIDATION = "validation";

    public Constraint {
        arguments = List.copyOf(arguments);
    }
}
