package floria.engine.operation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Instance;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * When a service counts as ready: property {@code readiness} of its node, asked at its capability
 * {@code endpoint}.
 *
 * @param host empty when the service has no endpoint: then it is ready as soon as it runs
 * @param httpPath empty when it is enough that the port takes connections
 */
record Readiness(
        Optional<String> host,
        int port,
        Optional<String> httpPath,
        Map<String, String> headers,
        Duration timeout) {
    private static final Duration STANDARD = Duration.ofMinutes(2);

    static Readiness of(Topology topology, Evaluator evaluator, Instance instance) {
        NodeTemplate node = topology.node(instance.node());
        Value declared =
                node.type().properties().containsKey("readiness")
                        ? evaluator.property(node.name(), "readiness")
                        : new Value.Nil();
        Map<String, Value> fields =
                open(declared) instanceof Value.Entries(var entries) ? entries : Map.of();
        Optional<Value> port =
                Optional.ofNullable(instance.attributes().get("endpoint/published_port"));
        Map<String, String> headers = new LinkedHashMap<>();
        if (open(fields.get("headers")) instanceof Value.Entries(var entries)) {
            entries.forEach((name, value) -> headers.put(name, value.asText()));
        }
        return new Readiness(
                port.flatMap(_ ->
                                Optional.ofNullable(
                                        instance.attributes().get("endpoint/published_host")))
                        .map(Value::asText),
                port.map(value -> Integer.parseInt(value.asText())).orElse(0),
                Optional.ofNullable(fields.get("http_path"))
                        .map(Value::asText)
                        .filter(path -> !path.isEmpty()),
                headers,
                open(fields.get("timeout")) instanceof Value.Scalar(_, var seconds, _)
                        ? Duration.ofMillis(seconds.movePointRight(3).longValue())
                        : STANDARD);
    }

    private static Value open(@org.jspecify.annotations.Nullable Value value) {
        return switch (value) {
            case null -> new Value.Nil();
            case Value.Secret(var hidden) -> hidden;
            default -> value;
        };
    }

    @Override
    public String toString() {
        return "Readiness[" + host + ":" + port + httpPath.orElse("") + " within " + timeout + "]";
    }
}
