package floria.engine.callback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import floria.engine.state.Event;

/**
 * Somebody who wants to be called back.
 *
 * @param id a ULID
 * @param deployment empty for every deployment of the project
 * @param secret what the calls are signed with
 * @param events types such as {@code deployment.status}; {@code drift.*} is all that begin so,
 *     {@code *} is all
 * @param position the id of the last event that was delivered, given up, or is of no interest
 * @param attempt how often the next one was tried in vain
 * @param due when it is to be tried again
 * @param error why the last try was in vain
 */
public record Webhook(
        String id,
        String project,
        String owner,
        Optional<String> deployment,
        String url,
        String secret,
        List<String> events,
        long position,
        int attempt,
        Optional<Instant> due,
        Optional<String> error,
        Instant createdAt) {
    public Webhook {
        events = List.copyOf(events);
    }

    /** Whether it wants to know of the event. */
    public boolean wants(Event event) {
        return deployment.map(event.deployment()::equals).orElse(true)
                && events.stream().anyMatch(pattern -> matches(pattern, event.type()));
    }

    private static boolean matches(String pattern, String type) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(type);
    }

    /** The same, done with every event up to {@code event}. */
    Webhook past(long event) {
        return with(event, 0, Optional.empty(), Optional.empty());
    }

    /** The same after a try in vain. */
    Webhook failed(String why, Instant again) {
        return with(position, attempt + 1, Optional.of(again), Optional.of(why));
    }

    private Webhook with(long last, int attempts, Optional<Instant> again, Optional<String> why) {
        return new Webhook(
                id,
                project,
                owner,
                deployment,
                url,
                secret,
                events,
                last,
                attempts,
                again,
                why,
                createdAt);
    }

    /** Leaves the secret out, and the address, which may hold one. */
    @Override
    public String toString() {
        return "Webhook[" + id + " of " + project + " after " + position + "]";
    }
}
