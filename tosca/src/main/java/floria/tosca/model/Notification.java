package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/**
 * Something outside that tells of a node's state (TOSCA 1.3 §3.6.19, 2.0 §10.5).
 *
 * @param outputs a value that it brings to the attribute that takes it
 */
public record Notification(
        String name,
        Optional<Artifact> implementation,
        List<Artifact> dependencies,
        Map<String, List<String>> outputs,
        Location location) {
    public Notification {
        dependencies = List.copyOf(dependencies);
    }
}
