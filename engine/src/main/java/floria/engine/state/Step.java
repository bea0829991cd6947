package floria.engine.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a run's plan, with what the journal knows of it.
 *
 * @param id unique in the run, readable: {@code db/create}
 * @param kind which executor takes it, such as {@code operation}
 * @param version of the kind's detail, so that a newer Floria finishes a run that an older one
 *     planned
 * @param instance the instance's id
 * @param dependsOn ids of the steps that must have ended before
 * @param detail what the executor needs beyond the topology; never secrets
 * @param reason why the plan has it, one short sentence
 * @param attempt counts executions, 0 before the first
 * @param error the last failure, one sentence
 */
public record Step(
        String run,
        String id,
        String kind,
        int version,
        String node,
        String instance,
        List<String> dependsOn,
        Map<String, String> detail,
        String reason,
        State state,
        int attempt,
        Optional<String> error,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    /** Where a step stands. */
    public enum State {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        /** Not run: the run was stopped, a step before it failed, or somebody said so. */
        SKIPPED;

        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == SKIPPED;
        }
    }

    /** The same step in another state; its end is set when that is final. */
    public Step in(State next, int attempts, Optional<String> why, Instant now) {
        return new Step(
                run,
                id,
                kind,
                version,
                node,
                instance,
                dependsOn,
                detail,
                reason,
                next,
                attempts,
                why,
                next == State.RUNNING && startedAt.isEmpty() ? Optional.of(now) : startedAt,
                next.isFinal() ? Optional.of(now) : Optional.empty());
    }

    public Step {
        dependsOn = List.copyOf(dependsOn);
        detail = Map.copyOf(detail);
    }
}
