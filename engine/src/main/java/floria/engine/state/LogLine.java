package floria.engine.state;

import java.time.Instant;

/**
 * One line that a command printed, secrets masked.
 *
 * @param id grows with every line of a store; 0 before it is stored
 * @param execution the command's id on its machine; with stream and number it is the line's
 *     identity, so that a line that is delivered again after a restart is stored once
 * @param stream {@code out} or {@code err}
 */
public record LogLine(
        long id,
        Instant at,
        String deployment,
        String run,
        String node,
        String step,
        String execution,
        String stream,
        long number,
        String text) {}
