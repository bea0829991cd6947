package floria.tosca.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import floria.tosca.model.PropertyDefinition;
import floria.tosca.value.Value;

/** Keeps what a schema calls secret from being printed. */
final class Secrets {

    private Secrets() {}

    /** The parts of a value that its schema calls secret, wrapped. */
    static Value sealed(Value value, PropertyDefinition.Schema schema) {
        if (schema.type().isA(PropertyDefinition.SECRET_TYPE)) {
            return secret(value);
        }
        return switch (value) {
            case Value.Items(List<Value> items) ->
                    schema.entry()
                            .<Value>map(entry ->
                                    new Value.Items(
                                            items.stream()
                                                    .map(item -> sealed(item, entry))
                                                    .toList()))
                            .orElse(value);
            case Value.Entries(Map<String, Value> entries) -> {
                Map<String, Value> all = new LinkedHashMap<>();
                entries.forEach((key, entry) -> {
                    PropertyDefinition field = schema.type().fields().get(key);
                    all.put(
                            key,
                            field != null
                                    ? sealed(entry, field.schema())
                                    : schema.entry()
                                            .map(each -> sealed(entry, each))
                                            .orElse(entry));
                });
                yield new Value.Entries(all);
            }
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _,
                    Value.Secret _ ->
                    value;
        };
    }

    static Value secret(Value value) {
        return value instanceof Value.Call ? value : new Value.Secret(value);
    }
}
