package floria.tosca.model;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * Something that is true or false: a node filter, the condition of a trigger, of a step or of a
 * substitution (TOSCA 2.0 §9.8). The clauses of 1.x are rewritten to the functions of 2.0.
 *
 * @param expression evaluates to a {@link Value.Bool} where {@code SELF} is what it is asked of
 */
public record Condition(Value expression, Location location) {}
