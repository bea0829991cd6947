package floria.engine.run;

import java.util.Map;
import java.util.Optional;

import floria.site.Fault;
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
     * @param fault of a site, where it is that
     */
    record Failed(String error, boolean retryable, Optional<Fault> fault) implements Outcome {

        /** Not by a site's fault. */
        public Failed(String error, boolean retryable) {
            this(error, retryable, Optional.empty());
        }

        /** By a site's fault. */
        public static Failed of(Fault fault) {
            return new Failed(
                    fault.message() + fault.hint().map(hint -> " – " + hint).orElse(""),
                    fault.kind().retryable(),
                    Optional.of(fault));
        }
    }

    /**
     * There is nothing for it to do, nor for what follows only because of it.
     *
     * @param why words that end a sentence
     */
    record LeftOut(String why) implements Outcome {}

    /** It was told to stop, and did. */
    record Stopped() implements Outcome {}
}
