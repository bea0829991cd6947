package floria.engine.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

import floria.engine.log.Mask;
import floria.engine.log.Recorder;
import floria.engine.plan.Kinds;
import floria.engine.revision.Blueprint;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Step;

/**
 * Drives one run to its end. One thread decides and writes the journal; steps run on threads of
 * their own and report back. Everything that was written before a crash is read back by the next
 * owner, which takes the steps that were running again.
 */
final class RunLoop {
    private final Workshop workshop;
    private final Run run;
    private final Blueprint blueprint;
    private final Progress progress;
    private final Journal journal;
    private final Map<String, Instance> instances = new ConcurrentHashMap<>();
    private final Map<String, Thread> workers = new LinkedHashMap<>();
    private final LinkedBlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;
    private volatile boolean abandoned;

    private sealed interface Message {
        record Ended(String step, Outcome outcome) implements Message {}

        record Broken(Throwable cause) implements Message {}

        record Cancel() implements Message {}

        record Abandon() implements Message {}
    }

    RunLoop(
            Workshop workshop,
            Run run,
            Blueprint blueprint,
            List<Instance> instances,
            List<Step> steps) {
        this.workshop = workshop;
        this.run = run;
        this.blueprint = blueprint;
        this.progress = new Progress(steps);
        instances.forEach(instance -> this.instances.put(instance.id(), instance));
        this.journal =
                new Journal(
                        workshop.store(),
                        workshop.clock(),
                        run,
                        blueprint.deployment(),
                        this.instances);
        this.cancelled = run.cancelRequested().isPresent();
    }

    /**
     * Asks the run to stop after the steps in flight, which are told. May be called by any thread.
     */
    void cancel() {
        cancelled = true;
        inbox.add(new Message.Cancel());
    }

    /**
     * Makes {@link #drive} return without another write, as a crash would. May be called by any
     * thread.
     */
    void abandon() {
        abandoned = true;
        inbox.add(new Message.Abandon());
    }

    /**
     * Returns when the run has ended and that is on disk, or when it was abandoned. Throws what the
     * store throws.
     */
    void drive() throws InterruptedException {
        try {
            List<Step> resumed = progress.in(Step.State.RUNNING);
            resumed.forEach(step -> launch(step, Duration.ZERO));
            advance(List.of());
            while (!progress.isOver()) {
                List<Message> messages = new ArrayList<>(List.of(inbox.take()));
                inbox.drainTo(messages);
                if (abandoned) {
                    return;
                }
                advance(messages);
            }
        } finally {
            workers.values().forEach(Thread::interrupt);
        }
    }

    /**
     * Takes messages in, writes what follows from them in one commit, then starts what may start.
     */
    private void advance(List<Message> messages) {
        Map<Step, Duration> starts = new LinkedHashMap<>();
        for (Message message : messages) {
            switch (message) {
                case Message.Ended(var id, var outcome) -> {
                    workers.remove(id);
                    settle(progress.step(id), outcome, starts);
                }
                case Message.Broken(var cause) -> throw new Broken(cause);
                case Message.Cancel _ -> workers.values().forEach(Thread::interrupt);
                case Message.Abandon _ -> {}
            }
        }
        if (cancelled) {
            progress.halt();
        }
        for (Step step : progress.takeReady()) {
            Step now = journal.started(step);
            progress.put(now);
            starts.put(now, Duration.ZERO);
        }
        if (progress.isHalted() && workers.isEmpty() && starts.isEmpty()) {
            progress.in(Step.State.PENDING).forEach(step -> progress.put(journal.skipped(step)));
        }
        if (progress.isOver()) {
            journal.ended(end());
        }
        if (!journal.isEmpty()) {
            journal.commit();
        }
        starts.forEach(this::launch);
    }

