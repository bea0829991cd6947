package floria.tosca.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.model.Condition;
import floria.tosca.model.InterfaceDefinition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.NodeType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.model.Substitution;
import floria.tosca.model.Substitution.Property;
import floria.tosca.model.Substitution.Required;
import floria.tosca.model.Substitution.Target;
import floria.tosca.problem.Location;
import floria.tosca.schema.Slot;
import floria.tosca.types.Place;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads substitution mappings (TOSCA 1.3 §3.8.8 to §3.8.13, 2.0 §14). */
final class SubstitutionReader {
    private final Setting setting;
    private final Templates templates;
    private final Set<String> inputs;
    private final Set<String> outputs;
    private final Set<String> workflows;

    SubstitutionReader(
            Setting setting,
            Templates templates,
            Set<String> inputs,
            Set<String> outputs,
            Set<String> workflows) {
        this.setting = setting;
        this.templates = templates;
        this.inputs = inputs;
        this.outputs = outputs;
        this.workflows = workflows;
    }

    Optional<Substitution> read(Mapping section) {
        Mapping.Entry entry = section.entry("substitution_mappings").orElse(null);
        if (entry == null || entry.value().isNull()) {
            return Optional.empty();
        }
        Mapping body = setting.forms().mapping(section, "substitution_mappings");
        setting.forms().keynames(body, Construct.SUBSTITUTION, setting.file().version());
        Node.Scalar name = setting.forms().scalar(body, "node_type").orElse(null);
        if (name == null) {
            setting.problems()
                    .error(
                            "missing-keyname",
                            entry.at(),
                            "'substitution_mappings' needs a 'node_type'");
            return Optional.empty();
        }
        return setting.types()
                .node(name, setting.file())
                .map(type -> read(body, type, entry.at(), name));
    }

    private Substitution read(Mapping body, NodeType type, Location at, Node.Scalar name) {
        Map<String, Property> properties = properties(body, type);
        implicit(type, properties, name);
        return new Substitution(
                type,
                filter(body, type),
                properties,
                attributes(body, type),
                capabilities(body, type),
                requirements(body, type),
                interfaces(body, type),
                at);
    }

    /** A filter, which 2.0 drafts write as a list of one. */
    private Optional<Condition> filter(Mapping body, NodeType type) {
        Node node = body.get("substitution_filter").orElse(null);
        if (node instanceof Node.Sequence) {
            return setting.types().conditions().condition(node, new Place.Elsewhere());
        }
        return node == null
                ? Optional.empty()
                : setting.types()
                        .conditions()
                        .filter(
                                new Mapping(
                                        List.of(
                                                new Mapping.Entry(
                                                        new Node.Scalar(
                                                                "node_filter",
                                                                true,
                                                                node.location()),
                                                        node)),
                                        node.location()),
                                Optional.of(type.name()),
                                Optional.empty(),
                                setting.file(),
                                new Place.Elsewhere());
    }

    private boolean declared(
            Mapping.Entry entry, String what, NodeType type, Collection<String> known) {
        if (known.contains(entry.name())) {
            return true;
        }
        setting.problems()
                .error(
                        "unknown-" + what,
                        entry.at(),
                        "node type '%s' has no %s '%s'"
                                .formatted(type.name(), what, Forms.shortened(entry.name())))
                .nearest(entry.name(), known)
                .member(entry.name(), type.places())
                .related(type.location(), "the node type is here");
        return false;
    }

