package floria.engine.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import floria.engine.log.Mask;
import floria.engine.log.Recorder;
import floria.engine.plan.Kinds;
import floria.engine.plan.Plan;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Run.Stop.Why;
import floria.engine.state.Step;
import floria.engine.state.StoreException;
import floria.site.SiteException;

/**
 * Drives one run to its end: plans it if nobody has yet, then takes its steps. One thread decides
 * and writes the journal; steps run on threads of their own and report back. Everything that was
 * written before a crash is read back by the next owner, which takes the steps that were running
 * again.
 */
final class RunLoop {
    /**
     * How many steps begin or end in one commit: enough to make light of its cost, and not so many
     * that leases and other runs wait long for their turn to write.
     */
    private static final int TOGETHER = 500;

    private final Workshop workshop;
    private final Run run;
    private final Deployment deployment;
    private final Journal journal;
    private final Instances instances;
    private final Map<String, Thread> workers = new LinkedHashMap<>();
    private final LinkedBlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private Progress progress;
    private volatile @Nullable Why stop;
    private volatile boolean abandoned;

    private sealed interface Message {
        record Ended(String step, Outcome outcome) implements Message {}

        record Broken(Throwable cause) implements Message {}

        record Stop() implements Message {}

        record Abandon() implements Message {}
    }

    /**
     * @param steps of the run, none as long as it has no plan
     */
    RunLoop(
            Workshop workshop,
            Run run,
            Deployment deployment,
            List<Instance> instances,
            List<Step> steps) {
        this.workshop = workshop;
        this.run = run;
        this.deployment = deployment;
        this.instances = new Instances(instances);
        this.progress = new Progress(steps);
        this.journal =
                new Journal(workshop.store(), workshop.clock(), run, deployment, this.instances);
        this.stop = run.stop().map(Run.Stop::why).orElse(null);
    }

    /** Tells the run to stop, see {@link Run.Stop}. May be called by any thread. */
    void stop(Why why) {
        Why before = stop;
        if (before == null || before.compareTo(why) < 0) {
            stop = why;
        }
        inbox.add(new Message.Stop());
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
     * Returns when the run has ended or is paused and that is on disk, or when it was abandoned.
     * Throws what the store throws.
     */
    void drive() throws InterruptedException {
        try {
            if (!run.planned() && stop == null && !plan()) {
                return;
            }
            progress.in(Step.State.RUNNING).forEach(step -> launch(step, Duration.ZERO));
            boolean on = advance(List.of());
            while (on) {
                List<Message> messages = messages();
                if (abandoned) {
                    return;
                }
                on = advance(messages);
            }
        } finally {
            workers.values().forEach(Thread::interrupt);
        }
    }

    /** What has come, no more than one commit should hold; waits unless steps can be begun. */
    private List<Message> messages() throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        if (!progress.hasReady()) {
            messages.add(inbox.take());
        }
        inbox.drainTo(messages, TOGETHER);
        return messages;
    }

    /** Whether there is a plan now; else the run has ended for want of one. */
    private boolean plan() {
        try {
            Plan plan = workshop.planner().plan(run, deployment, instances);
            journal.planned(plan);
            progress = new Progress(plan.steps());
            return true;
        } catch (SiteException e) {
            unplanned(e.fault().message());
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            unplanned(workshop.unexpected(run, e));
        }
        return false;
    }

    private void unplanned(String why) {
        journal.ended(
                Journal.End.of(
                        Run.Status.FAILED,
                        Optional.of(
                                run.kind().removes()
                                        ? Deployment.Status.DELETE_FAILED
                                        : Deployment.Status.FAILED),
                        Optional.of("cannot be planned: " + why)));
        journal.commit();
    }

    /**
     * Takes messages in, writes what follows from them in one commit, then starts what may start.
     * Whether there is more to come.
     */
    private boolean advance(List<Message> messages) {
        Map<Step, Duration> starts = new LinkedHashMap<>();
        for (Message message : messages) {
            switch (message) {
                case Message.Ended(var id, var outcome) -> {
                    workers.remove(id);
                    settle(progress.step(id), outcome, starts);
                }
                case Message.Broken(var cause) -> throw new Broken(cause);
                case Message.Stop _ -> {
                    if (stop == Why.CANCEL) {
                        workers.values().forEach(Thread::interrupt);
                    }
                }
                case Message.Abandon _ -> {}
            }
        }
        if (stop != null) {
            progress.halt();
        }
        leaveOut();
        for (Step step : progress.takeReady(TOGETHER)) {
            Step now = journal.started(step);
            progress.put(now);
            starts.put(now, Duration.ZERO);
        }
        boolean idle = workers.isEmpty() && starts.isEmpty();
        boolean paused = stop == Why.PAUSE && !progress.hasFailed();
        if (progress.isHalted() && idle && !paused) {
            progress.in(Step.State.PENDING).forEach(step -> progress.put(journal.skipped(step)));
        }
        boolean over = progress.isOver() || (paused && idle);
        if (over) {
            if (progress.isOver() && run.kind().removes()) {
                gone();
            }
            journal.ended(end());
        }
        if (!journal.isEmpty()) {
            journal.commit();
        }
        starts.forEach(this::launch);
        return !over;
    }

