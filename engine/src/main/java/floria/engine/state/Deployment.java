package floria.engine.state;

import java.time.Instant;
import java.util.Optional;

/**
 * A named, owned, long-lived thing.
 *
 * @param id a ULID
 * @param name unique in its project among deployments that are not {@link Status#DELETED}
 * @param revision the number of the newest revision, from 1
 * @param error why it is not well, in one sentence, when it is not
 */
public record Deployment(
        String id,
        String project,
        String owner,
        String name,
        Status status,
        int revision,
        Optional<String> error,
        Instant createdAt,
        Instant updatedAt) {

    /** Where a deployment stands. */
    public enum Status {
        /** An install run is under way or waits to be. */
        DEPLOYING,
        /** A run that changes what is there is under way or waits to be. */
        UPDATING,
        /** A run stands still until somebody lets it go on. */
        PAUSED,
        /** Everything is as it should be; a job has ended well. */
        RUNNING,
        /** A run ended with a failed step, or something stopped working; what was made is there. */
        FAILED,
        /** A run was cancelled; what was made is still there. */
        CANCELLED,
        /** An uninstall run is under way or waits to be. */
        DELETING,
        /** An uninstall run ended, and something could not be removed. */
        DELETE_FAILED,
        /** Everything but the volumes is gone. */
        DATA_KEPT,
        /** Everything is gone; kept for history. */
        DELETED
    }

    /** The same deployment with a newer revision that is being worked on. */
    public Deployment at(int newest, Status next, Instant now) {
        return new Deployment(
                id, project, owner, name, next, newest, Optional.empty(), createdAt, now);
    }

    /** The same deployment in another status. */
    public Deployment with(Status next, Optional<String> why, Instant now) {
        return new Deployment(id, project, owner, name, next, revision, why, createdAt, now);
    }
}
