package floria.tosca.types;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Artifact;
import floria.tosca.model.InterfaceType;
import floria.tosca.model.Notification;
import floria.tosca.model.Operation;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Functions;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads operations, in a type or in a template (TOSCA 1.3 §3.6.16, §3.6.17). */
final class OperationReader {
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE / 2);

    private final TypeTable types;
    private final PropertyReader properties;
    private final ArtifactReader artifacts;
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;

    OperationReader(
            TypeTable types,
            PropertyReader properties,
            ArtifactReader artifacts,
            Problems problems) {
        this.types = types;
        this.properties = properties;
        this.artifacts = artifacts;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.values = new ValueReader(problems, types.version());
    }

    Operation read(
            Mapping.Entry entry,
            Optional<Operation> inherited,
            InterfaceType type,
            Mapping shared,
            Calling calling) {
        Mapping body = body(entry);
        boolean isMap = entry.value() instanceof Mapping;
        if (isMap) {
            forms.keynames(body, Construct.OPERATION, calling.file().version());
        }
        Node implementation =
                isMap ? body.get("implementation").orElse(null) : scalarOrNull(entry.value());
        Optional<Artifact> primary = inherited.flatMap(Operation::implementation);
        List<Artifact> dependencies = inherited.map(Operation::dependencies).orElse(List.of());
        Optional<Duration> timeout = inherited.flatMap(Operation::timeout);
        if (implementation != null && !implementation.isNull()) {
            if (implementation instanceof Mapping map) {
                forms.keynames(map, Construct.IMPLEMENTATION, calling.file().version());
                primary =
                        primary(map, calling)
                                .or(() -> inherited.flatMap(Operation::implementation));
                dependencies = dependencies(map, calling);
                timeout = timeout(map).or(() -> inherited.flatMap(Operation::timeout));
            } else {
                primary = artifact(implementation, "implementation", calling);
                dependencies = List.of();
            }
        }
        Map<String, PropertyDefinition> parameters = new LinkedHashMap<>(type.inputs());
        inherited.map(Operation::parameters).ifPresent(parameters::putAll);
        Map<String, Value> inputs = new LinkedHashMap<>();
        inherited.map(Operation::inputs).ifPresent(inputs::putAll);
        type.inputs()
                .forEach((name, input) ->
                        input.initial().ifPresent(value -> inputs.putIfAbsent(name, value)));
        inputs(shared, parameters, inputs, calling);
        inputs(forms.mapping(body, "inputs"), parameters, inputs, calling);
        Map<String, List<String>> outputs =
                new LinkedHashMap<>(inherited.map(Operation::outputs).orElse(Map.of()));
        outputs(body, outputs);
        return new Operation(
                entry.name(),
                primary,
                dependencies,
                parameters,
                inputs,
                outputs,
                timeout,
                entry.at());
    }

    /** An operation of a type, with the artifacts that the template has in their place. */
    Operation here(Operation inherited, Calling calling) {
        Optional<Artifact> primary = inherited.implementation().map(calling::here);
        List<Artifact> dependencies = inherited.dependencies().stream().map(calling::here).toList();
        if (primary.equals(inherited.implementation())
                && dependencies.equals(inherited.dependencies())) {
            return inherited;
        }
        return new Operation(
                inherited.name(),
                primary,
                dependencies,
                inherited.parameters(),
                inherited.inputs(),
                inherited.outputs(),
                inherited.timeout(),
                inherited.location());
    }

    /** An inherited operation with inputs that the interface has for all of its operations. */
    Operation withInputs(Operation operation, InterfaceType type, Mapping shared, Calling calling) {
        Map<String, PropertyDefinition> parameters = new LinkedHashMap<>(type.inputs());
        parameters.putAll(operation.parameters());
        Map<String, Value> inputs = new LinkedHashMap<>(operation.inputs());
        inputs(shared, parameters, inputs, calling);
        return new Operation(
                operation.name(),
                operation.implementation(),
                operation.dependencies(),
                parameters,
                inputs,
                operation.outputs(),
                operation.timeout(),
                operation.location());
    }

    /** A notification, in a type or in a template (TOSCA 1.3 §3.6.19). */
    Notification notification(
            Mapping.Entry entry, Optional<Notification> inherited, Calling calling) {
        Mapping body = body(entry);
        Optional<Artifact> primary = inherited.flatMap(Notification::implementation);
        List<Artifact> dependencies = inherited.map(Notification::dependencies).orElse(List.of());
        Node implementation =
                entry.value() instanceof Mapping
                        ? body.get("implementation").orElse(null)
                        : scalarOrNull(entry.value());
        if (entry.value() instanceof Mapping) {
            forms.keynames(body, Construct.NOTIFICATION, calling.file().version());
        }
        if (implementation instanceof Mapping map) {
            forms.keynames(map, Construct.IMPLEMENTATION, calling.file().version());
            primary = primary(map, calling);
            dependencies = dependencies(map, calling);
        } else if (implementation != null && !implementation.isNull()) {
            primary = artifact(implementation, "implementation", calling);
        }
        Map<String, List<String>> outputs =
                new LinkedHashMap<>(inherited.map(Notification::outputs).orElse(Map.of()));
        outputs(body, outputs);
        return new Notification(entry.name(), primary, dependencies, outputs, entry.at());
    }

    /** An interface type with further inputs, which are declared or given right away. */
    InterfaceType withInputs(InterfaceType type, Mapping section, Calling calling) {
        Map<String, PropertyDefinition> parameters = new LinkedHashMap<>(type.inputs());
        Map<String, Value> given = new LinkedHashMap<>();
        inputs(section, parameters, given, calling);
        given.forEach((name, value) ->
                parameters.compute(name, (_, known) -> initialised(name, known, value, section)));
        return new InterfaceType(
                type.name(),
                type.parent(),
                type.description(),
                type.metadata(),
                parameters,
                type.operations(),
                type.notifications(),
                type.location());
    }

    private static PropertyDefinition initialised(
            String name, @Nullable PropertyDefinition known, Value value, Mapping section) {
        return new PropertyDefinition(
                name,
                known == null ? ValueReader.anything() : known.schema(),
                false,
                Optional.of(value),
                false,
                known == null ? "" : known.description(),
                known == null ? Map.of() : known.metadata(),
                known == null ? section.location() : known.location());
    }

    private Mapping body(Mapping.Entry entry) {
        if (entry.value() instanceof Mapping mapping) {
            return mapping;
        }
        if (entry.value() instanceof Node.Sequence) {
            forms.expected(entry.value(), "operation '" + entry.name() + "'", "a file or a map");
        }
        return Mapping.empty(entry.at());
    }

    private static @Nullable Node scalarOrNull(Node node) {
        return node instanceof Node.Scalar scalar && !scalar.isNull() ? scalar : null;
    }

    private Optional<Artifact> primary(Mapping map, Calling calling) {
        if (map.has("file")) {
            Set<String> others =
                    Set.of("primary", "dependencies", "timeout", "operation_host", "invocation");
            return artifact(map.without(others), "implementation", calling);
        }
        return map.get("primary")
                .filter(node -> !node.isNull())
                .flatMap(node -> artifact(node, "'primary'", calling));
    }

    private List<Artifact> dependencies(Mapping map, Calling calling) {
        return several(map).stream()
                .flatMap(node -> artifact(node, "a dependency", calling).stream())
                .toList();
    }

    /** Dependencies are a list; one alone is tolerated. */
    private List<Node> several(Mapping map) {
        return map.get("dependencies").orElse(null) instanceof Node.Scalar one && !one.isNull()
                ? forms.names(map, "dependencies").stream().<Node>map(name -> name).toList()
                : forms.list(map, "dependencies");
    }

    private Optional<Artifact> artifact(Node node, String what, Calling calling) {
        if (node instanceof Mapping map) {
            return artifacts.described(
                    map.get("file")
                            .filter(Node.Scalar.class::isInstance)
                            .map(path -> ((Node.Scalar) path).text())
                            .orElse(what),
                    map,
                    Optional.empty(),
                    map.location(),
                    calling.file());
        }
        Optional<Node.Scalar> scalar = forms.scalar(node, what);
        return scalar.map(path -> artifact(path, calling));
    }

    private Artifact artifact(Node.Scalar path, Calling calling) {
        Artifact named = calling.artifacts().get(path.text());
        if (named != null) {
            return named;
        }
        boolean mayBeName =
                calling.definition() && !path.text().contains("/") && !path.text().contains(".");
        Optional<String> address = artifacts.address(path.text(), calling.file());
        return mayBeName && address.isEmpty()
                ? new Artifact(
                        path.text(),
                        Optional.empty(),
                        path.text(),
                        address,
                        Map.of(),
                        Artifact.Details.NONE,
                        path.location())
                : artifacts.script(path.text(), path, path.location(), calling.file());
    }

    private Optional<Duration> timeout(Mapping map) {
        Node.Scalar scalar = forms.scalar(map, "timeout").orElse(null);
        if (scalar == null) {
            return Optional.empty();
        }
        // Versions before 2.0 have a bare number of seconds here.
        Node.Scalar text =
                scalar.core() == Core.INT
                        ? new Node.Scalar(scalar.text() + " s", true, scalar.location())
                        : scalar;
        Schema schema =
                new Schema(Primitive.TIME.type(), Optional.empty(), Optional.empty(), List.of());
        return values.read(text, schema, Slot.unchecked("'timeout'"))
                .flatMap(value ->
                        value instanceof Value.Scalar(_, BigDecimal seconds, _)
                                ? Optional.of(
                                        Duration.ofMillis(
                                                seconds.movePointRight(3).min(LONGEST).longValue()))
                                : Optional.empty());
    }

    private void inputs(
            Mapping section,
            Map<String, PropertyDefinition> parameters,
            Map<String, Value> inputs,
            Calling calling) {
        for (Mapping.Entry entry : section.entries()) {
            String name = entry.name();
            if (calling.definition() && isDefinition(entry.value())) {
                properties
                        .definition(
                                entry,
                                PropertyReader.Kind.INPUT,
                                Optional.ofNullable(parameters.get(name)),
                                calling.file())
                        .ifPresent(definition -> {
                            parameters.put(name, definition);
                            definition.initial().ifPresent(value -> inputs.put(name, value));
                        });
                continue;
            }
            PropertyDefinition parameter = parameters.get(name);
            Slot slot =
                    new Slot(
                            "input '%s' of %s".formatted(name, calling.owner()),
                            Optional.ofNullable(parameter).map(PropertyDefinition::location),
                            calling.calls());
            if (parameter == null) {
                inputs.put(name, values.natural(entry.value(), slot));
            } else if (!entry.value().isNull()) {
                values.read(entry.value(), parameter.schema(), slot)
                        .ifPresent(value -> inputs.put(name, value));
            }
        }
    }

    /** In a type, inputs are declared; but real types also give them values right away. */
    private boolean isDefinition(Node node) {
        return node instanceof Mapping map
                && map.has("type")
                && !Functions.isCall(map, types.version());
    }

    private void outputs(Mapping body, Map<String, List<String>> outputs) {
        for (Mapping.Entry entry : forms.mapping(body, "outputs").entries()) {
            if (!(entry.value() instanceof Node.Sequence(List<Node> items, _))) {
                if (!(entry.value() instanceof Mapping)) {
                    forms.expected(
                            entry.value(),
                            "output '" + entry.name() + "'",
                            "a list such as [ SELF, attribute ]");
                }
                continue;
            }
            List<String> path = new ArrayList<>();
            for (Node item : items) {
                forms.scalar(item, "a part of the path").ifPresent(part -> path.add(part.text()));
            }
            if (path.size() < 2) {
                problems.error(
                        "wrong-form",
                        entry.value().location(),
                        "output '%s' needs a node and an attribute".formatted(entry.name()));
            } else {
                outputs.put(entry.name(), List.copyOf(path));
            }
        }
    }
}
