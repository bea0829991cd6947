package floria.tosca.template;

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
import floria.tosca.model.NodeType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Requirement;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.model.Type;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;

/**
 * Follows the names in {@code get_property} and {@code get_attribute} through types: over
 * requirements, relationships and capabilities to a property, and into its fields (TOSCA 1.3
 * §4.4.2, 2.0 §10.2.2). What comes out is what the path leads to, as far as types tell.
 */
final class PathCheck {
    private final Templates templates;
    private final Problems problems;
    private final boolean strict;
    private final boolean typed;

    /**
     * @param strict whether what is not there is an error
     * @param typed whether the values of attributes have exactly the fields of their types
     */
    PathCheck(Templates templates, Problems problems, boolean strict, boolean typed) {
        this.templates = templates;
        this.problems = problems;
        this.strict = strict;
        this.typed = typed;
    }

    /**
     * A path, or what is left of it.
     *
     * @param attribute whether attributes may be at its end
     * @param at where each name stands
     */
    record Path(List<String> names, boolean attribute, IntFunction<Location> at) {
        String first() {
            return names.getFirst();
        }

        boolean isLong() {
            return names.size() > 1;
        }

        Path rest() {
            return from(1);
        }

        Path from(int count) {
            return new Path(
                    names.subList(count, names.size()),
                    attribute,
                    index -> at.apply(index + count));
        }

        Location here() {
            return at.apply(0);
        }

        String what() {
            return attribute ? "attribute" : "property";
        }
    }

    /** Something that has a type and, in a template, requirements with targets. */
    private record Owner(String title, NodeType type, @Nullable NodeTemplate template) {}

    /** A path that starts at a node template. */
    Optional<Schema> node(NodeTemplate node, Path path) {
        return node(new Owner("node '" + node.name() + "'", node.type(), node), path);
    }

    /** A path that starts at whatever has a type. */
    Optional<Schema> type(NodeType type, Path path) {
        return node(new Owner("node type '" + type.name() + "'", type, null), path);
    }

    private Optional<Schema> node(Owner owner, Path path) {
        String name = path.first();
        NodeType type = owner.type();
        if (path.names().size() > 2 && name.equals("CAPABILITY")) {
            return named(owner, path.rest());
        }
        if (path.names().size() > 2 && name.equals("RELATIONSHIP")) {
            return over(owner, path.rest());
        }
        CapabilityDefinition capability = type.capabilities().get(name);
        if (path.isLong()) {
            if (capability != null) {
                return capability(owner, capability, path.rest());
            }
            if (requirement(type, name).isPresent() && member(owner, path) == null) {
                return requirement(owner, name, path.rest());
            }
        }
        PropertyDefinition found = member(owner, path);
        if (found != null) {
            return into(found.schema(), path.rest(), "'" + name + "'");
        }
        boolean undeclared =
                owner.template() != null && owner.template().properties().containsKey(name);
        if (!undeclared && (capability == null || path.isLong())) {
            Set<String> known = members(type.properties(), type.attributes(), path);
            known.addAll(type.capabilities().keySet());
            unknown(owner.title(), path, known, type);
        }
        return Optional.empty();
    }

    private void unknown(String owner, Path path, Set<String> known, Type type) {
        problems.graded(
                        strict,
                        "unknown-" + path.what(),
                        path.here(),
                        "%s has no %s '%s'".formatted(owner, path.what(), path.first()))
                .nearest(path.first(), known)
                .member(path.first(), type.places())
                .related(type.location(), "its type is " + type.name());
    }

    /** A capability by its name, or by the name of its type. */
    private Optional<Schema> named(Owner owner, Path path) {
        NodeType type = owner.type();
        CapabilityDefinition capability = type.capabilities().get(path.first());
        if (capability == null) {
            capability =
                    type.capabilities().values().stream()
                            .filter(each -> each.type().isA(path.first()))
                            .findFirst()
                            .orElse(null);
        }
        if (capability == null) {
            problems.graded(
                            strict,
                            "unknown-capability",
                            path.here(),
                            "%s has no capability '%s'".formatted(owner.title(), path.first()))
                    .nearest(path.first(), type.capabilities().keySet())
                    .member(path.first(), type.places())
                    .related(type.location(), "its type is " + type.name());
            return Optional.empty();
        }
        return capability(owner, capability, path.rest());
    }

