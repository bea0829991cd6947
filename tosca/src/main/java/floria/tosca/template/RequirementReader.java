package floria.tosca.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Requirement;
import floria.tosca.model.Requirement.Relationship;
import floria.tosca.model.Requirement.Target;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.types.TypeKind;
import floria.tosca.types.TypeTable;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads requirements and finds what fulfils them (TOSCA 1.3 §3.8.2). */
final class RequirementReader {
    /** Among more than these there is never just one; and every node would look at all of them. */
    private static final int MOST_CANDIDATES = 100;

    private static final RelationshipType NOTHING =
            new RelationshipType(
                    "tosca.relationships.Root",
                    Optional.empty(),
                    "",
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    Location.startOf("tosca:relationship"));

    private final ServiceFile file;
    private final TypeTable types;
    private final Templates templates;
    private final RelationshipReader relationships;
    private final Problems problems;
    private final Forms forms;

    RequirementReader(
            ServiceFile file,
            TypeTable types,
            Templates templates,
            RelationshipReader relationships,
            Problems problems) {
        this.file = file;
        this.types = types;
        this.templates = templates;
        this.relationships = relationships;
        this.problems = problems;
        this.forms = new Forms(problems);
    }

    /** The requirements of {@code node}: those in the text, then mandatory ones it leaves out. */
    List<Requirement> read(NodeTemplate node, Mapping body) {
        List<Requirement> all = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Mapping.Entry entry : forms.singles(body, "requirements")) {
            Optional<RequirementDefinition> definition = definition(node, entry.name());
            if (definition.isEmpty()) {
                problems.error(
                                "unknown-requirement",
                                entry.at(),
                                "node '%s' has no requirement '%s'"
                                        .formatted(node.name(), entry.name()))
                        .nearest(
                                entry.name(),
                                node.type().requirements().stream()
                                        .map(RequirementDefinition::name)
                                        .toList())
                        .related(node.type().location(), "its type is " + node.type().name());
                continue;
            }
            count(node, entry, definition.get(), counts);
            requirement(node, entry, definition.get()).ifPresent(all::add);
        }
        for (RequirementDefinition definition : node.type().requirements()) {
            if (definition.lower() > 0 && !counts.containsKey(definition.name())) {
                left(node, definition).ifPresent(all::add);
            }
        }
        return List.copyOf(all);
    }

    private static Optional<RequirementDefinition> definition(NodeTemplate node, String name) {
        return node.type().requirements().stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst();
    }

    private void count(
            NodeTemplate node,
            Mapping.Entry entry,
            RequirementDefinition definition,
            Map<String, Integer> counts) {
        int count = counts.merge(entry.name(), 1, Integer::sum);
        if (definition.upper().isPresent() && count == definition.upper().get() + 1) {
            problems.error(
                            "too-many-requirements",
                            entry.at(),
                            "node '%s' has more of requirement '%s' than the %d that it may have"
                                    .formatted(node.name(), entry.name(), definition.upper().get()))
                    .related(definition.location(), "declared here");
        }
    }

    private Optional<Requirement> requirement(
            NodeTemplate node, Mapping.Entry entry, RequirementDefinition definition) {
        if (entry.value() instanceof Node.Scalar name && !name.isNull()) {
            return Optional.of(
                    made(node, entry, definition, target(node, name, definition, null), null));
        }
        Optional<Mapping> map =
                entry.value().isNull()
                        ? Optional.of(Mapping.empty(entry.at()))
                        : forms.mapping(entry.value(), "requirement '" + entry.name() + "'");
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Mapping body = map.get();
        forms.keynames(body, Construct.REQUIREMENT_ASSIGNMENT, file.version());
        filter(body);
        Node.Scalar capability = forms.scalar(body, "capability").orElse(null);
        Optional<Node.Scalar> named = forms.scalar(body, "node");
        Optional<Target> target;
        if (named.isPresent()) {
            target =
                    body.has("node_filter") && !templates.names().contains(named.get().text())
                            ? filtered(node, entry, named.get())
                            : target(node, named.get(), definition, capability);
        } else if (body.has("node_filter")) {
            target = open(node, entry.name(), entry.at());
        } else {
            target =
                    only(node, definition, definition.node(), capability)
                            .or(() -> open(node, entry.name(), entry.at()));
        }
        return Optional.of(
                made(node, entry, definition, target, body.get("relationship").orElse(null)));
    }

    private Optional<Target> filtered(NodeTemplate node, Mapping.Entry entry, Node.Scalar type) {
        if (!types.has(TypeKind.NODE, type.text(), file)) {
            unknown(type);
            return Optional.empty();
        }
        return open(node, entry.name(), entry.at());
    }

    private void filter(Mapping body) {
        if (body.has("node_filter")) {
            forms.keynames(
                    forms.mapping(body, "node_filter"), Construct.NODE_FILTER, file.version());
        }
    }

    /** A mandatory requirement that the text does not mention. */
    private Optional<Requirement> left(NodeTemplate node, RequirementDefinition definition) {
        Optional<Target> target =
                only(node, definition, definition.node(), null)
                        .or(() -> open(node, definition.name(), node.location()));
        Mapping.Entry entry =
                new Mapping.Entry(
                        new Node.Scalar(definition.name(), true, node.location()),
                        Mapping.empty(node.location()));
        // Without a target, a relationship would be asked for values that nobody can give yet.
        return target.map(_ -> made(node, entry, definition, target, null))
                .or(() ->
                        definition
                                .relationship()
                                .map(type ->
                                        new Requirement(
                                                definition.name(),
                                                target,
                                                new Relationship(type, Map.of(), Map.of()),
                                                node.location())));
    }

    private Optional<Target> open(NodeTemplate node, String requirement, Location at) {
        problems.warning(
                "requirement-open",
                at,
                "nothing in this template fulfils the requirement '%s' of node '%s'"
                        .formatted(requirement, node.name()));
        return Optional.empty();
    }

    private Requirement made(
            NodeTemplate node,
            Mapping.Entry entry,
            RequirementDefinition definition,
            Optional<Target> target,
            @Nullable Node written) {
        Optional<CapabilityType> capability =
                target.flatMap(this::capability).or(definition::capability);
        Relationship relationship =
                relationships
                        .of(
                                Optional.ofNullable(written),
                                definition.relationship(),
                                templates,
                                capability,
                                "requirement '%s' of node '%s'"
                                        .formatted(entry.name(), node.name()),
                                entry.at(),
                                new Place.InRelationship(
                                        definition.relationship().orElse(NOTHING),
                                        node.name(),
                                        target.map(Target::node)))
                        .orElseThrow();
        target.ifPresent(found -> fits(found, relationship, capability, entry));
        return new Requirement(entry.name(), target, relationship, entry.at());
    }

    private Optional<CapabilityType> capability(Target target) {
        return Optional.ofNullable(templates.nodes().get(target.node()))
                .map(node -> node.type().capabilities().get(target.capability()))
                .map(CapabilityDefinition::type);
    }

    /** Whether the relationship may lead to such a capability. */
    private void fits(
            Target target,
            Relationship relationship,
            Optional<CapabilityType> capability,
            Mapping.Entry entry) {
        List<String> valid = relationship.type().validTargetTypes();
        NodeTemplate node = templates.nodes().get(target.node());
        if (!valid.isEmpty()
                && node != null
                && capability.isPresent()
                && valid.stream().noneMatch(type -> capability.get().isA(type) || node.isA(type))) {
            problems.graded(
                            file.version().refinesStrictly(),
                            "relationship-target",
                            entry.at(),
                            "%s cannot lead to capability '%s' of node '%s', which is %s"
                                    .formatted(
                                            relationship.type().name(),
                                            target.capability(),
                                            target.node(),
                                            capability.get().name()))
                    .hint("it leads to " + String.join(", ", valid))
                    .related(relationship.type().location(), "the relationship type is here");
        }
    }

    /** The target that is named by its template or by its type. */
    private Optional<Target> target(
            NodeTemplate node,
            Node.Scalar name,
            RequirementDefinition definition,
            Node.@Nullable Scalar capability) {
        if (templates.names().contains(name.text())) {
            NodeTemplate target = templates.nodes().get(name.text());
            return target == null
                    ? Optional.empty()
                    : named(node, target, name, definition, capability);
        }
        if (types.has(TypeKind.NODE, name.text(), file)) {
            Optional<String> type = types.fullName(TypeKind.NODE, name, file);
            return only(node, definition, type, capability)
                    .or(() -> open(node, definition.name(), name.location()));
        }
        unknown(name);
        return Optional.empty();
    }

    private void unknown(Node.Scalar name) {
        Set<String> known = new LinkedHashSet<>(templates.names());
        known.addAll(types.names(TypeKind.NODE));
        problems.error(
                        "unknown-node",
                        name.location(),
                        "there is no node template or node type '%s'"
                                .formatted(Forms.shortened(name.text())))
                .nearest(name.text(), known);
    }

    private Optional<Target> named(
            NodeTemplate source,
            NodeTemplate target,
            Node.Scalar at,
            RequirementDefinition definition,
            Node.@Nullable Scalar capability) {
        if (definition.node().isPresent() && !target.isA(definition.node().get())) {
            problems.error(
                            "target-type",
                            at.location(),
                            "requirement '%s' needs a %s; node '%s' is a %s"
                                    .formatted(
                                            definition.name(),
                                            definition.node().get(),
                                            target.name(),
                                            target.type().name()))
                    .related(definition.location(), "the requirement is declared here");
            return Optional.empty();
        }
        Optional<CapabilityDefinition> found = capability(source, target, definition, capability);
        if (found.isEmpty()) {
            noCapability(target, at, definition, capability);
        }
        return found.map(name -> new Target(target.name(), name.name()));
    }

    private void noCapability(
            NodeTemplate target,
            Node.Scalar at,
            RequirementDefinition definition,
            Node.@Nullable Scalar capability) {
        String wanted =
                capability != null
                        ? "'" + capability.text() + "'"
                        : definition.capability().map(CapabilityType::name).orElse("any");
        problems.error(
                        "target-capability",
                        capability != null ? capability.location() : at.location(),
                        "node '%s' has no capability %s that requirement '%s' could use"
                                .formatted(target.name(), wanted, definition.name()))
                .hint(
                        "it has "
                                + String.join(
                                        ", ",
                                        target.type().capabilities().values().stream()
                                                .map(each ->
                                                        each.name()
                                                                + " ("
                                                                + each.type().name()
                                                                + ")")
                                                .toList()))
                .related(definition.location(), "the requirement is declared here");
    }

    /** The capability of {@code target} that fits best. */
    private Optional<CapabilityDefinition> capability(
            NodeTemplate source,
            NodeTemplate target,
            RequirementDefinition definition,
            Node.@Nullable Scalar wanted) {
        List<CapabilityDefinition> fitting =
                target.type().capabilities().values().stream()
                        .filter(each ->
                                definition.capability().isEmpty()
                                        || each.type().isA(definition.capability().get().name()))
                        .filter(each -> accepts(each, source))
                        .toList();
        if (wanted != null) {
            Optional<CapabilityDefinition> byName =
                    fitting.stream().filter(each -> each.name().equals(wanted.text())).findFirst();
            if (byName.isPresent() || !types.has(TypeKind.CAPABILITY, wanted.text(), file)) {
                return byName;
            }
            String type = types.fullName(TypeKind.CAPABILITY, wanted, file).orElseThrow();
            return fitting.stream().filter(each -> each.type().isA(type)).findFirst();
        }
        return fitting.stream()
                .filter(each -> each.name().equals(definition.name()))
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    private static boolean accepts(CapabilityDefinition capability, NodeTemplate source) {
        List<String> valid = capability.type().validSourceTypes();
        return valid.isEmpty() || valid.stream().anyMatch(source::isA);
    }

    /** The only template that fulfils a requirement, if there is exactly one. */
    private Optional<Target> only(
            NodeTemplate node,
            RequirementDefinition definition,
            Optional<String> type,
            Node.@Nullable Scalar capability) {
        if (type.isEmpty() && definition.capability().isEmpty()) {
            return Optional.empty();
        }
        List<String> candidates =
                type.map(templates::ofType).orElse(List.copyOf(templates.nodes().keySet()));
        if (candidates.size() > MOST_CANDIDATES) {
            return Optional.empty();
        }
        List<Target> fitting = new ArrayList<>();
        for (String name : candidates) {
            NodeTemplate candidate = templates.nodes().get(name);
            if (candidate != null && !name.equals(node.name())) {
                boolean rightType =
                        definition.node().isEmpty() || candidate.isA(definition.node().get());
                Optional<CapabilityDefinition> found =
                        capability(node, candidate, definition, capability);
                if (rightType && found.isPresent()) {
                    fitting.add(new Target(name, found.get().name()));
                }
            }
        }
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }
}
