package floria.engine.reconcile;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Writer;

/** Events of what is noticed. */
record Announcer(InstantSource clock) {
    /** Who acts when nobody asked. */
    static final String ACTOR = "floria";

    void say(
            Writer writer,
            Deployment deployment,
            String type,
            String message,
            Map<String, String> data) {
        append(writer, deployment, Optional.empty(), type, message, data);
    }

    void say(
            Writer writer,
            Deployment deployment,
            Instance instance,
            String type,
            String message,
            Map<String, String> data) {
        Map<String, String> more = new HashMap<>(data);
        more.put("instance", instance.id());
        append(writer, deployment, Optional.of(instance.node()), type, message, more);
    }

    private void append(
            Writer writer,
            Deployment deployment,
            Optional<String> node,
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
                                Optional.empty(),
                                node,
                                ACTOR,
                                type,
                                message,
                                data)));
    }
}