    /** The relationship of a requirement: to what it has, or on to its other end. */
    private Optional<Schema> over(Owner owner, Path path) {
        RequirementDefinition definition = requirement(owner.type(), path.first()).orElse(null);
        if (definition == null) {
            Set<String> known = new LinkedHashSet<>();
            owner.type().requirements().forEach(each -> known.add(each.name()));
            problems.graded(
                            strict,
                            "unknown-requirement",
                            path.here(),
                            "%s has no requirement '%s'".formatted(owner.title(), path.first()))
                    .nearest(path.first(), known)
                    .member(path.first(), owner.type().places())
                    .related(owner.type().location(), "its type is " + owner.type().name());
            return Optional.empty();
        }
        Path rest = path.rest();
        boolean indexed = rest.isLong() && index(rest.first()) >= 0;
        Path on = indexed ? rest.rest() : rest;
        Optional<NodeTemplate> target = target(owner, definition.name());
        return switch (on.first()) {
            case "ALL" -> Optional.empty();
            case "TARGET" ->
                    on.isLong() ? target.flatMap(node -> node(node, on.rest())) : Optional.empty();
            case "SOURCE" -> on.isLong() ? node(owner, on.rest()) : Optional.empty();
            case "CAPABILITY" ->
                    on.isLong()
                            ? requirement(owner, definition.name(), on.rest())
                            : Optional.empty();
            default -> definition.relationship().flatMap(type -> relationship(type, on, true));
        };
    }

    /** A path that starts at a node which {@code self} is hosted on, the nearest that has it. */
    Optional<Schema> host(String self, Path path) {
        Set<String> seen = new HashSet<>();
        @Nullable NodeTemplate node = templates.nodes().get(self);
        @Nullable NodeTemplate first = null;
        while (node != null && seen.add(node.name())) {
            Optional<String> host = node.host();
            if (host.isEmpty()) {
                boolean open =
                        node.type().requirements().stream()
                                .anyMatch(definition ->
                                        definition
                                                .relationship()
                                                .filter(PathCheck::hosts)
                                                .isPresent());
                if (first != null && !open) {
                    return node(first, path);
                }
                if (first == null && !open) {
                    problems.error(
                            "bad-entity",
                            path.at().apply(-1),
                            "node '%s' is not hosted on anything".formatted(self));
                }
                return Optional.empty();
            }
            node = templates.nodes().get(host.get());
            first = first == null ? node : first;
            if (node != null
                    && (member(new Owner("", node.type(), node), path) != null
                            || node.type().capabilities().containsKey(path.first()))) {
                return node(node, path);
            }
        }
        return Optional.empty();
    }

    private static boolean hosts(RelationshipType type) {
        return type.isA("tosca.relationships.HostedOn");
    }

    /**
     * A path that starts at a relationship.
     *
     * @param open whether a type that derives from this one may be meant
     */
    Optional<Schema> relationship(RelationshipType type, Path path, boolean open) {
        PropertyDefinition found = type.properties().get(path.first());
        if (found == null && path.attribute()) {
            found = type.attributes().get(path.first());
        }
        if (found != null) {
            return into(found.schema(), path.rest(), "'" + path.first() + "'");
        }
        if (!open) {
            unknown(
                    "the relationship",
                    path,
                    members(type.properties(), type.attributes(), path),
                    type);
        }
        return Optional.empty();
    }

    private Optional<Schema> capability(Owner owner, CapabilityDefinition capability, Path path) {
        PropertyDefinition found = member(capability, path);
        if (found != null) {
            return into(found.schema(), path.rest(), "'" + path.first() + "'");
        }
        unknown(
                "capability '%s' of %s".formatted(capability.name(), owner.title()),
                path,
                members(capability.properties(), capability.attributes(), path),
                capability.type());
        return Optional.empty();
    }

    private Optional<NodeTemplate> target(Owner owner, String requirement) {
        return owner.template() == null
                ? Optional.empty()
                : reached(owner.template(), requirement, 0)
                        .flatMap(Requirement::target)
                        .map(target -> templates.nodes().get(target.node()));
    }

