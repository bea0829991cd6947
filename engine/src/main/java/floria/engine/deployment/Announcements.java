package floria.engine.deployment;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Writer;

/** Events of what people ask for, written together with what they announce. */
record Announcements(InstantSource clock) {

    /** A run begins. */
    void run(Writer writer, Scope scope, Deployment deployment, Run run) {
        String kind = run.kind().name().toLowerCase(Locale.ROOT);
        Map<String, String> data = new HashMap<>(Map.of("run", run.id(), "kind", kind));
        if (run.kind() == Run.Kind.WORKFLOW) {
            data.put("workflow", run.flow());
        }
        event(
                writer,
                scope,
                deployment,
                "run.started",
                title(run) + " of revision " + run.revision(),
                data);
    }

    /** What a run is, in words. */
    static String title(Run run) {
        String kind = run.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return run.kind() == Run.Kind.WORKFLOW ? kind + " " + run.flow() : kind;
    }

    /** A run that stood still ends. */
    void finished(Writer writer, Scope scope, Deployment deployment, Run run) {
        String kind = run.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String word = run.status().name().toLowerCase(Locale.ROOT);
        event(
                writer,
                scope,
                deployment,
                "run.finished",
                kind + " " + word,
                Map.of("run", run.id(), "status", word));
    }

    void event(
            Writer writer,
            Scope scope,
            Deployment deployment,
            String type,
            String message,
            Map<String, String> data) {
        writer.append(
                List.of(
                        new Event(
                                0,
                                clock.instant(),
                                deployment.project(),
                                deployment.id(),
                                Optional.ofNullable(data.get("run")),
                                Optional.empty(),
                                scope.actor(),
                                type,
                                message,
                                data)));
    }
}
