package floria.engine.run;

import java.util.Map;

import floria.tosca.value.Value;

/** How a step ended. */
public sealed interface Outcome {

    /**
     * It did what it is for.
     *
     * @param attributes to set, by instance id and attribute name
     */
    record Done(Map<String, Map<String, Value>> attributes) implements Outcome {
        public Done {
            attributes = Map.copyOf(attributes);
        }

        public static final Done PLAIN = new Done(Map.of());
    }

    /**
     * It did not.
     *
     * @param error one sentence for people, secrets left out
     * @param retryable whether trying again soon makes sense
     */
    record Failed(String error, boolean retryable) implements Outcome {}

    /**
     * There is nothing for it to do, nor for what follows only because of it.
     *
     * @param why words that end a sentence
     */
    record LeftOut(String why) implements Outcome {}

    /** It was told to stop, and did. */
    record Stopped() implements Outcome {}
}
