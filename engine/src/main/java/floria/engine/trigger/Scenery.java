package floria.engine.trigger;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Note;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;

/**
 * A deployment whose triggers are looked at, as it is in the store.
 *
 * @param runs newest first
 */
record Scenery(
        Deployment deployment,
        Blueprint blueprint,
        Instances instances,
        List<Run> runs,
        Map<String, Note> notes) {

    static Scenery of(Store store, Blueprint blueprint, Deployment deployment) {
        Scope scope = new Scope(deployment.project(), deployment.owner());
        return new Scenery(
                deployment,
                blueprint,
                new Instances(store.instances(scope, deployment.id())),
                store.runs(scope, deployment.id()),
                store.notes(deployment.id()).stream()
                        .collect(Collectors.toMap(Note::topic, note -> note)));
    }

    /** Whether what a trigger began is still under way, or waits to be. */
    boolean isAtWork(Rule rule) {
        return runs.stream()
                .filter(run -> !run.status().isFinal())
                .anyMatch(run -> run.actor().equals(rule.actor()));
    }
}
