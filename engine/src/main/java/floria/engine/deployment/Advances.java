package floria.engine.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.engine.plan.Advance;
import floria.engine.plan.Kinds;
import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.engine.state.Store;

/** Reads in the journal what runs that did not end well may have made at sites to be moved to. */
record Advances(Store store) {
    private static final String ACTOR = "floria";

    /** In the order in which it was made. A run that ends well leaves nothing of that behind. */
    List<Advance> of(Deployment deployment) {
        Scope scope = new Scope(deployment.project(), ACTOR);
        List<Advance> found = new ArrayList<>();
        for (Run run : store.runs(scope, deployment.id())) {
            if (!run.status().isFinal() || !run.planned()) {
                continue;
            }
            if (run.kind() == Run.Kind.WORKFLOW) {
                continue;
            }
            if (run.status() == Run.Status.SUCCEEDED) {
                break;
            }
            List<Advance> its =
                    store.steps(scope, run.id()).stream()
                            .filter(step -> step.kind().equals(Kinds.PREPARE))
                            .filter(step -> step.attempt() > 0)
                            .flatMap(step -> of(step).stream())
                            .filter(advance -> !found.contains(advance))
                            .toList();
            found.addAll(0, its);
        }
        return found;
    }

    private static Optional<Advance> of(Step step) {
        return Optional.ofNullable(step.detail().get(Kinds.SITE))
                .map(site ->
                        new Advance(
                                step.instance(),
                                Integer.parseInt(step.detail().getOrDefault(Kinds.GENERATION, "1")),
                                site));
    }
}
