package floria.tosca.model;

import java.util.List;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * One constraint clause on a value (TOSCA 1.3 §3.6.3); a 2.0 {@code validation} clause is of the
 * same shape.
 *
 * @param operator such as {@code valid_values} or {@code in_range}, without a leading {@code $}
 */
public record Constraint(String operator, List<Value> arguments, Location location) {
    public Constraint {
        arguments = List.copyOf(arguments);
    }
}
