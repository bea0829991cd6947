package floria.server.activity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import floria.engine.deployment.Deployments;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;

/**
 * Decides whether anybody needs the server: a client, a run under way, or a deployment that is
 * watched over. What has failed or was cancelled is no reason to stay; it is found again after a
 * restart.
 */
public final class IdleRule {
    private static final int PAGE = 200;

    private final Activity activity;
    private final Deployments deployments;
    private final Duration limit;

    public IdleRule(Activity activity, Deployments deployments, Duration limit) {
        this.activity = activity;
        this.deployments = deployments;
        this.limit = limit;
    }

    public Duration limit() {
        return limit;
    }

    public boolean isIdle() {
        // The clients are asked last: one that came while the store was read counts.
        return activity.quietFor(limit) && !anyLive() && activity.quietFor(limit);
    }

    private boolean anyLive() {
        Optional<String> before = Optional.empty();
        while (true) {
            List<Deployment> page = deployments.list(Scope.LOCAL, false, before, PAGE);
            if (page.stream().anyMatch(deployment -> isLive(deployment.status()))) {
                return true;
            }
            if (page.size() < PAGE) {
                return false;
            }
            before = Optional.of(page.getLast().id());
        }
    }

    private static boolean isLive(Deployment.Status status) {
        return switch (status) {
            case DEPLOYING, UPDATING, PAUSED, RUNNING, DELETING -> true;
            case FAILED, CANCELLED, DELETE_FAILED, DATA_KEPT, DELETED -> false;
        };
    }
}
