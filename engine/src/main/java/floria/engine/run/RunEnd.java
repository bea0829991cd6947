package floria.engine.run;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.engine.plan.Kinds;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Run.Stop.Why;
import floria.engine.state.Step;
import floria.engine.state.Writer;

/** Says how a run ends, and writes it with what it means for the deployment. */
final class RunEnd {

    private RunEnd() {}

    /** The end of a run whose steps have come this far. */
    static Journal.End of(Run run, Progress progress, Instances instances, @Nullable Why stop) {
        boolean flow = run.kind() == Run.Kind.WORKFLOW;
        if (!progress.isOver() || (stop == Why.PAUSE && !run.planned() && progress.isEmpty())) {
            return Journal.End.of(
                    Run.Status.PAUSED,
                    flow ? Optional.empty() : Optional.of(Deployment.Status.PAUSED),
                    Optional.empty());
        }
        boolean cut = progress.isCut() || (stop != null && progress.isEmpty());
        if (stop == Why.STEER && cut) {
            return Journal.End.of(Run.Status.SUPERSEDED, Optional.empty(), Optional.empty());
        }
        List<Step> failed = progress.in(Step.State.FAILED);
        return run.kind().removes()
                ? removed(run, progress.leftBehind(), cut)
                : flow
                        ? told(failed, instances, cut)
                        : brought(failed, instances, cut, keeps(progress));
    }

    /** The failed steps for which the run fails. */
    static List<Step> decisive(Progress progress) {
        return progress.in(Step.State.FAILED).stream().filter(RunEnd::decides).toList();
    }

    private static boolean decides(Step step) {
        boolean left =
                step.kind().equals(Kinds.RELEASE) && !step.detail().containsKey(Kinds.ABANDONED);
        return !step.detail().containsKey(Kinds.HANDLED) && (left || !Progress.tolerated(step));
    }

    private static Optional<Step> firstThatCounts(List<Step> failed) {
        return failed.stream().filter(RunEnd::decides).findFirst();
    }

    /**
     * Of a workflow. What becomes of it says nothing of the deployment; in what state its instances
     * are does, see {@link #concerns}.
     */
    private static Journal.End told(List<Step> failed, Instances instances, boolean cut) {
        Optional<Step> first = firstThatCounts(failed);
        Run.Status status =
                first.isPresent()
                        ? Run.Status.FAILED
                        : cut ? Run.Status.CANCELLED : Run.Status.SUCCEEDED;
        return Journal.End.of(
                status,
                wrong(instances)
                        .map(_ -> Deployment.Status.FAILED)
                        .or(() ->
                                instances.all().stream()
                                                .allMatch(one ->
                                                        one.state() == Instance.State.STARTED
                                                                || one.state()
                                                                        == Instance.State.DELETED)
                                        ? Optional.of(Deployment.Status.RUNNING)
                                        : Optional.empty()),
                first.map(step -> step.id() + ": " + step.error().orElse("failed"))
                        .or(() -> wrong(instances)));
    }

    private static Optional<String> wrong(Instances instances) {
        return instances.all().stream()
                .filter(instance -> instance.state() == Instance.State.ERROR)
                .map(Instance::label)
                .sorted()
                .findFirst()
                .map(label -> label + " is in error");
    }

    /** What is to be said of a move that did not come to its switch. */
    private static String keeps(Progress progress) {
        return progress.all().stream()
                        .anyMatch(step ->
                                step.kind().equals(Kinds.SWITCH)
                                        && step.state() != Step.State.SUCCEEDED)
                ? " – everything is still where it was: go on with floria retry, or use it there"
                        + " again with floria rollback"
                : "";
    }

    private static Journal.End brought(
            List<Step> failed, Instances instances, boolean cut, String keeps) {
        Optional<Step> first = firstThatCounts(failed);
        if (first.isPresent()) {
            return Journal.End.of(
                    Run.Status.FAILED,
                    Optional.of(Deployment.Status.FAILED),
                    Optional.of(
                            first.get().id()
                                    + ": "
                                    + first.get().error().orElse("failed")
                                    + keeps));
        }
        if (!cut && !failed.isEmpty() && wrong(instances).isPresent()) {
            // A workflow saw to a failure, and left what failed as it was.
            return Journal.End.of(
                    Run.Status.SUCCEEDED, Optional.of(Deployment.Status.FAILED), wrong(instances));
        }
        return cut
                ? Journal.End.of(
                        Run.Status.CANCELLED,
                        Optional.of(Deployment.Status.CANCELLED),
                        Optional.empty())
                : Journal.End.of(
                        Run.Status.SUCCEEDED,
                        Optional.of(Deployment.Status.RUNNING),
                        Optional.empty());
    }

