package floria.tosca.rewrite;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.grammar.Construct;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** The parts that a file is made of, each before those that are in it. */
final class Elements {
    /** How the parts under a keyname are written. */
    private enum Shape {
        /** The value is the part. */
        ONE,
        /** A map from names to parts. */
        NAMED,
        /** A list of maps of one name each; also a map from names. */
        SINGLES,
        /** A list of parts. */
        ITEMS,
        /** A map from names to parts, where those that have a type are meant. */
        TYPED
    }

    private record Child(String keyname, Shape shape, Construct construct) {}

    private static final Map<Construct, List<Child>> CHILDREN = children();

    private final List<Element> all = new ArrayList<>();

    private Elements() {}

    static List<Element> of(Mapping root) {
        Elements elements = new Elements();
        elements.take(new Element(Construct.FILE, root, Optional.empty(), root, List.of()));
        return elements.all;
    }

    private void take(Element element) {
        all.add(element);
        for (Child child : CHILDREN.getOrDefault(element.construct(), List.of())) {
            element.body()
                    .entry(child.keyname())
                    .ifPresent(entry -> children(element, child, entry));
        }
        if (element.construct() == Construct.INTERFACE_DEFINITION
                || element.construct() == Construct.INTERFACE_TYPE) {
            Operations.shorthand(element)
                    .forEach(entry -> take(element, Construct.OPERATION, element.body(), entry));
        }
    }

    private void children(Element element, Child child, Mapping.Entry section) {
        List<String> path = below(element.path(), child.keyname());
        switch (child.shape()) {
            case ONE ->
                    take(
                            new Element(
                                    child.construct(),
                                    element.body(),
                                    Optional.of(section),
                                    section.value(),
                                    path));
            case NAMED, TYPED -> named(section.value(), child, path);
            case SINGLES -> {
                if (section.value() instanceof Node.Sequence(List<Node> items, _)) {
                    items.forEach(item -> named(item, child, path));
                } else {
                    named(section.value(), child, path);
                }
            }
            case ITEMS -> {
                if (section.value() instanceof Node.Sequence(List<Node> items, _)) {
                    for (Node item : items) {
                        take(
                                new Element(
                                        child.construct(),
                                        section.value(),
                                        Optional.empty(),
                                        item,
                                        below(path, String.valueOf(items.indexOf(item)))));
                    }
                }
            }
        }
    }

    private void named(Node node, Child child, List<String> path) {
        if (node instanceof Mapping mapping) {
            for (Mapping.Entry entry : mapping.entries()) {
                boolean typed = entry.value() instanceof Mapping body && body.has("type");
                if (child.shape() != Shape.TYPED || typed) {
                    take(
                            new Element(
                                    child.construct(),
                                    mapping,
                                    Optional.of(entry),
                                    entry.value(),
                                    below(path, entry.name())));
                }
            }
        }
    }

    private void take(Element parent, Construct construct, Mapping in, Mapping.Entry entry) {
        take(
                new Element(
                        construct,
                        in,
                        Optional.of(entry),
                        entry.value(),
                        below(parent.path(), entry.name())));
    }

    private static List<String> below(List<String> path, String name) {
        List<String> below = new ArrayList<>(path);
        below.add(name);
        return below;
    }