    private Map<String, Property> properties(Mapping body, NodeType type) {
        Map<String, Property> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : setting.forms().mapping(body, "properties").entries()) {
            PropertyDefinition definition = type.properties().get(entry.name());
            if (definition == null) {
                declared(entry, "property", type, type.properties().keySet());
            } else {
                property(entry, definition).ifPresent(found -> all.put(entry.name(), found));
            }
        }
        return all;
    }

    private Optional<Property> property(Mapping.Entry entry, PropertyDefinition definition) {
        Node node = mapped(entry.value());
        List<String> path = path(node);
        if (path.size() == 1
                && (node instanceof Node.Sequence || inputs.contains(path.getFirst()))) {
            if (!inputs.contains(path.getFirst())) {
                unknown("unknown-input", "input", node.location(), path.getFirst(), inputs);
            }
            return Optional.of(new Property.Input(path.getFirst()));
        }
        if (path.size() > 1 && templates.names().contains(path.getFirst())) {
            return Optional.of(new Property.Inside(path));
        }
        Slot slot =
                new Slot(
                        "property '" + entry.name() + "'",
                        Optional.of(definition.location()),
                        setting.calls(new Place.InTopology("substitution_mappings")));
        Node value =
                node instanceof Mapping map && map.has("value")
                        ? map.get("value").orElseThrow()
                        : node;
        return setting.values().read(value, definition.schema(), slot).map(Property.Fixed::new);
    }

    /** The long form has the mapping under a key of its own. */
    private static Node mapped(Node node) {
        return node instanceof Mapping map ? map.get("mapping").orElse(node) : node;
    }

    private static List<String> path(Node node) {
        return switch (node) {
            case Node.Scalar scalar when !scalar.isNull() -> List.of(scalar.text());
            case Node.Sequence(List<Node> items, _)
                    when items.stream().allMatch(Node.Scalar.class::isInstance) ->
                    items.stream().map(item -> ((Node.Scalar) item).text()).toList();
            case Node.Scalar _, Node.Sequence _, Mapping _ -> List.of();
        };
    }

    /** Before 1.2 a property became the input of its name, so that one has to be there. */
    private void implicit(NodeType type, Map<String, Property> mapped, Node.Scalar name) {
        if (setting.file().version().isAtLeast(Version.SIMPLE_1_2)) {
            return;
        }
        for (PropertyDefinition property : type.properties().values()) {
            if (property.required()
                    && property.initial().isEmpty()
                    && !mapped.containsKey(property.name())
                    && !inputs.contains(property.name())) {
                setting.problems()
                        .error(
                                "missing-input",
                                name.location(),
                                "'%s' needs the property '%s', and this template has no input '%s'"
                                        .formatted(type.name(), property.name(), property.name()))
                        .related(property.location(), "required here");
            }
        }
    }

    private Map<String, List<String>> attributes(Mapping body, NodeType type) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : setting.forms().mapping(body, "attributes").entries()) {
            if (declared(entry, "attribute", type, type.attributes().keySet())) {
                Node node = mapped(entry.value());
                List<String> path = path(node);
                if (path.isEmpty()) {
                    setting.forms()
                            .expected(node, "attribute '" + entry.name() + "'", "a list of names");
                } else if (path.size() == 1
                        && setting.file().version().isSimple()
                        && !outputs.contains(path.getFirst())
                        && inputs.contains(path.getFirst())) {
                    setting.problems()
                            .tolerated(
                                    "unknown-output",
                                    node.location(),
                                    "'%s' is an input; an attribute is mapped to an output"
                                            .formatted(path.getFirst()));
                } else if (path.size() == 1 && !outputs.contains(path.getFirst())) {
                    unknown("unknown-output", "output", node.location(), path.getFirst(), outputs);
                } else {
                    all.put(entry.name(), path);
                }
            }
        }
        return all;
    }

    private Map<String, Target> capabilities(Mapping body, NodeType type) {
        Map<String, Target> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : setting.forms().mapping(body, "capabilities").entries()) {
            if (declared(entry, "capability", type, type.capabilities().keySet())
                    && !isValues(entry.value())) {
                target(entry, "capability", node -> node.type().capabilities().keySet())
                        .ifPresent(target -> all.put(entry.name(), target));
            }
        }
        return all;
    }

    /** Instead of a mapping, 1.x may give values. */
    private static boolean isValues(Node node) {
        return node instanceof Mapping map
                && !map.has("mapping")
                && (map.has("properties") || map.has("attributes"));
    }

    private List<Required> requirements(Mapping body, NodeType type) {
        List<String> known = type.requirements().stream().map(RequirementDefinition::name).toList();
        List<Mapping.Entry> entries =
                body.get("requirements").orElse(null) instanceof Node.Sequence
                        ? setting.forms().singles(body, "requirements")
                        : setting.forms().mapping(body, "requirements").entries();
        List<Required> all = new ArrayList<>();
        for (Mapping.Entry entry : entries) {
            Mapping.Entry plain = withoutCount(entry);
            if (declared(plain, "requirement", type, known) && !isValues(entry.value())) {
                for (Node mapping : several(entry.value())) {
                    target(
                                    new Mapping.Entry(plain.key(), mapping),
                                    "requirement",
                                    node ->
                                            node.type().requirements().stream()
                                                    .map(RequirementDefinition::name)
                                                    .toList())
                            .ifPresent(target ->
                                    all.add(new Required(plain.name(), count(entry), target)));
                }
            }
        }
        return all;
    }

    /** A requirement may be mapped to several at once (2.0 §14.5). */
    private static List<Node> several(Node node) {
        return node instanceof Node.Sequence(List<Node> items, _)
                        && !items.isEmpty()
                        && items.stream().allMatch(Node.Sequence.class::isInstance)
                ? items
                : List.of(node);
    }

    /** A name may come with the number of times that it is meant, as {@code [ name, 2 ]}. */
    private static Mapping.Entry withoutCount(Mapping.Entry entry) {
        return entry.key() instanceof Node.Sequence(List<Node> items, _) && items.size() == 2
                ? new Mapping.Entry(items.getFirst(), entry.value())
                : entry;
    }

    private static Optional<String> count(Mapping.Entry entry) {
        return entry.key() instanceof Node.Sequence(List<Node> items, _)
                        && items.size() == 2
                        && items.get(1) instanceof Node.Scalar count
                ? Optional.of(count.text())
                : Optional.empty();
    }

    private Optional<Target> target(
            Mapping.Entry entry,
            String what,
            java.util.function.Function<NodeTemplate, Collection<String>> names) {
        Node node = mapped(entry.value());
        List<String> path = path(node);
        if (path.isEmpty() || path.size() > 2) {
            setting.forms()
                    .expected(
                            node,
                            "%s '%s'".formatted(what, entry.name()),
                            "a list such as [ NODE, %s ]"
                                    .formatted(what.toUpperCase(java.util.Locale.ROOT)));
            return Optional.empty();
        }
        String name = path.getFirst();
        if (!templates.names().contains(name)) {
            unknown("unknown-node", "node template", node.location(), name, templates.names());
            return Optional.empty();
        }
        NodeTemplate template = templates.nodes().get(name);
        if (template != null && path.size() == 2 && !names.apply(template).contains(path.get(1))) {
            setting.problems()
                    .error(
                            "unknown-" + what,
                            node.location(),
                            "node '%s' has no %s '%s'".formatted(name, what, path.get(1)))
                    .nearest(path.get(1), names.apply(template))
                    .member(path.get(1), template.type().places())
                    .related(template.type().location(), "its type is here");
        }
        return Optional.of(
                new Target(name, path.size() == 2 ? path.get(1) : entry.name(), node.location()));
    }

    private Map<String, Map<String, String>> interfaces(Mapping body, NodeType type) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : setting.forms().mapping(body, "interfaces").entries()) {
            InterfaceDefinition definition = type.interfaces().get(entry.name());
            if (definition == null) {
                declared(entry, "interface", type, type.interfaces().keySet());
                continue;
            }
            if (entry.value() instanceof Node.Sequence) {
                // A draft mapped a whole interface to that of a node.
                setting.problems()
                        .tolerated(
                                "wrong-form",
                                entry.value().location(),
                                "interface '%s' should map operations to workflows"
                                        .formatted(entry.name()));
                continue;
            }
            Map<String, String> operations = new LinkedHashMap<>();
            Mapping inner =
                    setting.forms()
                            .mapping(entry.value(), "interface '" + entry.name() + "'")
                            .orElse(Mapping.empty(entry.at()));
            for (Mapping.Entry operation : inner.entries()) {
                if (declared(operation, "operation", type, definition.operations().keySet())) {
                    setting.forms()
                            .scalar(mapped(operation.value()), "a workflow")
                            .ifPresent(name -> {
                                if (isOperation(name.text())) {
                                    // As drafts mapped whole interfaces.
                                    setting.problems()
                                            .tolerated(
                                                    "wrong-form",
                                                    name.location(),
                                                    "operation '%s' should map to a workflow, not to an operation of a node"
                                                            .formatted(operation.name()));
                                    return;
                                }
                                if (!workflows.contains(name.text())) {
                                    unknown(
                                            "unknown-workflow",
                                            "workflow",
                                            name.location(),
                                            name.text(),
                                            workflows);
                                }
                                operations.put(operation.name(), name.text());
                            });
                }
            }
            all.put(entry.name(), operations);
        }
        return all;
    }

    /** Whether a name is that of an operation of a template, in 1.x. */
    private boolean isOperation(String name) {
        int dot = name.lastIndexOf('.');
        NodeTemplate node = dot < 0 ? null : templates.nodes().get(name.substring(0, dot));
        return node != null
                && setting.file().version().isSimple()
                && node.interfaces().values().stream()
                        .anyMatch(each -> each.operations().containsKey(name.substring(dot + 1)));
    }

    private void unknown(
            String code, String what, Location at, String name, Collection<String> known) {
        setting.problems()
                .error(
                        code,
                        at,
                        "there is no %s '%s' in this template"
                                .formatted(what, Forms.shortened(name)))
                .nearest(name, known);
    }
}
