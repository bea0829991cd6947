package floria.engine.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.engine.state.Instance;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * Where and how a service is asked whether it answers: at its capability {@code endpoint}.
 *
 * @param host empty when the service has no endpoint
 * @param httpPath empty when it is enough that the port takes connections
 * @param headers may hold secrets
 */
public record ServiceAddress(
        Optional<String> host, int port, Optional<String> httpPath, Map<String, String> headers) {

    /** What a property of the instance's node that is a map says; nothing when there is none. */
    public static Map<String, Value> declared(
            Topology topology, Evaluator evaluator, Instance instance, String property) {
        NodeTemplate node = topology.node(instance.node());
        Value declared =
                node.type().properties().containsKey(property)
                        ? evaluator.property(node.name(), property)
                        : new Value.Nil();
        return open(declared) instanceof Value.Entries(var entries) ? entries : Map.of();
    }

    /** The address of an instance, with {@code http_path} and {@code headers} of such a map. */
    public static ServiceAddress of(Instance instance, Map<String, Value> fields) {
        Optional<Value> port =
                Optional.ofNullable(instance.attributes().get("endpoint/published_port"));
        Map<String, String> headers = new LinkedHashMap<>();
        if (open(fields.get("headers")) instanceof Value.Entries(var entries)) {
            entries.forEach((name, value) -> headers.put(name, value.asText()));
        }
        return new ServiceAddress(
                port.flatMap(_ ->
                                Optional.ofNullable(
                                        instance.attributes().get("endpoint/published_host")))
                        .map(Value::asText),
                port.map(value -> Integer.parseInt(value.asText())).orElse(0),
                Optional.ofNullable(fields.get("http_path"))
                        .map(Value::asText)
                        .filter(path -> !path.isEmpty()),
                headers);
    }

    /** The words of {@code command} in such a map; none when it has no such entry. */
    public static List<String> command(Map<String, Value> fields) {
        return open(fields.get("command")) instanceof Value.Items(var words)
                ? words.stream().map(Value::asText).toList()
                : List.of();
    }

    private static Value open(@Nullable Value value) {
        return switch (value) {
            case null -> new Value.Nil();
            case Value.Secret(var hidden) -> hidden;
            default -> value;
        };
    }

    @Override
    public String toString() {
        return host.orElse("nowhere") + ":" + port + httpPath.orElse("");
    }
}