    /** What is not to be taken ends, and with it what was only to follow it. */
    private void leaveOut() {
        for (List<Step> idle = progress.takeIdle(); !idle.isEmpty(); idle = progress.takeIdle()) {
            idle.forEach(step ->
                    progress.put(journal.leftOut(step, "what it waits for did not come about")));
        }
    }

    /** How the run ends; what it has taught is on disk before it is said that another follows. */
    private Journal.End end() {
        Journal.End end = RunEnd.of(run, progress, instances, stop);
        if (end.status() != Run.Status.FAILED
                || run.kind().removes()
                || run.kind() == Run.Kind.WORKFLOW
                || stop != null) {
            return end;
        }
        if (!journal.isEmpty()) {
            journal.commit();
        }
        return workshop.succession()
                .after(run, deployment, RunEnd.decisive(progress), instances)
                .map(end::followed)
                .orElse(end);
    }

    /**
     * Only what is still at a site counts: an operation that failed on a machine that is gone has
     * no meaning any more.
     */
    private void gone() {
        if (progress.isCut()) {
            return;
        }
        Set<String> left = new HashSet<>();
        progress.leftBehind().forEach(failed -> left.add(failed.instance()));
        Set<String> gone = new LinkedHashSet<>();
        progress.all().forEach(step -> gone.add(step.instance()));
        gone.removeAll(left);
        // What no step has brought to its end goes the way that all others went.
        if (journal.going(gone)) {
            journal.commit();
        }
        gone.forEach(journal::gone);
    }

    private void settle(Step step, Outcome outcome, Map<Step, Duration> starts) {
        switch (outcome) {
            case Outcome.Done(var attributes) -> {
                instances
                        .find(step.instance())
                        .flatMap(one -> workshop.lessons().succeeded(step, blueprint(step), one))
                        .ifPresent(journal::with);
                instances
                        .find(step.instance())
                        .flatMap(one ->
                                workshop.meter()
                                        .succeeded(
                                                step,
                                                blueprint(step),
                                                one,
                                                instances.of(one.node()).size()))
                        .ifPresent(journal::with);
                progress.put(journal.succeeded(step, attributes));
            }
            case Outcome.Failed(var error, var retryable, var fault) -> {
                if (retryable && stop == null && workshop.retry().allows(step.attempt())) {
                    Step again = journal.retrying(step, error);
                    progress.put(again);
                    starts.put(again, workshop.retry().after(step.attempt(), workshop.random()));
                } else if (retryable && stop == Why.PAUSE) {
                    progress.put(journal.postponed(step));
                } else if (retryable && stop != null) {
                    // It would have been taken again, had nobody wanted it to stop.
                    progress.put(journal.skipped(step));
                } else {
                    instances
                            .find(step.instance())
                            .flatMap(one ->
                                    workshop.lessons().failed(step, blueprint(step), one, fault))
                            .ifPresent(journal::with);
                    progress.put(journal.failed(step, error));
                }
            }
            case Outcome.LeftOut(var why) -> progress.put(journal.leftOut(step, why));
            case Outcome.Stopped _ -> progress.put(journal.skipped(step));
        }
    }

    private void launch(Step step, Duration delay) {
        StepExecutor executor = workshop.executor(step.kind());
        BooleanSupplier cancelled = () -> stop == Why.CANCEL || abandoned;
        Blueprint blueprint = blueprint(step);
        Recorder recorder =
                workshop.log()
                        .recorder(
                                run.deployment(),
                                step,
                                () -> Mask.of(blueprint.revision(), instances.all()));
        StepContext context =
                new StepContext(
                        run,
                        step,
                        progress.number(step.id()),
                        blueprint,
                        instances,
                        cancelled,
                        recorder);
        workers.put(
                step.id(),
                Thread.ofVirtual()
                        .name("step " + step.id())
                        .start(() -> inbox.add(take(executor, context, delay))));
    }

    /** What the step's revision means. */
    private Blueprint blueprint(Step step) {
        return workshop.blueprints()
                .of(
                        deployment,
                        Optional.ofNullable(step.detail().get(Kinds.REVISION))
                                .map(Integer::valueOf)
                                .orElse(run.revision()));
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

    /** A step ended in a way after which this process must not go on with the run. */
    static final class Broken extends RuntimeException {
        Broken(Throwable cause) {
            super("the run cannot go on in this process", cause);
        }
    }
}
