package floria.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a site sees of a resource.
 *
 * @param attributes by TOSCA's names where it has one ({@code private_address}, {@code
 *     public_address}); never secrets
 * @param fault why it is {@link State#FAILED}
 */
public record Observed(
        Key key,
        State state,
        Map<String, String> attributes,
        List<Endpoint> endpoints,
        Optional<Fault> fault) {

    /** The states that the engine acts on. */
    public enum State {
        /** Is being made. */
        PENDING,
        READY,
        /** Is kept, and does not run. */
        STOPPED,
        /** Will not become ready by waiting. */
        FAILED,
        /** Is not there. */
        ABSENT
    }

    public Observed {
        attributes = Map.copyOf(attributes);
        endpoints = List.copyOf(endpoints);
    }

    public static Observed absent(Key key) {
        return new Observed(key, State.ABSENT, Map.of(), List.of(), Optional.empty());
    }

    public static Observed failed(Key key, Fault fault) {
        return new Observed(key, State.FAILED, Map.of(), List.of(), Optional.of(fault));
    }
}
