package floria.tosca.types;

import java.util.Collections;
import java.util.IdentityHashMap;
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
import floria.tosca.model.Notification;
import floria.tosca.model.Operation;
import floria.tosca.problem.Problems;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Reads interfaces of types and templates (TOSCA 1.3 §3.6.20, §3.7.5), with operations at the level
 * of the interface or under {@code operations}.
 */
public final class InterfaceReader {
    /** Keynames of other types, which no operation is called by. */
    private static final Set<String> OTHERS =
            Set.of("properties", "attributes", "capabilities", "requirements", "artifacts");

    private static final Set<String> KEYNAMES =
            Set.of(
                    "type",
                    "derived_from",
                    "version",
                    "description",
                    "inputs",
                    "operations",
                    "notifications",
                    "metadata");

    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final OperationReader operations;

    /** What templates have that change nothing in the interfaces of their type, by those. */
    private final IdentityHashMap<
                    Map<String, InterfaceDefinition>, Map<String, NodeTemplate.Interface>>
            unchanged = new IdentityHashMap<>();

    InterfaceReader(TypeTable types, OperationReader operations, Problems problems) {
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.operations = operations;
    }

    /** What an interface can do. */
    record Parts(Map<String, Operation> operations, Map<String, Notification> notifications) {}

    /** The parts that the declaration of an interface type adds to what it inherits. */
    Parts ofType(InterfaceType type, Mapping body, Calling calling) {
        Mapping.Entry entry =
                new Mapping.Entry(new Node.Scalar(type.name(), true, type.location()), body);
        return parts(
                entry,
                body,
                type,
                new Parts(type.operations(), type.notifications()),
                calling,
                Construct.INTERFACE_TYPE);
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
            InterfaceType type = type(entry, body, before, calling, false);
            if (type != null) {
                Parts parts =
                        parts(
                                entry,
                                body,
                                type,
                                before == null
                                        ? new Parts(type.operations(), type.notifications())
                                        : new Parts(before.operations(), before.notifications()),
                                calling,
                                Construct.INTERFACE_DEFINITION);
                all.put(
                        name,
                        new InterfaceDefinition(
                                name, type, parts.operations(), parts.notifications(), entry.at()));
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /** The interfaces of a template of a type that has {@code defined}. */
    public Map<String, NodeTemplate.Interface> assignments(
            Mapping parent, Map<String, InterfaceDefinition> defined, Calling calling) {
        if (!parent.has("interfaces") && calling.artifacts().isEmpty()) {
            return unchanged.computeIfAbsent(defined, _ -> asDefined(defined, calling));
        }
        Map<String, NodeTemplate.Interface> all = new LinkedHashMap<>(asDefined(defined, calling));
        for (Mapping.Entry entry : forms.mapping(parent, "interfaces").entries()) {
            String name = known(entry.name(), defined);
            Mapping body = body(entry);
            InterfaceDefinition before = defined.get(name);
            InterfaceType type = type(entry, body, before, calling, defined.isEmpty());
            if (type != null) {
                NodeTemplate.Interface inherited = all.get(name);
                Parts parts =
                        parts(
                                entry,
                                body,
                                type,
                                inherited == null
                                        ? new Parts(type.operations(), type.notifications())
                                        : new Parts(
                                                inherited.operations(), inherited.notifications()),
                                calling,
                                Construct.INTERFACE_DEFINITION);
                all.put(
                        name,
                        new NodeTemplate.Interface(
                                type, parts.operations(), parts.notifications()));
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private Map<String, NodeTemplate.Interface> asDefined(
            Map<String, InterfaceDefinition> defined, Calling calling) {
        Map<String, NodeTemplate.Interface> all = new LinkedHashMap<>();
        defined.forEach((name, definition) -> all.put(name, here(definition, calling)));
        return Collections.unmodifiableMap(all);
    }

    /** An interface as its type has it, with the artifacts of the template in their place. */
    private NodeTemplate.Interface here(InterfaceDefinition definition, Calling calling) {
        if (calling.artifacts().isEmpty()) {
            return new NodeTemplate.Interface(
                    definition.type(), definition.operations(), definition.notifications());
        }
        Map<String, Operation> here = new LinkedHashMap<>();
        definition
                .operations()
                .forEach((name, operation) -> here.put(name, operations.here(operation, calling)));
        return new NodeTemplate.Interface(
                definition.type(), Collections.unmodifiableMap(here), definition.notifications());
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
    private String known(String written, Map<String, InterfaceDefinition> defined) {
        if (defined.containsKey(written)) {
            return written;
        }
        String full = TypeKind.INTERFACE.longName(written, types.version());
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
            Calling calling,
            boolean open) {
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
        // A type that says nothing of interfaces is often one that leaves them to its templates.
        problems.graded(
                        calling.definition() || !open,
                        calling.definition() ? "missing-keyname" : "unknown-interface",
                        entry.at(),
                        calling.definition()
                                ? "interface '%s' needs a 'type'".formatted(entry.name())
                                : "%s has no interface '%s'"
                                        .formatted(calling.owner(), entry.name()))
                .nearest(entry.name(), List.of("Standard", "Configure"));
        return null;
    }

    private Parts parts(
            Mapping.Entry entry,
            Mapping body,
            InterfaceType type,
            Parts inherited,
            Calling calling,
            Construct construct) {
        Map<String, Operation> all = new LinkedHashMap<>(inherited.operations());
        Map<String, Notification> notifications = new LinkedHashMap<>(inherited.notifications());
        InterfaceType shared = withInputs(type, body, calling);
        Mapping inputs = calling.definition() ? Mapping.empty(entry.at()) : inputs(body);
        Set<String> here = new LinkedHashSet<>();
        for (Mapping.Entry written : forms.mapping(body, "notifications").entries()) {
            notifications.put(
                    written.name(),
                    operations.notification(
                            written,
                            Optional.ofNullable(inherited.notifications().get(written.name())),
                            calling));
        }
        for (Mapping.Entry written : written(body, calling, construct)) {
            String name = written.name();
            if (OTHERS.contains(name)) {
                problems.error(
                                "unknown-keyname",
                                written.at(),
                                "a %s has no keyname '%s'".formatted(construct.title(), name))
                        .hint("its operations have inputs");
                continue;
            }
            // Real templates list the notifications among the operations.
            if (inherited.notifications().containsKey(name) && !all.containsKey(name)) {
                notifications.put(
                        name,
                        operations.notification(
                                written,
                                Optional.ofNullable(inherited.notifications().get(name)),
                                calling));
                continue;
            }
            if (!all.containsKey(name) && !calling.definition()) {
                problems.error(
                                "unknown-operation",
                                written.at(),
                                "interface '%s' of %s has no operation '%s'"
                                        .formatted(entry.name(), calling.owner(), name))
                        .nearest(name, all.keySet())
                        .related(type.location(), "the interface type is here");
                continue;
            }
            here.add(name);
            all.put(
                    name,
                    operations.read(
                            written,
                            Optional.ofNullable(inherited.operations().get(name)),
                            shared,
                            inputs,
                            calling));
        }
        if (!inputs(body).entries().isEmpty()) {
            inherited
                    .operations()
                    .forEach((name, operation) -> {
                        if (!here.contains(name)) {
                            all.put(
                                    name,
                                    operations.withInputs(operation, shared, inputs, calling));
                        }
                    });
        }
        return new Parts(
                Collections.unmodifiableMap(all), Collections.unmodifiableMap(notifications));
    }

    private Mapping inputs(Mapping body) {
        return forms.mapping(body, "inputs");
    }

    /** The type with the inputs that an interface of it declares for all operations. */
    private InterfaceType withInputs(InterfaceType type, Mapping body, Calling calling) {
        return calling.definition() && !inputs(body).entries().isEmpty()
                ? operations.withInputs(type, inputs(body), calling)
                : type;
    }

    private List<Mapping.Entry> written(Mapping body, Calling calling, Construct construct) {
        if (body.has("operations")) {
            forms.keynames(body, construct, calling.file().version());
            return forms.mapping(body, "operations").entries();
        }
        if (!calling.file().version().isSimple()) {
            forms.keynames(body, construct, calling.file().version());
            return List.of();
        }
        return body.entries().stream().filter(entry -> !KEYNAMES.contains(entry.name())).toList();
    }
}
