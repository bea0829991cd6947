package floria.engine.deployment;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import floria.engine.plan.Kinds;
import floria.engine.run.Runner;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Run.Stop;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.Ulid;
import floria.engine.state.Writer;

/** Stops runs, lets them go on, and takes deployments down. */
final class Steering {
    private final Store store;
    private final Announcements announcements;
    private final Runner runner;
    private final Ulid ids;
    private final InstantSource clock;

    Steering(
            Store store,
            Announcements announcements,
            Runner runner,
            Ulid ids,
            InstantSource clock) {
        this.store = store;
        this.announcements = announcements;
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Of runs, newest first, those that a newer wish takes the place of: what is under way, unless
     * it is a workflow or a workflow waits for its end. Paused ones give way in any case.
     */
    static List<Run> replaceable(List<Run> runs) {
        List<Run> open = runs.stream().filter(run -> !run.status().isFinal()).toList();
        List<Run> replaceable = new ArrayList<>();
        boolean awaited = false;
        for (Run run : open) {
            awaited |= run.kind() == Run.Kind.WORKFLOW;
            if (!awaited || run.status() == Run.Status.PAUSED) {
                replaceable.add(run);
            }
        }
        return replaceable;
    }

    /**
     * Asks what is under way to stop, or what is next when that is to give way to it already; no
     * effect when all has ended. A pause holds for what waits, too.
     */
    Run stop(Scope scope, Deployment deployment, Stop.Why why) {
        List<Run> runs = store.runs(scope, deployment.id());
        List<Run> open =
                runs.stream()
                        .filter(run -> !run.status().isFinal())
                        .filter(run ->
                                run.stop().filter(stop -> stop.why() == Stop.Why.STEER).isEmpty())
                        .toList();
        if (open.isEmpty()) {
            return stop(scope, deployment, runs.getFirst(), why);
        }
        Run stopped = stop(scope, deployment, open.getLast(), why);
        if (why == Stop.Why.PAUSE) {
            open.subList(0, open.size() - 1).forEach(run -> stop(scope, deployment, run, why));
        }
        return stopped;
    }

    private Run stop(Scope scope, Deployment deployment, Run newest, Stop.Why why) {
        Run stopped =
                store.write(writer -> {
                    Run run = writer.run(newest.id());
                    // What stands still already has nothing in flight that would end.
                    return run.status() == Run.Status.PAUSED && why == Stop.Why.CANCEL
                            ? cancelPaused(writer, scope, run)
                            : ask(writer, scope, deployment, run, why);
                });
        runner.stop(newest.id(), why);
        return stopped;
    }

    private Run cancelPaused(Writer writer, Scope scope, Run run) {
        Run cancelled =
                run.stoppedBy(new Stop(Stop.Why.CANCEL, scope.actor()))
                        .ended(Run.Status.CANCELLED, clock.instant());
        writer.update(cancelled);
        if (run.kind() == Run.Kind.WORKFLOW) {
            return cancelled;
        }
        Deployment deployment = writer.deployment(run.deployment());
        announcements.finished(writer, scope, deployment, cancelled);
        Deployment next =
                run.kind().removes()
                        ? deployment.with(
                                Deployment.Status.DELETE_FAILED,
                                Optional.of(Run.DELETION_CANCELLED),
                                clock.instant())
                        : deployment.with(
                                Deployment.Status.CANCELLED, Optional.empty(), clock.instant());
        writer.update(next);
        announcements.event(
                writer,
                scope,
                next,
                "deployment.status",
                next.name() + " is " + word(next.status()).replace('_', ' '),
                Map.of("status", word(next.status())));
        return cancelled;
    }

    private Run ask(Writer writer, Scope scope, Deployment deployment, Run run, Stop.Why why) {
        boolean weaker = run.stop().filter(old -> old.why().compareTo(why) >= 0).isPresent();
        if (run.status() != Run.Status.ACTIVE || weaker) {
            return run;
        }
        Run stopped = run.stoppedBy(new Stop(why, scope.actor()));
        writer.update(stopped);
        String word = why == Stop.Why.PAUSE ? "pausing" : "cancelling";
        announcements.event(
                writer,
                scope,
                deployment,
                "run." + word,
                "a " + why.name().toLowerCase(Locale.ROOT) + " was asked for by " + scope.actor(),
                Map.of("run", run.id()));
        return stopped;
    }

    /** Lets a paused run go on. */
    Run resume(Scope scope, Deployment deployment) {
        List<Run> paused =
                store.runs(scope, deployment.id()).stream()
                        .filter(run -> run.status() == Run.Status.PAUSED)
                        .toList();
        Run newest = newest(scope, deployment);
        if (paused.isEmpty()) {
            throw new Refusal(
                    Refusal.Code.CONFLICT,
                    "nothing of " + deployment.name() + " is paused",
                    newest.status() == Run.Status.FAILED
                            ? "floria retry " + deployment.name() + " goes on from what failed"
                            : "floria pause "
                                    + deployment.name()
                                    + " would pause what is going on");
        }
        if (newest.detail().containsKey(Run.WAITS)) {
            throw new Refusal(
                    Refusal.Code.CONFLICT,
                    deployment.name() + " waits until there is room for it",
                    "floria show " + deployment.name() + " says how many go first");
        }
        List<Run> resumed =
                paused.reversed().stream()
                        .map(run ->
                                reopen(scope, run, List.of(), "resumed", UnaryOperator.identity()))
                        .toList();
        return resumed.getFirst();
    }

    /** Takes the failed steps of the newest run again, and goes on from there. */
    Run retry(Scope scope, Deployment deployment) {
        Run failed = stranded(scope, deployment);
        List<Step> again =
                store.steps(scope, failed.id()).stream()
                        .filter(step -> isOpen(failed, step))
                        .map(step ->
                                step.in(
                                        Step.State.PENDING,
                                        step.attempt(),
                                        step.error(),
                                        clock.instant()))
                        .toList();
        return reopen(scope, failed, again, "tried again", UnaryOperator.identity());
    }

    /** Goes on as if a failed step had succeeded. */
    Run skip(Scope scope, Deployment deployment, String id, String why) {
        Run failed = stranded(scope, deployment);
        List<Step> steps = store.steps(scope, failed.id());
        Step skipped =
                steps.stream()
                        .filter(step -> step.id().equals(id))
                        .filter(step -> step.state() == Step.State.FAILED)
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        Refusal.Code.NOT_FOUND,
                                        "no step " + id + " of the newest run failed",
                                        "those that failed are "
                                                + String.join(
                                                        ", ",
                                                        steps.stream()
                                                                .filter(step ->
                                                                        step.state()
                                                                                == Step.State
                                                                                        .FAILED)
                                                                .map(Step::id)
                                                                .toList())));
        List<Step> again =
                steps.stream()
                        .filter(step -> isOpen(failed, step))
                        .map(step ->
                                step.id().equals(id)
                                        ? step.in(
                                                Step.State.SKIPPED,
                                                step.attempt(),
                                                Optional.of(
                                                        "skipped by " + scope.actor() + ": " + why),
                                                clock.instant())
                                        : step.in(
                                                Step.State.PENDING,
                                                step.attempt(),
                                                step.error(),
                                                clock.instant()))
                        .toList();
        return reopen(
                scope,
                failed,
                again,
                "gone on with, without " + id + ": " + why,
                instance ->
                        instance.id().equals(skipped.instance())
                                ? after(instance, skipped)
                                : instance);
    }

    private static Instance after(Instance instance, Step skipped) {
        String state = skipped.detail().get(Kinds.STATE_AFTER);
        return state == null ? instance : instance.in(Instance.State.valueOf(state));
    }

    /** A failed step, or one that was not taken since another failed or the run was stopped. */
    private static boolean isOpen(Run run, Step step) {
        boolean removal = run.kind().removes() && step.kind().equals(Kinds.RELEASE);
        boolean tolerated = Kinds.isTolerated(step) && !removal;
        return (step.state() == Step.State.FAILED && !tolerated)
                || (step.state() == Step.State.SKIPPED && step.error().isEmpty());
    }

    /** The newest run, which has ended before its plan did. */
    private Run stranded(Scope scope, Deployment deployment) {
        Run newest = newest(scope, deployment);
        return switch (newest.status()) {
            case FAILED, CANCELLED -> {
                if (!newest.planned()) {
                    throw new Refusal(
                            Refusal.Code.CONFLICT,
                            "the newest run of " + deployment.name() + " has no plan to go on with",
                            "floria heal " + deployment.name() + " plans again from what is there");
                }
                yield newest;
            }
            case ACTIVE, PAUSED, SUCCEEDED, SUPERSEDED ->
                    throw new Refusal(
                            Refusal.Code.CONFLICT,
                            "the newest run of "
                                    + deployment.name()
                                    + " has not failed, it is "
                                    + newest.status().name().toLowerCase(Locale.ROOT),
                            newest.status() == Run.Status.PAUSED
                                    ? "floria resume " + deployment.name() + " lets it go on"
                                    : "floria heal "
                                            + deployment.name()
                                            + " makes again what does not work");
        };
    }

    private Run reopen(
            Scope scope,
            Run known,
            List<Step> steps,
            String how,
            UnaryOperator<Instance> instances) {
        List<Instance> changed =
                store.instances(scope, known.deployment()).stream()
                        .filter(instance -> !instances.apply(instance).equals(instance))
                        .map(instances)
                        .toList();
        Run reopened =
                store.write(writer -> {
                    Run run = writer.run(known.id());
                    Deployment deployment = writer.deployment(run.deployment());
                    if (run.status() != known.status()
                            || (deployment.revision() != run.revision()
                                    && run.kind() != Run.Kind.WORKFLOW)
                            || (deployment.status() == Deployment.Status.DELETING)) {
                        throw new Refusal(
                                Refusal.Code.CONFLICT,
                                deployment.name() + " has changed meanwhile",
                                "look at it again: floria show " + deployment.name());
                    }
                    Run again = run.reopened();
                    writer.reopen(again);
                    steps.forEach(writer::update);
                    changed.forEach(writer::update);
                    Deployment.Status status = status(again, deployment);
                    boolean same = status == deployment.status();
                    Deployment next =
                            same
                                    ? deployment
                                    : deployment.with(status, Optional.empty(), clock.instant());
                    writer.update(next);
                    String kind = Announcements.title(run);
                    announcements.event(
                            writer,
                            scope,
                            next,
                            "run.reopened",
                            kind + " is " + how,
                            Map.of("run", run.id()));
                    if (!same) {
                        announcements.event(
                                writer,
                                scope,
                                next,
                                "deployment.status",
                                next.name() + " is " + word(status),
                                Map.of("status", word(status)));
                    }
                    return again;
                });
        runner.wake();
        return reopened;
    }

    private static String word(Deployment.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Deployment.Status status(Run run, Deployment deployment) {
        return switch (run.kind()) {
            case WORKFLOW -> deployment.status();
            case INSTALL -> Deployment.Status.DEPLOYING;
            case UPDATE, SCALE, HEAL, ROLLBACK -> Deployment.Status.UPDATING;
            case UNINSTALL, UNINSTALL_KEEPING_DATA -> Deployment.Status.DELETING;
        };
    }

    private Run newest(Scope scope, Deployment deployment) {
        return store.runs(scope, deployment.id()).getFirst();
    }

    /**
     * Takes everything down, a run under way included.
     *
     * @param force whether what cannot be reached is given up and reported
     */
    Deployment delete(Scope scope, Deployment deployment, boolean keepData, boolean force) {
        boolean settled =
                deployment.status() == Deployment.Status.DELETED
                        || (deployment.status() == Deployment.Status.DELETING && !force)
                        || (keepData && deployment.status() == Deployment.Status.DATA_KEPT);
        if (settled) {
            return deployment;
        }
        Run run =
                Run.waiting(
                        ids.next(),
                        deployment,
                        keepData ? Run.Kind.UNINSTALL_KEEPING_DATA : Run.Kind.UNINSTALL,
                        deployment.revision(),
                        force ? Map.of(Run.FORCE, "yes") : Map.of(),
                        scope.actor(),
                        clock.instant());
        List<Run> open =
                store.runs(scope, deployment.id()).stream()
                        .filter(old -> !old.status().isFinal())
                        .toList();
        Deployment deleting =
                store.write(writer -> {
                    Deployment now = writer.deployment(deployment.id());
                    if (now.status() == Deployment.Status.DELETED
                            || (now.status() == Deployment.Status.DELETING && !force)) {
                        return now;
                    }
                    for (Run old : open) {
                        Run current = writer.run(old.id());
                        if (current.status() == Run.Status.PAUSED) {
                            Run ended = current.ended(Run.Status.CANCELLED, clock.instant());
                            writer.update(ended);
                            announcements.finished(writer, scope, now, ended);
                        } else {
                            ask(writer, scope, deployment, current, Stop.Why.CANCEL);
                        }
                    }
                    Deployment next =
                            now.with(Deployment.Status.DELETING, Optional.empty(), clock.instant());
                    writer.update(next);
                    writer.insert(run);
                    announcements.event(
                            writer,
                            scope,
                            next,
                            "deployment.status",
                            next.name() + " is being deleted",
                            Map.of("status", "deleting"));
                    announcements.run(writer, scope, next, run);
                    return next;
                });
        open.forEach(old -> runner.stop(old.id(), Stop.Why.CANCEL));
        runner.wake();
        return deleting;
    }
}
