package floria.engine.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Note;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;

/**
 * A deployment to look after, as it is in the store.
 *
 * @param runs newest first
 * @param notes by topic
 */
record Subject(
        Deployment deployment,
        Blueprint blueprint,
        Policies policies,
        Instances instances,
        List<Run> runs,
        Map<String, Note> notes) {

    /** Empty for a deployment that is changing, or is not up because a run of it failed. */
    static Optional<Subject> of(Store store, Blueprints blueprints, Deployment known) {
        Scope scope = new Scope(known.project(), Announcer.ACTOR);
        Deployment deployment = store.deployment(scope, known.id()).orElse(known);
        List<Run> runs = store.runs(scope, deployment.id());
        boolean up =
                switch (deployment.status()) {
                    case RUNNING -> true;
                    case FAILED -> isFaultOfTheWorld(runs);
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
        if (!up || runs.stream().anyMatch(run -> !run.status().isFinal())) {
            return Optional.empty();
        }
        Blueprint blueprint = blueprints.of(deployment, deployment.revision());
        return Optional.of(
                new Subject(
                        deployment,
                        blueprint,
                        Policies.of(blueprint),
                        new Instances(store.instances(scope, deployment.id())),
                        runs,
                        store.notes(deployment.id()).stream()
                                .collect(Collectors.toMap(Note::topic, note -> note))));
    }

    /** It was up when its newest run ended, or Floria has tried in vain to mend it. */
    private static boolean isFaultOfTheWorld(List<Run> runs) {
        return runs.stream()
                // How a workflow ended says nothing of what is up.
                .filter(run -> run.kind() != Run.Kind.WORKFLOW)
                .findFirst()
                .filter(run -> run.status() == Run.Status.SUCCEEDED || isHealing(run))
                .isPresent();
    }

    static boolean isHealing(Run run) {
        return run.kind() == Run.Kind.HEAL && run.actor().equals(Announcer.ACTOR);
    }

    /** Its instances that something should be there of. */
    List<Instance> standing() {
        return instances.all().stream()
                .filter(instance ->
                        instance.state() != Instance.State.INITIAL
                                && instance.state() != Instance.State.DELETED)
                .toList();
    }

    Policies.Mode mode(Instance instance) {
        return policies.of(instance.node());
    }
}
