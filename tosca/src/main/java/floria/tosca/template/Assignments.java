package floria.tosca.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import floria.tosca.grammar.Forms;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;

/** Reads values that are given to properties, and fills defaults in. */
final class Assignments {
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;

    Assignments(Problems problems) {
        this.problems = problems;
        this.forms = new Forms(problems);
        this.values = new ValueReader(problems);
    }

    /** Values of {@code key} by name; {@code owner} is such as {@code node 'web'}. */
    Map<String, Value> read(
            Mapping body,
            String key,
            Map<String, PropertyDefinition> definitions,
            String owner,
            Location at,
            Slot.Calls calls) {
        Map<String, Value> given = new LinkedHashMap<>();
        Mapping section = forms.mapping(body, key);
        for (Mapping.Entry entry : section.entries()) {
            PropertyDefinition definition = definitions.get(entry.name());
            if (definition == null) {
                problems.error(
                                "unknown-property",
                                entry.at(),
                                "%s has no property '%s'".formatted(owner, entry.name()))
                        .nearest(entry.name(), definitions.keySet());
            } else if (!entry.value().isNull()) {
                Slot slot =
                        new Slot(
                                "property '%s' of %s".formatted(entry.name(), owner),
                                Optional.of(definition.location()),
                                calls);
                values.read(entry.value(), definition.schema(), slot)
                        .ifPresent(value -> given.put(entry.name(), value));
            }
        }
        return complete(section, given, definitions, owner, at);
    }

    private Map<String, Value> complete(
            Mapping section,
            Map<String, Value> given,
            Map<String, PropertyDefinition> definitions,
            String owner,
            Location at) {
        for (PropertyDefinition definition : definitions.values()) {
            String name = definition.name();
            if (given.containsKey(name)) {
                continue;
            }
            boolean written = section.get(name).map(node -> !node.isNull()).orElse(false);
            definition.initial().ifPresent(value -> given.put(name, value));
            if (!written
                    && definition.required()
                    && definition.initial().isEmpty()
                    && definition.generated().isEmpty()) {
                problems.error(
                                "missing-property",
                                at,
                                "%s needs the property '%s'".formatted(owner, name))
                        .related(definition.location(), "required here");
            }
        }
        return given.isEmpty() ? Map.of() : Collections.unmodifiableMap(given);
    }
}
