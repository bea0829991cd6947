package floria.tosca.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * An operation with what it takes to run it (TOSCA 2.0 §10.3, §10.4).
 *
 * @param implementation the primary artifact; empty for an operation that does nothing
 * @param dependencies files that must stand beside the primary artifact
 * @param parameters the inputs that are declared
 * @param inputs in the order of the text; functions are kept as {@link Value.Call}
 * @param outputs operation output to the attribute that takes it, as a path such as {@code [SELF,
 *     accuracy]}
 */
public record Operation(
        String name,
        Optional<Artifact> implementation,
        List<Artifact> dependencies,
        Map<String, PropertyDefinition> parameters,
        Map<String, Value> inputs,
        Map<String, List<String>> outputs,
        Optional<Duration> timeout,
        Location location) {
    public Operation {
        dependencies = List.copyOf(dependencies);
    }
}
