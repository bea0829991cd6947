package floria.server.deployment;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import floria.engine.state.Run;

/**
 * A run, as JSON.
 *
 * @param workflow its name, or POLICY/TRIGGER, when it is the run of one
 */
public record RunView(
        String id,
        String kind,
        Optional<String> workflow,
        int revision,
        String status,
        String actor,
        Instant createdAt,
        Optional<Instant> endedAt) {

    static RunView of(Run run) {
        return new RunView(
                run.id(),
                run.kind().name().toLowerCase(Locale.ROOT),
                Optional.of(run.flow()).filter(name -> !name.isEmpty()),
                run.revision(),
                run.status().name().toLowerCase(Locale.ROOT),
                run.actor(),
                run.createdAt(),
                run.endedAt());
    }
}