    private static Journal.End removed(Run run, List<Step> stranded, boolean cut) {
        if (cut) {
            return Journal.End.of(
                    Run.Status.CANCELLED,
                    Optional.of(Deployment.Status.DELETE_FAILED),
                    Optional.of(Run.DELETION_CANCELLED));
        }
        List<String> left =
                stranded.stream()
                        .map(step -> step.node() + " (" + step.error().orElse("unknown") + ")")
                        .toList();
        boolean force = run.detail().containsKey(Run.FORCE);
        if (!left.isEmpty()) {
            return Journal.End.of(
                    force ? Run.Status.SUCCEEDED : Run.Status.FAILED,
                    Optional.of(
                            force ? Deployment.Status.DELETED : Deployment.Status.DELETE_FAILED),
                    Optional.of(
                            (force ? "left behind: " : "could not remove ")
                                    + String.join(", ", left)));
        }
        return Journal.End.of(
                Run.Status.SUCCEEDED,
                Optional.of(
                        run.kind() == Run.Kind.UNINSTALL_KEEPING_DATA
                                ? Deployment.Status.DATA_KEPT
                                : Deployment.Status.DELETED),
                Optional.empty());
    }

    /** What was asked for while a pause was being written down counts, not the pause. */
    private static Journal.End heard(Run run, Journal.End said) {
        if (said.status() != Run.Status.PAUSED) {
            return said;
        }
        return switch (run.stop().map(Run.Stop::why).orElse(Why.PAUSE)) {
            case PAUSE -> said;
            case STEER -> Journal.End.of(Run.Status.SUPERSEDED, Optional.empty(), Optional.empty());
            case CANCEL ->
                    run.kind().removes()
                            ? Journal.End.of(
                                    Run.Status.CANCELLED,
                                    Optional.of(Deployment.Status.DELETE_FAILED),
                                    Optional.of(Run.DELETION_CANCELLED))
                            : Journal.End.of(
                                    Run.Status.CANCELLED,
                                    said.deployment().map(_ -> Deployment.Status.CANCELLED),
                                    Optional.empty());
        };
    }

    static void write(Writer writer, Run held, Deployment known, Journal.End said, Instant now) {
        Run run = writer.run(held.id());
        Journal.End how =
                said.successor().filter(it -> run.stop().isEmpty() && it.test(writer)).isPresent()
                        ? Journal.End.of(Run.Status.SUPERSEDED, Optional.empty(), Optional.empty())
                        : heard(run, said);
        writer.update(run.ended(how.status(), now));
        writer.surrender(run.id());
        Deployment deployment = writer.deployment(known.id());
        String word = how.status().name().toLowerCase(Locale.ROOT);
        writer.append(
                List.of(
                        event(
                                deployment,
                                run,
                                now,
                                how.status().isFinal() ? "run.finished" : "run.paused",
                                title(run)
                                        + " "
                                        + word
                                        + (run.kind() == Run.Kind.WORKFLOW
                                                ? how.error().map(why -> ": " + why).orElse("")
                                                : ""),
                                Map.of("status", word))));
        if (how.deployment().isEmpty()
                || overtaken(writer, run, deployment)
                || (run.kind() == Run.Kind.WORKFLOW
                        && !concerns(how.deployment().get(), deployment.status()))) {
            return;
        }
        Optional<String> error =
                how.deployment().get() == Deployment.Status.RUNNING
                        ? Optional.empty()
                        : how.error();
        writer.update(deployment.with(how.deployment().get(), error, now));
        String status = how.deployment().get().name().toLowerCase(Locale.ROOT);
        writer.append(
                List.of(
                        event(
                                deployment,
                                run,
                                now,
                                "deployment.status",
                                deployment.name()
                                        + " is "
                                        + status.replace('_', ' ')
                                        + error.map(why -> ": " + why).orElse(""),
                                Map.of("status", status))));
    }

    /** A workflow mends or breaks what is up; to all else it makes no difference. */
    private static boolean concerns(Deployment.Status next, Deployment.Status now) {
        return switch (now) {
            case RUNNING -> next == Deployment.Status.FAILED;
            case FAILED -> next == Deployment.Status.RUNNING;
            case DEPLOYING,
                    UPDATING,
                    PAUSED,
                    CANCELLED,
                    DELETING,
                    DELETE_FAILED,
                    DATA_KEPT,
                    DELETED ->
                    false;
        };
    }

    /**
     * What was asked for meanwhile has the last word on the deployment's status; a workflow that
     * waits for this run has none.
     */
    private static boolean overtaken(Writer writer, Run run, Deployment deployment) {
        Run newest = writer.newest(deployment.id());
        if (newest.kind() != Run.Kind.WORKFLOW) {
            return !newest.id().equals(run.id());
        }
        boolean steered = run.stop().filter(stop -> stop.why() == Why.STEER).isPresent();
        return steered
                || (deployment.status() == Deployment.Status.DELETING && !run.kind().removes());
    }

    private static String title(Run run) {
        String kind = run.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return run.kind() == Run.Kind.WORKFLOW ? kind + " " + run.flow() : kind;
    }

    private static Event event(
            Deployment deployment,
            Run run,
            Instant now,
            String type,
            String message,
            Map<String, String> data) {
        return new Event(
                0,
                now,
                deployment.project(),
                deployment.id(),
                Optional.of(run.id()),
                Optional.empty(),
                run.actor(),
                type,
                message,
                data);
    }
}
