package floria.engine.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One execution of a plan. The lease and the fence are columns of the run itself.
 *
 * @param id a ULID
 * @param planned whether its steps have been written; a run is planned when it begins, from what is
 *     there then
 * @param detail what the plan is to take into account beyond the revision, see {@link Kind}
 * @param stop why and by whom it is to end early, if it is
 * @param leaseOwner the process that works on it; empty when nobody does
 * @param epoch counts owners; a write with an older epoch is refused
 */
public record Run(
        String id,
        String deployment,
        Kind kind,
        int revision,
        Status status,
        boolean planned,
        Map<String, String> detail,
        String actor,
        Optional<Stop> stop,
        Optional<String> leaseOwner,
        int epoch,
        Optional<Instant> leaseExpiresAt,
        Instant createdAt,
        Optional<Instant> endedAt) {

    /** What a run is for. Those that remove aside, and workflows, they lead to a revision. */
    public enum Kind {
        INSTALL,
        /** To a revision with another template, other inputs or other places. */
        UPDATE,
        /** To other numbers of instances; detail {@link #REMOVAL} names those that go first. */
        SCALE,
        /** Makes again what is gone or does not work. */
        HEAL,
        /** To what an earlier revision was. */
        ROLLBACK,
        /**
         * Carries out a workflow, or what a trigger does; detail {@link #FLOW}. It leaves alone
         * what the deployment is meant to be, and waits for what is under way instead of steering
         * it.
         */
        WORKFLOW,
        UNINSTALL,
        /** As {@link #UNINSTALL}, volumes left in place. */
        UNINSTALL_KEEPING_DATA;

        /** Whether everything is to go. */
        public boolean removes() {
            return this == UNINSTALL || this == UNINSTALL_KEEPING_DATA;
        }
    }

    /** Detail: instances to be removed before others, as {@code node.index} with commas. */
    public static final String REMOVAL = "removal";

    /** Detail: present when what is on volumes that move or are made anew may be lost. */
    public static final String LOSE_DATA = "lose-data";

    /** Detail: present when what cannot be reached is given up and reported instead of tried. */
    public static final String FORCE = "force";

    /** Detail: the workflow's name. */
    public static final String FLOW = "workflow";

    /** Details instead of {@link #FLOW}: the policy whose trigger acts, and that trigger. */
    public static final String POLICY = "policy";

    public static final String TRIGGER = "trigger";

    /** Begin of the details that hold the inputs of a workflow, as text, by their names. */
    public static final String INPUT = "input.";

    /** Detail: the idempotency key that it was asked for with. */
    public static final String KEY = "key";

    /** What is said of a deployment when the run that was to remove it is cancelled. */
    public static final String DELETION_CANCELLED =
            "the deletion was cancelled; floria down goes on with it";

    /** Detail: present when the run is paused until there is room for its deployment. */
    public static final String WAITS = "waits";

    /** Where a run stands. */
    public enum Status {
        /** Waits for a process to lease it, or has one. */
        ACTIVE,
        /** Stands still until somebody lets it go on. */
        PAUSED,
        SUCCEEDED,
        FAILED,
        CANCELLED,
        /** A newer run goes on from where this one was. */
        SUPERSEDED;

        public boolean isFinal() {
            return this != ACTIVE && this != PAUSED;
        }
    }

    /** Why a run is to end before its plan does: no step begins any more, those in flight end. */
    public record Stop(Why why, String by) {

        /** The reasons; a later one counts for more. */
        public enum Why {
            PAUSE,
            STEER,
            CANCEL
        }
    }

    public Run {
        detail = Map.copyOf(detail);
    }

    /** The name of the workflow that it carries out, or of the policy and trigger. */
    public String flow() {
        return detail.containsKey(TRIGGER)
                ? detail.getOrDefault(POLICY, "") + "/" + detail.get(TRIGGER)
                : detail.getOrDefault(FLOW, "");
    }

    /** One that waits to be leased and planned. */
    public static Run waiting(
            String id,
            Deployment deployment,
            Kind kind,
            int revision,
            Map<String, String> detail,
            String actor,
            Instant now) {
        return new Run(
                id,
                deployment.id(),
                kind,
                revision,
                Status.ACTIVE,
                false,
                detail,
                actor,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                now,
                Optional.empty());
    }

    /** The same run, asked to stop; a weightier reason that it was given before stays. */
    public Run stoppedBy(Stop now) {
        Optional<Stop> stronger =
                stop.filter(old -> old.why().compareTo(now.why()) >= 0).or(() -> Optional.of(now));
        return new Run(
                id,
                deployment,
                kind,
                revision,
                status,
                planned,
                detail,
                actor,
                stronger,
                leaseOwner,
                epoch,
                leaseExpiresAt,
                createdAt,
                endedAt);
    }

    /** The same run held by nobody: at its end, or paused. */
    public Run ended(Status how, Instant now) {
        return new Run(
                id,
                deployment,
                kind,
                revision,
                how,
                planned,
                detail,
                actor,
                stop,
                Optional.empty(),
                epoch,
                Optional.empty(),
                createdAt,
                how.isFinal() ? Optional.of(now) : Optional.empty());
    }

    /** The same run, to be gone on with. */
    public Run reopened() {
        return new Run(
                id,
                deployment,
                kind,
                revision,
                Status.ACTIVE,
                planned,
                detail,
                actor,
                Optional.empty(),
                Optional.empty(),
                epoch,
                Optional.empty(),
                createdAt,
                Optional.empty());
    }
}
