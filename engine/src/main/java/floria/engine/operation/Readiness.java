package floria.engine.operation;

import java.time.Duration;
import java.util.Map;

import floria.engine.state.Instance;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * When a service counts as ready: property {@code readiness} of its node.
 *
 * @param address without one it is ready as soon as it runs
 */
record Readiness(ServiceAddress address, Duration timeout) {
    private static final Duration STANDARD = Duration.ofMinutes(2);

    static Readiness of(Topology topology, Evaluator evaluator, Instance instance) {
        Map<String, Value> fields =
                ServiceAddress.declared(topology, evaluator, instance, "readiness");
        return new Readiness(
                ServiceAddress.of(instance, fields),
                fields.get("timeout") instanceof Value.Scalar(_, var seconds, _)
                        ? Duration.ofMillis(seconds.movePointRight(3).longValue())
                        : STANDARD);
    }
}
