package floria.engine.state;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static floria.engine.state.Deployment.Status.CANCELLED;
import static floria.engine.state.Deployment.Status.DATA_KEPT;
import static floria.engine.state.Deployment.Status.DELETED;
import static floria.engine.state.Deployment.Status.DELETE_FAILED;
import static floria.engine.state.Deployment.Status.DELETING;
import static floria.engine.state.Deployment.Status.DEPLOYING;
import static floria.engine.state.Deployment.Status.FAILED;
import static floria.engine.state.Deployment.Status.PAUSED;
import static floria.engine.state.Deployment.Status.RUNNING;
import static floria.engine.state.Deployment.Status.UPDATING;

/** The state machines of everything that is kept, as {@code docs/states.md} shows them. */
public final class Machines {
    /** A deployment's status: what its newest run has made of it, or what was seen since. */
    public static final Machine<Deployment.Status> DEPLOYMENT =
            Machine.of("deployment", Deployment.Status.class, DEPLOYING)
                    .with(Set.of(DEPLOYING, UPDATING), RUNNING, "the run has succeeded")
                    .with(
                            Set.of(DEPLOYING, UPDATING),
                            FAILED,
                            "a step has failed, or the run could not be planned")
                    .with(Set.of(RUNNING), FAILED, "something has stopped working")
                    .with(Set.of(FAILED), RUNNING, "it works again by itself")
                    .with(Set.of(DEPLOYING, UPDATING), CANCELLED, "the run was cancelled")
                    .with(Set.of(PAUSED), CANCELLED, "the paused run was cancelled")
                    .with(
                            Set.of(DEPLOYING, UPDATING, DELETING),
                            PAUSED,
                            "a pause was asked for, and the steps in flight have ended")
                    .with(Set.of(PAUSED), DEPLOYING, "the installation goes on")
                    .with(
                            Set.of(FAILED, CANCELLED),
                            DEPLOYING,
                            "the installation is tried again, or gone on with without a step")
                    .with(Set.of(DATA_KEPT), DEPLOYING, "it is made again on the data that it kept")
                    .with(
                            Set.of(DEPLOYING, RUNNING, FAILED, CANCELLED, PAUSED),
                            UPDATING,
                            "a change was accepted, or its run goes on")
                    .with(
                            Set.of(
                                    DEPLOYING, UPDATING, PAUSED, RUNNING, FAILED, CANCELLED,
                                    DATA_KEPT),
                            DELETING,
                            "it is to be taken down")
                    .with(Set.of(DELETE_FAILED), DELETING, "the deletion goes on")
                    .with(Set.of(DELETING), DELETED, "everything is gone, or was given up")
                    .with(Set.of(DELETING), DATA_KEPT, "everything but the volumes is gone")
                    .with(
                            Set.of(DELETING, PAUSED),
                            DELETE_FAILED,
                            "something could not be removed, or the deletion was cancelled");

    /** A run's status. */
    public static final Machine<Run.Status> RUN =
            Machine.of("run", Run.Status.class, Run.Status.ACTIVE)
                    .with(Set.of(Run.Status.ACTIVE), Run.Status.SUCCEEDED, "its plan is done")
                    .with(
                            Set.of(Run.Status.ACTIVE),
                            Run.Status.FAILED,
                            "a step has failed, or it could not be planned")
                    .with(
                            Set.of(Run.Status.ACTIVE, Run.Status.PAUSED),
                            Run.Status.CANCELLED,
                            "somebody asked for that, or for everything to go")
                    .with(
                            Set.of(Run.Status.ACTIVE, Run.Status.PAUSED),
                            Run.Status.SUPERSEDED,
                            "a newer wish goes on from where it was")
                    .with(
                            Set.of(Run.Status.ACTIVE),
                            Run.Status.PAUSED,
                            "a pause was asked for, and the steps in flight have ended")
                    .with(Set.of(Run.Status.PAUSED), Run.Status.ACTIVE, "it was resumed")
                    .with(
                            Set.of(Run.Status.FAILED, Run.Status.CANCELLED),
                            Run.Status.ACTIVE,
                            "it is tried again, or gone on with without a step");

    /** A step's state. */
    public static final Machine<Step.State> STEP =
            Machine.of("step", Step.State.class, Step.State.PENDING)
                    .with(
                            Set.of(Step.State.PENDING),
                            Step.State.RUNNING,
                            "what it waited for has ended")
                    .with(
                            Set.of(Step.State.PENDING),
                            Step.State.SKIPPED,
                            "its run ends before it begins")
                    .with(Set.of(Step.State.RUNNING), Step.State.SUCCEEDED, "it did what it is for")
                    .with(
                            Set.of(Step.State.RUNNING),
                            Step.State.FAILED,
                            "it did not, and trying again makes no sense or was tried enough")
                    .with(
                            Set.of(Step.State.RUNNING),
                            Step.State.SKIPPED,
                            "it was told to stop, and did")
                    .with(
                            Set.of(Step.State.RUNNING),
                            Step.State.PENDING,
                            "it would be tried again, and its run pauses")
                    .with(
                            Set.of(Step.State.FAILED, Step.State.SKIPPED),
                            Step.State.PENDING,
                            "its run is tried again")
                    .with(
                            Set.of(Step.State.FAILED),
                            Step.State.SKIPPED,
                            "somebody goes on without it");

    private static final Set<Instance.State> THERE =
            EnumSet.complementOf(EnumSet.of(Instance.State.DELETED));

    /**
     * An instance's state: what its steps have made of it, or what was seen since. The end of a
     * step and the start of the next are one write, so that what is between them is not always
     * kept; and a run may go on from wherever an earlier one was stopped.
     */
    public static final Machine<Instance.State> INSTANCE =
            Machine.of("instance", Instance.State.class, Instance.State.INITIAL)
                    .with(THERE, Instance.State.CREATING, "a step that makes it begins")
                    .with(
                            THERE,
                            Instance.State.CREATED,
                            "it is made, or stopped so far that it can be configured anew")
                    .with(THERE, Instance.State.CONFIGURING, "a step that configures it begins")
                    .with(THERE, Instance.State.CONFIGURED, "it is configured")
                    .with(THERE, Instance.State.STARTING, "a step that starts it begins")
                    .with(THERE, Instance.State.STARTED, "the last step of its way up has ended")
                    .with(THERE, Instance.State.STOPPING, "a step that stops it begins")
                    .with(THERE, Instance.State.DELETING, "a step that removes it begins")
                    .with(
                            Set.of(Instance.State.STOPPING, Instance.State.DELETING),
                            Instance.State.INITIAL,
                            "nothing of it is left, and it is to be made anew")
                    .with(
                            Set.of(Instance.State.STOPPING, Instance.State.DELETING),
                            Instance.State.DELETED,
                            "nothing of it is left, for good")
                    .with(
                            THERE,
                            Instance.State.ERROR,
                            "a step of its has failed, or what runs in it has ended");

    /** All of them. */
    public static final List<Machine<?>> ALL = List.of(DEPLOYMENT, RUN, STEP, INSTANCE);

    private Machines() {}
}
