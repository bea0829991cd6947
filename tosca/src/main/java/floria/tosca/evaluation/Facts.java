package floria.tosca.evaluation;

import java.util.Optional;

import floria.tosca.value.Value;

/**
 * What is known of a running deployment, for the evaluation of functions. Safe to call often;
 * answers from memory.
 */
public interface Facts {

    /** Nothing is running. */
    Facts NONE =
            new Facts() {
                @Override
                public Optional<Value> attribute(
                        String node, Optional<String> capability, String attribute) {
                    return Optional.empty();
                }

                @Override
                public Optional<Value> generated(String node, String property) {
                    return Optional.empty();
                }
            };

    /** The value of an attribute of a node, or of one of its capabilities, once there is one. */
    Optional<Value> attribute(String node, Optional<String> capability, String attribute);

    /** A value made for a property that the template leaves open, such as a generated token. */
    Optional<Value> generated(String node, String property);

    /** What an operation gave, once it has run. */
    default Optional<Value> output(
            String node, String interfaceName, String operation, String output) {
        return Optional.empty();
    }
}
