package floria.engine.state;

import java.time.Instant;

/**
 * What the engine has noticed of a deployment and must not forget: that something was said, or
 * since when something is so. There is one of a topic.
 *
 * @param topic such as {@code drift/INSTANCE}
 * @param at when it was noticed first
 */
public record Note(String deployment, String topic, String text, Instant at) {}
