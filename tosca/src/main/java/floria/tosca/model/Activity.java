package floria.tosca.model;

import java.util.Map;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/** Something that a trigger or the step of a workflow does (TOSCA 1.3 §3.6.23, 2.0 §15.2). */
public sealed interface Activity {

    Location location();

    /** Leaves a workflow to the processor, such as {@code deploy}. */
    record Delegate(String workflow, Map<String, Value> inputs, Location location)
            implements Activity {}

    /** Sets the state of the target. */
    record SetState(String state, Location location) implements Activity {}

    /** Calls an operation of the target. */
    record CallOperation(
            String interfaceName, String operation, Map<String, Value> inputs, Location location)
            implements Activity {}

    /** Runs another workflow of the template. */
    record Inline(String workflow, Map<String, Value> inputs, Location location)
            implements Activity {}
}
