package floria.tosca.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Requirement;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;

/**
 * Follows the names in {@code get_property} and {@code get_attribute} through types: over
 * requirements and capabilities to a property, and into its fields.
 */
final class PathCheck {
    private final Templates templates;
    private final Problems problems;

    PathCheck(Templates templates, Problems problems) {
        this.templates = templates;
        this.problems = problems;
    }

    /** A path that starts at a node. */
    void node(NodeTemplate node, List<String> path, boolean attribute, IntFunction<Location> at) {
        String name = path.getFirst();
        CapabilityDefinition capability = node.type().capabilities().get(name);
        if (path.size() > 1) {
            if (capability != null) {
                capability(node, capability, rest(path), attribute, from(at));
                return;
            }
            if (hasRequirement(node, name) && member(node, name, attribute) == null) {
                requirement(node, name, rest(path), attribute, from(at));
                return;
            }
        }
        PropertyDefinition found = member(node, name, attribute);
        if (found != null) {
            into(found.schema(), rest(path), "'" + name + "'", from(at));
        } else if (capability == null || path.size() > 1) {
            Set<String> known =
                    members(node.type().properties(), node.type().attributes(), attribute);
            known.addAll(node.type().capabilities().keySet());
            problems.error(
                            attribute ? "unknown-attribute" : "unknown-property",
                            at.apply(0),
                            "node '%s' has no %s '%s'"
                                    .formatted(
                                            node.name(),
                                            attribute ? "attribute" : "property",
                                            name))
                    .nearest(name, known)
                    .related(node.type().location(), "its type is " + node.type().name());
        }
    }

    /** A path that starts at a node which {@code self} is hosted on, the nearest that has it. */
    void host(String self, List<String> path, boolean attribute, IntFunction<Location> at) {
        Set<String> seen = new HashSet<>();
        @Nullable NodeTemplate node = templates.nodes().get(self);
        @Nullable NodeTemplate first = null;
        while (node != null && seen.add(node.name())) {
            Optional<String> host = Hosting.host(node);
            if (host.isEmpty()) {
                boolean open =
                        node.type().requirements().stream()
                                .anyMatch(definition ->
                                        definition
                                                .relationship()
                                                .filter(PathCheck::hosts)
                                                .isPresent());
                if (first != null && !open) {
                    node(first, path, attribute, at);
                } else if (first == null && !open) {
                    problems.error(
                            "bad-entity",
                            at.apply(-1),
                            "node '%s' is not hosted on anything".formatted(self));
                }
                return;
            }
            node = templates.nodes().get(host.get());
            first = first == null ? node : first;
            if (node != null
                    && (member(node, path.getFirst(), attribute) != null
                            || node.type().capabilities().containsKey(path.getFirst()))) {
                node(node, path, attribute, at);
                return;
            }
        }
    }

    private static boolean hosts(RelationshipType type) {
        return type.isA("tosca.relationships.HostedOn");
    }

    /** A path that starts at a relationship. */
    void relationship(
            RelationshipType type, List<String> path, boolean attribute, IntFunction<Location> at) {
        String name = path.getFirst();
        PropertyDefinition found = type.properties().get(name);
        if (found == null && attribute) {
            found = type.attributes().get(name);
        }
        if (found != null) {
            into(found.schema(), rest(path), "'" + name + "'", from(at));
            return;
        }
        problems.error(
                        attribute ? "unknown-attribute" : "unknown-property",
                        at.apply(0),
                        "the relationship has no %s '%s'"
                                .formatted(attribute ? "attribute" : "property", name))
                .nearest(name, members(type.properties(), type.attributes(), attribute))
                .related(type.location(), "its type is " + type.name());
    }

    private void capability(
            NodeTemplate node,
            CapabilityDefinition capability,
            List<String> path,
            boolean attribute,
            IntFunction<Location> at) {
        String name = path.getFirst();
        PropertyDefinition found = member(capability, name, attribute);
        if (found != null) {
            into(found.schema(), rest(path), "'" + name + "'", from(at));
            return;
        }
        problems.error(
                        attribute ? "unknown-attribute" : "unknown-property",
                        at.apply(0),
                        "capability '%s' of node '%s' has no %s '%s'"
                                .formatted(
                                        capability.name(),
                                        node.name(),
                                        attribute ? "attribute" : "property",
                                        name))
                .nearest(
                        name,
                        members(capability.properties(), capability.type().attributes(), attribute))
                .related(capability.type().location(), "its type is " + capability.type().name());
    }

