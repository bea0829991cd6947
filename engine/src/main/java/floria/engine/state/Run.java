package floria.engine.state;

import java.time.Instant;
import java.util.Optional;

/**
 * One execution of a plan. The lease and the fence are columns of the run itself.
 *
 * @param id a ULID
 * @param cancelRequested by whom a cancel was asked for, if it was
 * @param leaseOwner the process that works on it; empty when nobody does
 * @param epoch counts owners; a write with an older epoch is refused
 */
public record Run(
        String id,
        String deployment,
        Kind kind,
        int revision,
        Status status,
        String actor,
        Optional<String> cancelRequested,
        Optional<String> leaseOwner,
        int epoch,
        Optional<Instant> leaseExpiresAt,
        Instant createdAt,
        Optional<Instant> endedAt) {

    /** What a run is for. */
    public enum Kind {
        INSTALL,
        UNINSTALL,
        /** As {@link #UNINSTALL}, volumes left in place. */
        UNINSTALL_KEEPING_DATA
    }

    /** Where a run stands. */
    public enum Status {
        /** Waits for a process to lease it, or has one. */
        ACTIVE,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        public boolean isFinal() {
            return this != ACTIVE;
        }
    }

    /** The same run with a cancel asked for. */
    public Run cancelledBy(String who) {
        return new Run(
                id,
                deployment,
                kind,
                revision,
                status,
                actor,
                Optional.of(who),
                leaseOwner,
                epoch,
                leaseExpiresAt,
                createdAt,
                endedAt);
    }

    /** The same run at its end, held by nobody. */
    public Run ended(Status how, Instant now) {
        return new Run(
                id,
                deployment,
                kind,
                revision,
                how,
                actor,
                cancelRequested,
                Optional.empty(),
                epoch,
                Optional.empty(),
                createdAt,
                Optional.of(now));
    }
}