    /**
     * The assignment of a requirement at an index; the first that has a target if there is none.
     */
    private static Optional<Requirement> reached(NodeTemplate node, String requirement, int index) {
        List<Requirement> all =
                node.requirements().stream()
                        .filter(each ->
                                each.name().equals(requirement) && each.target().isPresent())
                        .toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(index < all.size() ? index : 0));
    }

    /**
     * A property of what fulfils a requirement: of its capability, of the node that has this, or of
     * the relationship that leads there. Which of several requirements of the name may be said by
     * an index, as in the paths of 2.0.
     */
    private Optional<Schema> requirement(Owner owner, String requirement, Path path) {
        int index = path.isLong() ? index(path.first()) : -1;
        Path on = index < 0 ? path : path.rest();
        Requirement assigned =
                owner.template() == null
                        ? null
                        : reached(owner.template(), requirement, Math.max(0, index)).orElse(null);
        Requirement.Target end = assigned == null ? null : assigned.target().orElse(null);
        NodeTemplate other = end == null ? null : templates.nodes().get(end.node());
        if (assigned == null || end == null || other == null) {
            return Optional.empty();
        }
        CapabilityDefinition capability = other.type().capabilities().get(end.capability());
        PropertyDefinition found = capability == null ? null : member(capability, on);
        if (found != null) {
            return into(found.schema(), on.rest(), "'" + on.first() + "'");
        }
        RelationshipType relationship = assigned.relationship().type();
        boolean ofNode =
                member(new Owner("", other.type(), other), on) != null
                        || other.type().capabilities().containsKey(on.first());
        PropertyDefinition between =
                member(relationship.properties(), relationship.attributes(), on);
        return ofNode || between == null
                ? node(other, on)
                : into(between.schema(), on.rest(), "'" + on.first() + "'");
    }

    /** The number that a name in a path is; below zero if it is none. */
    private static int index(String name) {
        return !name.isEmpty()
                        && name.length() < 6
                        && name.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(name)
                : -1;
    }

    /** Names within a value: fields, entries, items. */
    Optional<Schema> into(Schema schema, Path path, String what) {
        if (path.names().isEmpty()) {
            return Optional.of(schema);
        }
        String name = path.first();
        Optional<Primitive> primitive = Primitive.of(schema.type());
        if (primitive.isPresent()) {
            return switch (primitive.get()) {
                case LIST, MAP ->
                        schema.entry()
                                .or(() -> schema.type().allEntries())
                                .flatMap(entry -> into(entry, path.rest(), "'" + name + "'"));
                case ANY, STRING, NULL, NIL -> Optional.empty();
                case INTEGER,
                        FLOAT,
                        BOOLEAN,
                        TIMESTAMP,
                        VERSION,
                        RANGE,
                        BYTES,
                        SCALAR,
                        SIZE,
                        TIME,
                        FREQUENCY,
                        BITRATE -> {
                    problems.graded(
                            strict && (typed || !path.attribute()),
                            "unknown-field",
                            path.here(),
                            "%s is a %s and has no '%s'"
                                    .formatted(what, schema.type().name(), name));
                    yield Optional.empty();
                }
            };
        }
        Map<String, PropertyDefinition> fields = schema.type().fields();
        PropertyDefinition field = fields.get(name);
        if (field != null) {
            return into(field.schema(), path.rest(), "'" + name + "'");
        }
        if (!fields.isEmpty()) {
            problems.graded(
                            strict && (typed || !path.attribute()),
                            "unknown-field",
                            path.here(),
                            "%s has no field '%s' (type %s)"
                                    .formatted(what, name, schema.type().name()))
                    .nearest(name, fields.keySet())
                    .related(schema.type().location(), "the type is defined here");
        }
        return Optional.empty();
    }

    private static Optional<RequirementDefinition> requirement(NodeType type, String name) {
        return type.requirements().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static @Nullable PropertyDefinition member(Owner owner, Path path) {
        return member(owner.type().properties(), owner.type().attributes(), path);
    }

    private static @Nullable PropertyDefinition member(CapabilityDefinition capability, Path path) {
        return member(capability.properties(), capability.attributes(), path);
    }

    private static @Nullable PropertyDefinition member(
            Map<String, PropertyDefinition> properties,
            Map<String, PropertyDefinition> attributes,
            Path path) {
        PropertyDefinition found = attributes.get(path.first());
        return path.attribute() && found != null ? found : properties.get(path.first());
    }

    private static Set<String> members(
            Map<String, PropertyDefinition> properties,
            Map<String, PropertyDefinition> attributes,
            Path path) {
        Set<String> names = new LinkedHashSet<>(properties.keySet());
        if (path.attribute()) {
            names.addAll(attributes.keySet());
        }
        return names;
    }
}
