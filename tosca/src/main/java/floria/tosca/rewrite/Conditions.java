package floria.tosca.rewrite;

import java.util.Optional;

import floria.tosca.edit.Changes;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Constraints become a {@code validation}, node filters and conditions boolean functions (TOSCA 2.0
 * §8.7.3, §9.10, §10.2).
 */
final class Conditions implements Rule {

    @Override
    public void rewrite(Element element, Changes changes, Situation situation) {
        switch (element.construct()) {
            case PROPERTY, PARAMETER, SCHEMA, DATA_TYPE -> {
                Mapping body = element.body();
                body.entry("constraints")
                        .filter(entry -> !entry.value().isNull() && !body.has("validation"))
                        .filter(_ -> !isRange(body))
                        .ifPresent(entry ->
                                replace(
                                        body,
                                        entry,
                                        "validation",
                                        Clauses.validation(entry.value()),
                                        changes));
            }
            case NODE_FILTER -> filter(element, changes);
            case STEP -> condition(element.body(), "filter", changes);
            case PRECONDITION -> condition(element.body(), "condition", changes);
            case TRIGGER -> {
                Mapping body = element.body();
                String key = body.has("condition") ? "condition" : "constraint";
                boolean clauses =
                        situation.source().refinesStrictly()
                                || body.get(key).filter(Clauses::isCondition).isPresent();
                boolean timed =
                        body.get(key).orElse(null) instanceof Mapping map && map.has("constraint");
                if (clauses && !timed) {
                    condition(body, key, changes);
                }
            }
            default -> {} // nothing else has any
        }
    }

    /** The functions of 2.0 compare nothing with the bounds of a range. */
    private static boolean isRange(Mapping body) {
        return body.get("type").orElse(null) instanceof Node.Scalar type
                && type.text().equals("range");
    }

    private static void filter(Element element, Changes changes) {
        Optional<Mapping.Entry> entry = element.entry();
        if (entry.isPresent()
                && element.in() instanceof Mapping in
                && element.value() instanceof Mapping filter
                && !Clauses.isFunction(filter)) {
            replace(in, entry.get(), entry.get().name(), Clauses.filter(filter), changes);
        }
    }

    private static void condition(Mapping body, String key, Changes changes) {
        Mapping.Entry entry = body.entry(key).orElse(null);
        if (entry != null
                && !(entry.value() instanceof Node.Scalar)
                && !Clauses.isFunction(entry.value())) {
            String fresh = key.equals("constraint") ? "condition" : key;
            replace(body, entry, fresh, Clauses.condition(entry.value()), changes);
        }
    }

    /** What no function says stays as it is. */
    private static void replace(
            Mapping in, Mapping.Entry entry, String key, Node function, Changes changes) {
        if (Clauses.isWhole(function)) {
            changes.replace(in, entry, key, function);
        }
    }
}
