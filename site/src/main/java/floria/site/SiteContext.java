package floria.site;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Who asks, and how long the answer is worth anything.
 *
 * @param installation whose resources these are, as in {@link Key#installation()}
 * @param cancelled turns true when the caller no longer wants an answer; adapters look at it
 *     between calls and while waiting
 */
public record SiteContext(
        String project, String installation, Instant deadline, BooleanSupplier cancelled) {}
