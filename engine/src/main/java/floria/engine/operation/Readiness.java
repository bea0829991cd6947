package floria.engine.operation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import floria.engine.state.Instance;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * When a service counts as ready: property {@code readiness} of its node.
 *
 * @param address without one it need not answer
 * @param command that must exit with 0 on its machine; none when it is empty
 */
record Readiness(ServiceAddress address, List<String> command, Duration timeout) {
    private static final Duration STANDARD = Duration.ofMinutes(2);

    static Readiness of(Topology topology, Evaluator evaluator, Instance instance) {
        Map<String, Value> fields =
                ServiceAddress.declared(topology, evaluator, instance, "readiness");
        return new Readiness(
                ServiceAddress.of(instance, fields),
                ServiceAddress.command(fields),
                fields.get("timeout") instanceof Value.Scalar(_, var seconds, _)
                        ? Duration.ofMillis(seconds.movePointRight(3).longValue())
                        : STANDARD);
    }
}