    private void settle(Step step, Outcome outcome, Map<Step, Duration> starts) {
        switch (outcome) {
            case Outcome.Done(var attributes) -> progress.put(journal.succeeded(step, attributes));
            case Outcome.Failed(var error, var retryable) -> {
                if (retryable && !cancelled && workshop.retry().allows(step.attempt())) {
                    Step again = journal.retrying(step, error);
                    progress.put(again);
                    starts.put(again, workshop.retry().after(step.attempt(), workshop.random()));
                } else if (retryable && cancelled) {
                    // It would have been taken again, had nobody wanted it to stop.
                    progress.put(journal.skipped(step));
                } else {
                    progress.put(journal.failed(step, error));
                }
            }
            case Outcome.Stopped _ -> progress.put(journal.skipped(step));
        }
    }

    private void launch(Step step, Duration delay) {
        StepExecutor executor = workshop.executor(step.kind());
        BooleanSupplier stop = () -> cancelled || abandoned;
        Recorder recorder =
                workshop.log()
                        .recorder(
                                run.deployment(),
                                step,
                                () -> Mask.of(blueprint.revision(), instances.values()));
        StepContext context =
                new StepContext(
                        step,
                        progress.number(step.id()),
                        blueprint,
                        Map.copyOf(instances),
                        stop,
                        recorder);
        workers.put(
                step.id(),
                Thread.ofVirtual()
                        .name("step " + step.id())
                        .start(() -> inbox.add(take(executor, context, delay))));
    }

    private Message take(StepExecutor executor, StepContext context, Duration delay) {
        String id = context.step().id();
        try {
            Thread.sleep(delay);
            return new Message.Ended(id, executor.execute(context));
        } catch (InterruptedException _) {
            return new Message.Ended(id, new Outcome.Stopped());
        } catch (RuntimeException e) {
            return new Message.Ended(
                    id,
                    // What an adapter makes of being interrupted is no failure.
                    context.cancelled().getAsBoolean()
                            ? new Outcome.Stopped()
                            : workshop.failure(context, e));
        } catch (Error e) {
            // Nothing is known of the step any more: whoever takes the run over finds out.
            return new Message.Broken(e);
        }
    }

    private Journal.End end() {
        List<Step> failed = progress.in(Step.State.FAILED);
        boolean cut = !progress.in(Step.State.SKIPPED).isEmpty();
        return run.kind() == Run.Kind.INSTALL ? installed(failed, cut) : uninstalled(failed, cut);
    }

    private static Journal.End installed(List<Step> failed, boolean cut) {
        if (!failed.isEmpty()) {
            Step first = failed.getFirst();
            return new Journal.End(
                    Run.Status.FAILED,
                    Deployment.Status.FAILED,
                    Optional.of(first.id() + ": " + first.error().orElse("failed")));
        }
        return cut
                ? new Journal.End(
                        Run.Status.CANCELLED, Deployment.Status.CANCELLED, Optional.empty())
                : new Journal.End(
                        Run.Status.SUCCEEDED, Deployment.Status.RUNNING, Optional.empty());
    }

    /**
     * Only what is still at a site counts: an operation that failed on a machine that is gone has
     * no meaning any more.
     */
    private Journal.End uninstalled(List<Step> failed, boolean cut) {
        if (cut) {
            return new Journal.End(
                    Run.Status.CANCELLED,
                    Deployment.Status.DELETE_FAILED,
                    Optional.of("the deletion was cancelled; floria down goes on with it"));
        }
        List<String> left =
                failed.stream()
                        .filter(step -> step.kind().equals(Kinds.RELEASE))
                        .map(step -> step.node() + " (" + step.error().orElse("unknown") + ")")
                        .toList();
        if (!left.isEmpty()) {
            return new Journal.End(
                    Run.Status.FAILED,
                    Deployment.Status.DELETE_FAILED,
                    Optional.of("could not remove " + String.join(", ", left)));
        }
        progress.all().forEach(step -> journal.gone(step.instance()));
        return new Journal.End(
                Run.Status.SUCCEEDED,
                run.kind() == Run.Kind.UNINSTALL_KEEPING_DATA
                        ? Deployment.Status.DATA_KEPT
                        : Deployment.Status.DELETED,
                Optional.empty());
    }

    /** A step ended in a way after which this process must not go on with the run. */
    static final class Broken extends RuntimeException {
        Broken(Throwable cause) {
            super("the run cannot go on in this process", cause);
        }
    }
}
