package floria.engine.run;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.engine.plan.Kinds;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Run;
import floria.engine.state.Run.Stop.Why;
import floria.engine.state.Step;
import floria.engine.state.Writer;

/** Says how a run ends, and writes it with what it means for the deployment. */
final class RunEnd {

    private RunEnd() {}

    /** The end of a run whose steps have come this far. */
    static Journal.End of(Run run, Progress progress, @Nullable Why stop) {
        if (!progress.isOver()) {
            return new Journal.End(
                    Run.Status.PAUSED, Optional.of(Deployment.Status.PAUSED), Optional.empty());
        }
        boolean cut = progress.isCut() || (stop != null && progress.isEmpty());
        if (stop == Why.STEER && cut) {
            return new Journal.End(Run.Status.SUPERSEDED, Optional.empty(), Optional.empty());
        }
        List<Step> failed = progress.in(Step.State.FAILED);
        return run.kind().removes() ? removed(run, failed, cut) : brought(failed, cut);
    }

    private static Journal.End brought(List<Step> failed, boolean cut) {
        Optional<Step> first =
                failed.stream()
                        .filter(step ->
                                !Progress.tolerated(step) || step.kind().equals(Kinds.RELEASE))
                        .findFirst();
        if (first.isPresent()) {
            return new Journal.End(
                    Run.Status.FAILED,
                    Optional.of(Deployment.Status.FAILED),
                    Optional.of(first.get().id() + ": " + first.get().error().orElse("failed")));
        }
        return cut
                ? new Journal.End(
                        Run.Status.CANCELLED,
                        Optional.of(Deployment.Status.CANCELLED),
                        Optional.empty())
                : new Journal.End(
                        Run.Status.SUCCEEDED,
                        Optional.of(Deployment.Status.RUNNING),
                        Optional.empty());
    }

    private static Journal.End removed(Run run, List<Step> failed, boolean cut) {
        if (cut) {
            return new Journal.End(
                    Run.Status.CANCELLED,
                    Optional.of(Deployment.Status.DELETE_FAILED),
                    Optional.of(Run.DELETION_CANCELLED));
        }
        List<String> left =
                failed.stream()
                        .filter(step -> step.kind().equals(Kinds.RELEASE))
                        .map(step -> step.node() + " (" + step.error().orElse("unknown") + ")")
                        .toList();
        boolean force = run.detail().containsKey(Run.FORCE);
        if (!left.isEmpty()) {
            return new Journal.End(
                    force ? Run.Status.SUCCEEDED : Run.Status.FAILED,
                    Optional.of(
                            force ? Deployment.Status.DELETED : Deployment.Status.DELETE_FAILED),
                    Optional.of(
                            (force ? "left behind: " : "could not remove ")
                                    + String.join(", ", left)));
        }
        return new Journal.End(
                Run.Status.SUCCEEDED,
                Optional.of(
                        run.kind() == Run.Kind.UNINSTALL_KEEPING_DATA
                                ? Deployment.Status.DATA_KEPT
                                : Deployment.Status.DELETED),
                Optional.empty());
    }

    static void write(Writer writer, Run held, Deployment known, Journal.End how, Instant now) {
        Run run = writer.run(held.id());
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
                                run.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                                        + " "
                                        + word,
                                Map.of("status", word))));
        // What was asked for meanwhile has the last word on the deployment's status.
        boolean overtaken = !writer.newest(deployment.id()).id().equals(run.id());
        if (how.deployment().isEmpty() || overtaken) {
            return;
        }
        writer.update(deployment.with(how.deployment().get(), how.error(), now));
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
                                        + how.error().map(error -> ": " + error).orElse(""),
                                Map.of("status", status))));
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
