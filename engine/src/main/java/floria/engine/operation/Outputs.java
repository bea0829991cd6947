package floria.engine.operation;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.site.Channel;
import floria.site.Fault;
import floria.site.SiteException;
import floria.tosca.model.Operation;
import floria.tosca.value.Value;

/** Reads what an operation wrote to its output file, and says which attributes take it. */
final class Outputs {

    private Outputs() {}

    /**
     * The attributes that the outputs become, by instance and attribute. An output that the
     * operation maps ({@code outputs:}) goes where the mapping says, within the node itself; any
     * other becomes the attribute of its name.
     */
    static Map<String, Map<String, Value>> attributes(
            Channel channel, String file, Operation operation, Instance instance) {
        Map<String, Value> attributes = new HashMap<>();
        read(channel, file)
                .forEach((name, text) -> {
                    List<String> path =
                            operation.outputs().getOrDefault(name, List.of("SELF", name));
                    List<String> inner =
                            path.size() > 1 ? path.subList(1, path.size()) : List.of(name);
                    attributes.put(String.join("/", inner), value(text));
                });
        return attributes.isEmpty() ? Map.of() : Map.of(instance.id(), attributes);
    }

    /** What a workflow gave, by paths such as {@code [NODE, ATTRIBUTE]}. */
    static Map<String, Map<String, Value>> attributes(
            Channel channel, String file, Map<String, List<String>> paths, Instances instances) {
        Map<String, Map<String, Value>> attributes = new HashMap<>();
        read(channel, file)
                .forEach((name, text) -> {
                    List<String> path = paths.getOrDefault(name, List.of());
                    if (path.size() < 2) {
                        return;
                    }
                    for (Instance instance : instances.of(path.getFirst())) {
                        attributes
                                .computeIfAbsent(instance.id(), _ -> new HashMap<>())
                                .put(String.join("/", path.subList(1, path.size())), value(text));
                    }
                });
        return attributes;
    }

    /** Lines {@code name=value}; other lines are passed over. */
    static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        values.put(line.substring(0, equals).strip(), line.substring(equals + 1));
                    }
                });
        return values;
    }

    /** What was written; nothing when nothing was. */
    static Map<String, String> read(Channel channel, String file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            channel.get(file, bytes);
        } catch (SiteException e) {
            if (e.fault().kind() == Fault.Kind.NOT_FOUND) {
                return Map.of();
            }
            throw e;
        }
        return parse(bytes.toString(StandardCharsets.UTF_8));
    }

    private static Value value(String text) {
        if (text.matches("-?(0|[1-9][0-9]{0,17})")) {
            return new Value.Int(new BigInteger(text));
        }
        if (text.matches("-?[0-9]{1,17}\\.[0-9]{1,17}")) {
            return new Value.Real(new BigDecimal(text));
        }
        return Value.text(text);
    }
}
