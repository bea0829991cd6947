package floria.engine.deployment;

import java.util.Map;

import floria.tosca.value.Value;

/** Something to be done with a deployment that leaves what it is meant to be as it is. */
public sealed interface Errand {

    /**
     * A workflow of its template.
     *
     * @param inputs as given, not yet checked
     */
    record Flow(String workflow, Map<String, Value> inputs) implements Errand {
        public Flow {
            inputs = Map.copyOf(inputs);
        }
    }

    /** What a trigger of a policy of its template does. */
    record Fired(String policy, String trigger) implements Errand {}
}
