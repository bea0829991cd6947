package floria.site.slurm;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A job as the controller sees it.
 *
 * @param name which is the key of the resource
 * @param state in Slurm's words, such as {@code PENDING}
 * @param reason in Slurm's words, such as {@code Resources}
 * @param exitCode of its script, as {@code wait} has it: code times 256 plus the signal
 * @param restarts how often it was put back into the queue
 * @param start when it began, or is expected to; as Slurm writes it, empty when it is not known
 * @param end when it is over at the latest, likewise
 * @param left of its time
 */
record Job(
        long id,
        String name,
        String state,
        String reason,
        int exitCode,
        int restarts,
        Optional<String> start,
        Optional<String> end,
        Optional<Duration> left,
        String partition,
        String nodes) {

    private static final Set<String> QUEUED =
            Set.of(
                    "PENDING",
                    "REQUEUED",
                    "REQUEUE_FED",
                    "REQUEUE_HOLD",
                    "SPECIAL_EXIT",
                    "RESV_DEL_HOLD");
    private static final Set<String> CHANGING =
            Set.of(
                    "CONFIGURING",
                    "COMPLETING",
                    "RESIZING",
                    "STAGE_OUT",
                    "SIGNALING",
                    "POWER_UP_NODE");
    private static final Set<String> GOING = Set.of("RUNNING", "SUSPENDED", "STOPPED");

    /** Where a job stands, as far as it matters here. */
    enum Phase {
        QUEUED,
        /** It begins or ends; in a moment it is known what it is. */
        CHANGING,
        RUNNING,
        ENDED
    }

    Job {
        // Newer versions add what else they know to the state.
        state = state.strip().split("[ +,]")[0].toUpperCase(Locale.ROOT);
    }

    Phase phase() {
        if (QUEUED.contains(state)) {
            return Phase.QUEUED;
        }
        if (CHANGING.contains(state)) {
            return Phase.CHANGING;
        }
        return GOING.contains(state) ? Phase.RUNNING : Phase.ENDED;
    }

    boolean live() {
        return phase() != Phase.ENDED;
    }

    /** Tells one start of the job from the next. */
    String life() {
        return id + "." + restarts;
    }
}
