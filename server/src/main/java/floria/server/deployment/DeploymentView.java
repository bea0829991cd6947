package floria.server.deployment;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import floria.engine.state.Deployment;

/** A deployment, as JSON. */
public record DeploymentView(
        String id,
        String name,
        String project,
        String owner,
        String status,
        int revision,
        Optional<String> error,
        Instant createdAt,
        Instant updatedAt) {

    static DeploymentView of(Deployment deployment) {
        return new DeploymentView(
                deployment.id(),
                deployment.name(),
                deployment.project(),
                deployment.owner(),
                deployment.status().name().toLowerCase(Locale.ROOT),
                deployment.revision(),
                deployment.error(),
                deployment.createdAt(),
                deployment.updatedAt());
    }
}
