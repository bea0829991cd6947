package floria.tosca.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.InterfaceDefinition;
import floria.tosca.model.InterfaceType;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Operation;
import floria.tosca.problem.Problems;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Reads interfaces of types and templates (TOSCA 1.3 §3.6.20, §3.7.5), with operations at the level
 * of the interface or under {@code operations}.
 */
public final class InterfaceReader {
    private static final Set<String> KEYNAMES =
            Set.of("type", "description", "inputs", "operations", "notifications", "metadata");

    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final OperationReader operations;

    InterfaceReader(TypeTable types, OperationReader operations, Problems problems) {
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems);
        this.operations = operations;
    }

    /** The interfaces that a type declares, added to those it inherits. */
    Map<String, InterfaceDefinition> definitions(
            Mapping parent, Map<String, InterfaceDefinition> inherited, Calling calling) {
        Mapping section = forms.mapping(parent, "interfaces");
        if (section.entries().isEmpty()) {
            return inherited;
        }
        Map<String, InterfaceDefinition> all = new LinkedHashMap<>(inherited);
        for (Mapping.Entry entry : section.entries()) {
            String name = known(entry.name(), inherited);
            Mapping body = body(entry);
            InterfaceDefinition before = inherited.get(name);
            InterfaceType type = type(entry, body, before, calling);
            if (type != null) {
                Map<String, Operation> read =
                        operations(
                                entry,
                                body,
                                type,
                                before == null ? Map.of() : before.operations(),
                                calling);
                all.put(name, new InterfaceDefinition(name, type, read, entry.at()));
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /** The interfaces of a template of a type that has {@code defined}. */
    public Map<String, NodeTemplate.Interface> assignments(
            Mapping parent, Map<String, InterfaceDefinition> defined, Calling calling) {
        Map<String, NodeTemplate.Interface> all = new LinkedHashMap<>();
        defined.forEach((name, definition) -> {
            Map<String, Operation> here = new LinkedHashMap<>();
            definition
                    .operations()
                    .forEach((key, op) -> here.put(key, operations.here(op, calling)));
            all.put(name, new NodeTemplate.Interface(definition.type(), here));
        });
        for (Mapping.Entry entry : forms.mapping(parent, "interfaces").entries()) {
            String name = known(entry.name(), defined);
            Mapping body = body(entry);
            InterfaceDefinition before = defined.get(name);
            InterfaceType type = type(entry, body, before, calling);
            if (type != null) {
                NodeTemplate.Interface inherited = all.get(name);
                all.put(
                        name,
                        new NodeTemplate.Interface(
                                type,
                                operations(
                                        entry,
                                        body,
                                        type,
                                        inherited == null ? Map.of() : inherited.operations(),
                                        calling)));
            }
        }
        return all;
    }

    private Mapping body(Mapping.Entry entry) {
        return entry.value().isNull()
                ? Mapping.empty(entry.at())
                : forms.mapping(entry.value(), "interface '" + entry.name() + "'")
                        .orElse(Mapping.empty(entry.at()));
    }

    /**
     * The name that an interface has in its type; it may be written as the name of its own type.
     */
    private static String known(String written, Map<String, InterfaceDefinition> defined) {
        if (defined.containsKey(written)) {
            return written;
        }
        String full = TypeKind.INTERFACE.longName(written);
        for (InterfaceDefinition definition : defined.values()) {
            if (definition.type().name().equals(written) || definition.type().name().equals(full)) {
                return definition.name();
            }
        }
        return written;
    }

    private @Nullable InterfaceType type(
            Mapping.Entry entry,
            Mapping body,
            @Nullable InterfaceDefinition before,
            Calling calling) {
        Node.Scalar name = forms.scalar(body, "type").orElse(null);
        if (name != null) {
            InterfaceType type = types.interfaceType(name, calling.file()).orElse(null);
            if (type != null && before != null && !type.isA(before.type().name())) {
                problems.graded(
                                calling.file().version().refinesStrictly(),
                                "bad-refinement",
                                name.location(),
                                "interface '%s' is of type %s; %s does not derive from it"
                                        .formatted(entry.name(), before.type().name(), type.name()))
                        .related(before.location(), "declared here");
            }
            return type;
        }
        if (before != null) {
            return before.type();
        }
        if (types.has(TypeKind.INTERFACE, entry.name(), calling.file())) {
            return types.interfaceType(
                            new Node.Scalar(entry.name(), true, entry.at()), calling.file())
                    .orElse(null);
        }
        problems.error(
                        calling.definition() ? "missing-keyname" : "unknown-interface",
                        entry.at(),
                        calling.definition()
                                ? "interface '%s' needs a 'type'".formatted(entry.name())
                                : "%s has no interface '%s'"
                                        .formatted(calling.owner(), entry.name()))
                .nearest(entry.name(), List.of("Standard", "Configure"));
        return null;
    }

    private Map<String, Operation> operations(
            Mapping.Entry entry,
            Mapping body,
            InterfaceType type,
            Map<String, Operation> inherited,
            Calling calling) {
        Map<String, Operation> all = new LinkedHashMap<>(inherited);
        Set<String> known = new LinkedHashSet<>(type.operations());
        known.addAll(inherited.keySet());
        Mapping shared = forms.mapping(body, "inputs");
        for (Mapping.Entry operation : written(body, calling)) {
            String name = operation.name();
            if (!known.contains(name) && !calling.definition()) {
                problems.error(
                                "unknown-operation",
                                operation.at(),
                                "interface '%s' of %s has no operation '%s'"
                                        .formatted(entry.name(), calling.owner(), name))
                        .nearest(name, known)
                        .related(type.location(), "the interface type is here");
                continue;
            }
            all.put(
                    name,
                    operations.read(
                            operation,
                            Optional.ofNullable(inherited.get(name)),
                            type,
                            shared,
                            calling));
        }
        if (!shared.entries().isEmpty()) {
            Set<String> here = new LinkedHashSet<>();
            written(body, calling).forEach(operation -> here.add(operation.name()));
            inherited.forEach((name, operation) -> {
                if (!here.contains(name)) {
                    all.put(name, operations.withInputs(operation, type, shared, calling));
                }
            });
        }
        return Collections.unmodifiableMap(all);
    }

    private List<Mapping.Entry> written(Mapping body, Calling calling) {
        if (body.has("operations")) {
            if (!calling.file().version().isSimple()) {
                forms.keynames(body, Construct.INTERFACE_DEFINITION, calling.file().version());
            }
            Mapping section = forms.mapping(body, "operations");
            return section.entries();
        }
        return body.entries().stream().filter(entry -> !KEYNAMES.contains(entry.name())).toList();
    }
}