    /** A property of what fulfils a requirement: of its capability, or of the node itself. */
    private void requirement(
            NodeTemplate node,
            String requirement,
            List<String> path,
            boolean attribute,
            IntFunction<Location> at) {
        Optional<Requirement.Target> target =
                node.requirements().stream()
                        .filter(each -> each.name().equals(requirement))
                        .flatMap(each -> each.target().stream())
                        .findFirst();
        NodeTemplate other = target.map(found -> templates.nodes().get(found.node())).orElse(null);
        if (other == null) {
            return;
        }
        CapabilityDefinition capability =
                other.type().capabilities().get(target.orElseThrow().capability());
        PropertyDefinition found =
                capability == null ? null : member(capability, path.getFirst(), attribute);
        if (found != null) {
            into(found.schema(), rest(path), "'" + path.getFirst() + "'", from(at));
        } else {
            node(other, path, attribute, at);
        }
    }

    /** Names within a value: fields, entries, items. */
    void into(Schema schema, List<String> path, String what, IntFunction<Location> at) {
        if (path.isEmpty()) {
            return;
        }
        String name = path.getFirst();
        Optional<Primitive> primitive = Primitive.of(schema.type());
        if (primitive.isPresent()) {
            switch (primitive.get()) {
                case LIST, MAP ->
                        schema.entry()
                                .ifPresent(entry ->
                                        into(entry, rest(path), "'" + name + "'", from(at)));
                case ANY, STRING, NULL -> {}
                case INTEGER,
                        FLOAT,
                        BOOLEAN,
                        TIMESTAMP,
                        VERSION,
                        RANGE,
                        SIZE,
                        TIME,
                        FREQUENCY,
                        BITRATE ->
                        problems.error(
                                "unknown-field",
                                at.apply(0),
                                "%s is a %s and has no '%s'"
                                        .formatted(what, schema.type().name(), name));
            }
            return;
        }
        Map<String, PropertyDefinition> fields = schema.type().fields();
        PropertyDefinition field = fields.get(name);
        if (field != null) {
            into(field.schema(), rest(path), "'" + name + "'", from(at));
        } else if (!fields.isEmpty()) {
            problems.error(
                            "unknown-field",
                            at.apply(0),
                            "%s has no field '%s' (type %s)"
                                    .formatted(what, name, schema.type().name()))
                    .nearest(name, fields.keySet())
                    .related(schema.type().location(), "the type is defined here");
        }
    }

    private static boolean hasRequirement(NodeTemplate node, String name) {
        return node.type().requirements().stream()
                .map(RequirementDefinition::name)
                .anyMatch(name::equals);
    }

    private static @Nullable PropertyDefinition member(
            NodeTemplate node, String name, boolean attribute) {
        PropertyDefinition property = node.type().properties().get(name);
        PropertyDefinition found = node.type().attributes().get(name);
        return attribute && found != null ? found : property;
    }

    private static @Nullable PropertyDefinition member(
            CapabilityDefinition capability, String name, boolean attribute) {
        PropertyDefinition property = capability.properties().get(name);
        PropertyDefinition found = capability.type().attributes().get(name);
        return attribute && found != null ? found : property;
    }

    private static Set<String> members(
            Map<String, PropertyDefinition> properties,
            Map<String, PropertyDefinition> attributes,
            boolean attribute) {
        List<String> names = new ArrayList<>(properties.keySet());
        if (attribute) {
            names.addAll(attributes.keySet());
        }
        return new LinkedHashSet<>(names);
    }

    private static List<String> rest(List<String> path) {
        return path.subList(1, path.size());
    }

    private static IntFunction<Location> from(IntFunction<Location> at) {
        return index -> at.apply(index + 1);
    }
}
