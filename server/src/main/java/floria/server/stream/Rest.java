package floria.server.stream;

import java.util.Optional;

import floria.engine.deployment.Deployments;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;

/** Whether a deployment is at rest: no run is under way that would add events or log lines. */
public final class Rest {

    private Rest() {}

    /** Of one deployment; all of them together never rest. */
    public static boolean isReached(
            Deployments deployments, Scope scope, Optional<String> deployment) {
        return deployment.map(id -> isAtRest(deployments.get(scope, id).status())).orElse(false);
    }

    private static boolean isAtRest(Deployment.Status status) {
        return switch (status) {
            case DEPLOYING, UPDATING, DELETING -> false;
            case PAUSED, RUNNING, FAILED, CANCELLED, DELETE_FAILED, DATA_KEPT, DELETED -> true;
        };
    }
}
