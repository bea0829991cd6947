package floria.engine.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An append-only fact.
 *
 * @param id grows with every event of a store, in the order of commits; 0 before it is stored
 * @param type such as {@code step.finished}
 * @param message one sentence for people
 * @param data further fields by name; never secrets
 */
public record Event(
        long id,
        Instant at,
        String project,
        String deployment,
        Optional<String> run,
        Optional<String> node,
        String actor,
        String type,
        String message,
        Map<String, String> data) {
    public Event {
        data = Map.copyOf(data);
    }
}
