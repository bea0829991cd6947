package floria.tosca.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads values that are given to properties and attributes, and fills defaults in. */
final class Assignments {
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;
    private final Version version;

    /** By the properties that a type has, which come again with every template of it. */
    private final IdentityHashMap<Map<String, PropertyDefinition>, Defaults> defaults =
            new IdentityHashMap<>();

    /**
     * What properties are when nothing is given.
     *
     * @param needed those that must then be given
     */
    private record Defaults(Map<String, Value> values, List<PropertyDefinition> needed) {
        static Defaults of(Map<String, PropertyDefinition> definitions) {
            Map<String, Value> values = new LinkedHashMap<>();
            List<PropertyDefinition> needed = new ArrayList<>();
            for (PropertyDefinition definition : definitions.values()) {
                if (definition.initial().isPresent()) {
                    values.put(definition.name(), definition.initial().get());
                } else if (definition.required() && definition.generated().isEmpty()) {
                    needed.add(definition);
                }
            }
            return new Defaults(
                    values.isEmpty() ? Map.of() : Collections.unmodifiableMap(values),
                    List.copyOf(needed));
        }
    }

    Assignments(Problems problems, Forms forms, ValueReader values, Version version) {
        this.problems = problems;
        this.forms = forms;
        this.values = values;
        this.version = version;
    }

    /** Values of {@code properties} by name; {@code owner} is such as {@code node 'web'}. */
    Map<String, Value> properties(
            Mapping body,
            Map<String, PropertyDefinition> definitions,
            String owner,
            Location at,
            Slot.Calls calls) {
        return properties(body, definitions, owner, at, calls, true);
    }

    /**
     * The same.
     *
     * @param complete whether a mandatory property must have a value
     */
    Map<String, Value> properties(
            Mapping body,
            Map<String, PropertyDefinition> definitions,
            String owner,
            Location at,
            Slot.Calls calls,
            boolean complete) {
        Mapping section = forms.mapping(body, "properties");
        if (section.entries().isEmpty()) {
            return complete ? completed(section, Map.of(), definitions, owner, at) : Map.of();
        }
        Map<String, Value> given = new LinkedHashMap<>();
        for (Mapping.Entry entry : section.entries()) {
            PropertyDefinition definition = definitions.get(entry.name());
            Slot slot = slot("property", entry, owner, definition, calls);
            if (definition == null) {
                undeclared("property", entry, owner, definitions);
                given.put(entry.name(), values.natural(entry.value(), slot));
            } else if (!entry.value().isNull() || isNil(definition)) {
                Optional<Value> value = values.read(entry.value(), definition.schema(), slot);
                if (value.isPresent()) {
                    fixed(definition, value.get(), entry, owner);
                    given.put(entry.name(), value.get());
                }
            }
        }
        return complete
                ? completed(section, given, definitions, owner, at)
                : given.isEmpty() ? Map.of() : Collections.unmodifiableMap(given);
    }

    /** Values of {@code attributes} by name, which an attribute has until something sets it. */
    Map<String, Value> attributes(
            Mapping body,
            Map<String, PropertyDefinition> definitions,
            String owner,
            Slot.Calls calls) {
        List<Mapping.Entry> written = forms.mapping(body, "attributes").entries();
        if (written.isEmpty()) {
            return Map.of();
        }
        Map<String, Value> given = new LinkedHashMap<>();
        for (Mapping.Entry entry : written) {
            PropertyDefinition definition = definitions.get(entry.name());
            Slot slot = slot("attribute", entry, owner, definition, calls);
            if (definition == null) {
                undeclared("attribute", entry, owner, definitions);
            } else if (!entry.value().isNull()) {
                values.read(value(entry.value()), definition.schema(), slot)
                        .ifPresent(value -> given.put(entry.name(), value));
            }
        }
        return given.isEmpty() ? Map.of() : Collections.unmodifiableMap(given);
    }

    /** Whether all of {@code definitions} may be left out. */
    boolean needNothing(Map<String, PropertyDefinition> definitions) {
        return defaults.computeIfAbsent(definitions, Defaults::of).needed().isEmpty();
    }

    /** A type whose only value is that there is none. */
    private static boolean isNil(PropertyDefinition definition) {
        return Primitive.of(definition.schema().type()).filter(Primitive.NIL::equals).isPresent();
    }

    private static Slot slot(
            String what,
            Mapping.Entry entry,
            String owner,
            @Nullable PropertyDefinition definition,
            Slot.Calls calls) {
        return new Slot(
                () -> what + " '" + entry.name() + "' of " + owner,
                Optional.ofNullable(definition).map(PropertyDefinition::location),
                calls);
    }

    /** An attribute's value may come with a description (TOSCA 1.3 §3.6.14.2). */
    private static Node value(Node written) {
        return written instanceof Mapping map && map.has("description") && map.has("value")
                ? map.get("value").orElse(written)
                : written;
    }

    /**
     * What is written almost like something declared is a slip. Anything else may be meant for a
     * type that knows it, and real templates have it.
     */
    private void undeclared(
            String what,
            Mapping.Entry entry,
            String owner,
            Map<String, PropertyDefinition> definitions) {
        boolean slip = problems.isSlip(entry.name(), definitions.keySet());
        problems.graded(
                        slip || !version.isSimple(),
                        "unknown-" + what,
                        entry.at(),
                        "%s has no %s '%s'".formatted(owner, what, entry.name()))
                .nearest(entry.name(), definitions.keySet());
    }

    private void fixed(
            PropertyDefinition definition, Value value, Mapping.Entry entry, String owner) {
        if (definition.fixed() && !definition.initial().equals(Optional.of(value))) {
            problems.error(
                            "fixed-value",
                            entry.at(),
                            "property '%s' of %s has a fixed value".formatted(entry.name(), owner))
                    .related(definition.location(), "fixed here");
        }
    }

    private Map<String, Value> completed(
            Mapping section,
            Map<String, Value> given,
            Map<String, PropertyDefinition> definitions,
            String owner,
            Location at) {
        Defaults otherwise = defaults.computeIfAbsent(definitions, Defaults::of);
        for (PropertyDefinition definition : otherwise.needed()) {
            String name = definition.name();
            // One that is written, but not as it should be, was reported.
            if (!given.containsKey(name) && section.get(name).map(Node::isNull).orElse(true)) {
                problems.error(
                                "missing-property",
                                at,
                                "%s needs the property '%s'".formatted(owner, name))
                        .related(definition.location(), "required here");
            }
        }
        if (given.isEmpty()) {
            return otherwise.values();
        }
        otherwise.values().forEach(given::putIfAbsent);
        return Collections.unmodifiableMap(given);
    }
}
