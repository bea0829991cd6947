package floria.engine.callback;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that could not be delivered.
 *
 * @param event its id
 * @param error why the last try was in vain
 * @param at when it was given up
 * @param again when it was asked for to be delivered again
 */
public record DeadLetter(
        String webhook,
        long event,
        int attempts,
        String error,
        Instant at,
        Optional<Instant> again) {}
