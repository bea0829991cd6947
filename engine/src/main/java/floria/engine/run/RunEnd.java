package floria.engine.run;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Run;
import floria.engine.state.Writer;

/** Writes the end of a run, and what it means for the deployment. */
final class RunEnd {

    private RunEnd() {}

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
                                "run.finished",
                                run.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                                        + " "
                                        + word,
                                Map.of("status", word))));
        // A deletion that was asked for meanwhile has the last word on the deployment's status.
        boolean overtaken =
                deployment.status() == Deployment.Status.DELETING && run.kind() == Run.Kind.INSTALL;
        if (!overtaken) {
            writer.update(deployment.with(how.deployment(), how.error(), now));
            String status = how.deployment().name().toLowerCase(Locale.ROOT);
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
