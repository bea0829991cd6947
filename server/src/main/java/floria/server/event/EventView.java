package floria.server.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Event;

/** An event, as JSON. */
public record EventView(
        long id,
        Instant at,
        String deployment,
        Optional<String> run,
        Optional<String> node,
        String actor,
        String type,
        String message,
        Map<String, String> data) {

    public static EventView of(Event event) {
        return new EventView(
                event.id(),
                event.at(),
                event.deployment(),
                event.run(),
                event.node(),
                event.actor(),
                event.type(),
                event.message(),
                event.data());
    }
}