    private static Map<Construct, List<Child>> children() {
        Map<Construct, List<Child>> all = new EnumMap<>(Construct.class);
        Child properties = new Child("properties", Shape.NAMED, Construct.PROPERTY);
        Child attributes = new Child("attributes", Shape.NAMED, Construct.PROPERTY);
        Child entries = new Child("entry_schema", Shape.ONE, Construct.SCHEMA);
        Child keys = new Child("key_schema", Shape.ONE, Construct.SCHEMA);
        Child interfaces = new Child("interfaces", Shape.NAMED, Construct.INTERFACE_DEFINITION);
        Child artifacts = new Child("artifacts", Shape.NAMED, Construct.ARTIFACT);
        Child triggers = new Child("triggers", Shape.SINGLES, Construct.TRIGGER);
        Child filter = new Child("node_filter", Shape.ONE, Construct.NODE_FILTER);
        Child inputs = new Child("inputs", Shape.TYPED, Construct.PARAMETER);
        Child operations = new Child("operations", Shape.NAMED, Construct.OPERATION);
        Child notifications = new Child("notifications", Shape.NAMED, Construct.NOTIFICATION);
        Child implementation = new Child("implementation", Shape.ONE, Construct.IMPLEMENTATION);
        Child relationship =
                new Child("relationship", Shape.ONE, Construct.RELATIONSHIP_ASSIGNMENT);
        all.put(
                Construct.FILE,
                List.of(
                        new Child("imports", Shape.ITEMS, Construct.IMPORT),
                        new Child("data_types", Shape.NAMED, Construct.DATA_TYPE),
                        new Child("artifact_types", Shape.NAMED, Construct.ARTIFACT_TYPE),
                        new Child("capability_types", Shape.NAMED, Construct.CAPABILITY_TYPE),
                        new Child("interface_types", Shape.NAMED, Construct.INTERFACE_TYPE),
                        new Child("relationship_types", Shape.NAMED, Construct.RELATIONSHIP_TYPE),
                        new Child("node_types", Shape.NAMED, Construct.NODE_TYPE),
                        new Child("group_types", Shape.NAMED, Construct.GROUP_TYPE),
                        new Child("policy_types", Shape.NAMED, Construct.POLICY_TYPE),
                        new Child("topology_template", Shape.ONE, Construct.TOPOLOGY),
                        new Child("service_template", Shape.ONE, Construct.TOPOLOGY)));
        all.put(
                Construct.TOPOLOGY,
                List.of(
                        new Child("inputs", Shape.NAMED, Construct.PARAMETER),
                        new Child("outputs", Shape.NAMED, Construct.PARAMETER),
                        new Child("node_templates", Shape.NAMED, Construct.NODE_TEMPLATE),
                        new Child(
                                "relationship_templates",
                                Shape.NAMED,
                                Construct.RELATIONSHIP_TEMPLATE),
                        new Child("groups", Shape.NAMED, Construct.GROUP),
                        new Child("policies", Shape.SINGLES, Construct.POLICY),
                        new Child("workflows", Shape.NAMED, Construct.WORKFLOW),
                        new Child("substitution_mappings", Shape.ONE, Construct.SUBSTITUTION)));
        all.put(Construct.PROPERTY, List.of(entries, keys));
        all.put(Construct.PARAMETER, List.of(entries, keys));
        all.put(Construct.SCHEMA, List.of(entries, keys));
        all.put(Construct.DATA_TYPE, List.of(properties, entries, keys));
        all.put(Construct.ARTIFACT_TYPE, List.of(properties));
        all.put(Construct.CAPABILITY_TYPE, List.of(properties, attributes));
        all.put(Construct.INTERFACE_TYPE, List.of(inputs, operations, notifications));
        all.put(Construct.RELATIONSHIP_TYPE, List.of(properties, attributes, interfaces));
        all.put(
                Construct.NODE_TYPE,
                List.of(
                        properties,
                        attributes,
                        new Child("capabilities", Shape.NAMED, Construct.CAPABILITY_DEFINITION),
                        new Child("requirements", Shape.SINGLES, Construct.REQUIREMENT_DEFINITION),
                        interfaces,
                        artifacts));
        all.put(Construct.GROUP_TYPE, List.of(properties, attributes, interfaces));
        all.put(Construct.POLICY_TYPE, List.of(properties, triggers));
        all.put(Construct.CAPABILITY_DEFINITION, List.of(properties, attributes));
        all.put(Construct.REQUIREMENT_DEFINITION, List.of(filter, relationship));
        all.put(Construct.INTERFACE_DEFINITION, List.of(inputs, operations, notifications));
        all.put(Construct.OPERATION, List.of(implementation, inputs));
        all.put(Construct.NOTIFICATION, List.of(implementation));
        all.put(
                Construct.NODE_TEMPLATE,
                List.of(
                        new Child("requirements", Shape.SINGLES, Construct.REQUIREMENT_ASSIGNMENT),
                        new Child("capabilities", Shape.NAMED, Construct.CAPABILITY_ASSIGNMENT),
                        interfaces,
                        artifacts,
                        filter));
        all.put(Construct.RELATIONSHIP_TEMPLATE, List.of(interfaces));
        all.put(Construct.REQUIREMENT_ASSIGNMENT, List.of(filter, relationship));
        all.put(Construct.RELATIONSHIP_ASSIGNMENT, List.of(interfaces));
        all.put(Construct.GROUP, List.of(interfaces));
        all.put(Construct.POLICY, List.of(triggers));
        all.put(
                Construct.WORKFLOW,
                List.of(
                        inputs,
                        new Child("steps", Shape.NAMED, Construct.STEP),
                        new Child("preconditions", Shape.ITEMS, Construct.PRECONDITION)));
        all.put(
                Construct.SUBSTITUTION,
                List.of(new Child("substitution_filter", Shape.ONE, Construct.NODE_FILTER)));
        return all;
    }
}
