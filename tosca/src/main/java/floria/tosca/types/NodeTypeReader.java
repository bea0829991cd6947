package floria.tosca.types;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.NodeType;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads what node types have besides properties: capabilities and requirements. */
final class NodeTypeReader {
    private final TypeTable types;
    private final PropertyReader properties;
    private final Problems problems;
    private final Forms forms;
    private final Refinement refinement;

    NodeTypeReader(TypeTable types, PropertyReader properties, Problems problems) {
        this.types = types;
        this.properties = properties;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.refinement = new Refinement(types, problems);
    }

    /** Capability definitions, in either form (TOSCA 1.3 §3.7.2). */
    Map<String, CapabilityDefinition> capabilities(
            Declaration declaration, Optional<NodeType> parent) {
        Map<String, CapabilityDefinition> inherited =
                parent.map(NodeType::capabilities).orElse(Map.of());
        Mapping section = forms.mapping(declaration.body(), "capabilities");
        if (section.entries().isEmpty()) {
            return inherited;
        }
        Map<String, CapabilityDefinition> all = new LinkedHashMap<>(inherited);
        for (Mapping.Entry entry : section.entries()) {
            capability(entry, Optional.ofNullable(inherited.get(entry.name())), declaration.file())
                    .ifPresent(capability -> all.put(entry.name(), capability));
        }
        return Collections.unmodifiableMap(all);
    }

    private Optional<CapabilityDefinition> capability(
            Mapping.Entry entry, Optional<CapabilityDefinition> refined, ServiceFile file) {
        Optional<Mapping> map = body(entry, "capability", file);
        if (map.isEmpty()) {
            return refined;
        }
        Mapping body = map.get();
        String what = "capability '" + entry.name() + "'";
        forms.keynames(body, Construct.CAPABILITY_DEFINITION, file.version());
        Optional<Node.Scalar> name = forms.scalar(body, "type");
        if (name.isEmpty() && refined.isEmpty()) {
            problems.graded(
                    !entry.value().isNull() || !file.version().isSimple(),
                    "missing-keyname",
                    entry.at(),
                    what + " needs a 'type'");
        }
        Optional<CapabilityType> type =
                name.isPresent()
                        ? name.flatMap(found -> type(found, file))
                        : refined.map(CapabilityDefinition::type);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        refined.ifPresent(before ->
                refinement.type(
                        what, type.get(), before.type(), before.location(), entry.at(), file));
        Optional<CapabilityDefinition> same =
                refined.filter(before -> before.type().equals(type.get()));
        Forms.Bounds inherited =
                refined.map(before -> new Forms.Bounds(before.lower(), before.upper()))
                        .orElse(Forms.Bounds.ANY);
        Forms.Bounds count = forms.bounds(body, "count_range", "occurrences").orElse(inherited);
        refined.ifPresent(before ->
                refinement.count(what, count, inherited, before.location(), entry.at(), file));
        return Optional.of(
                new CapabilityDefinition(
                        entry.name(),
                        type.get(),
                        properties.all(
                                body,
                                "properties",
                                PropertyReader.Kind.PROPERTY,
                                same.map(CapabilityDefinition::properties)
                                        .orElse(type.get().properties()),
                                file),
                        properties.all(
                                body,
                                "attributes",
                                PropertyReader.Kind.ATTRIBUTE,
                                same.map(CapabilityDefinition::attributes)
                                        .orElse(type.get().attributes()),
                                file),
                        sources(body, what, same, type.get(), file),
                        count.lower(),
                        count.upper(),
                        entry.at()));
    }

    /** The type of a capability; before 1.3 some name a data type, whose fields are meant. */
    private Optional<CapabilityType> type(Node.Scalar name, ServiceFile file) {
        if (types.version().refinesStrictly()
                || types.has(TypeKind.CAPABILITY, name.text(), file)
                || !types.has(TypeKind.DATA, name.text(), file)) {
            return types.definedCapability(name, file);
        }
        problems.tolerated(
                "other-kind-of-type",
                name.location(),
                "'%s' is a data type; a capability type is expected here".formatted(name.text()));
        return types.data(name, file)
                .map(data ->
                        new CapabilityType(
                                data.name(),
                                Optional.empty(),
                                data.description(),
                                data.metadata(),
                                data.fields(),
                                Map.of(),
                                List.of(),
                                List.of(),
                                data.location()));
    }

    /** A definition may name fewer sources than its type. */
    private List<String> sources(
            Mapping body,
            String what,
            Optional<CapabilityDefinition> refined,
            CapabilityType type,
            ServiceFile file) {
        List<String> inherited =
                refined.map(CapabilityDefinition::validSourceTypes).orElse(type.validSourceTypes());
        for (String key : List.of("valid_source_node_types", "valid_source_types")) {
            if (body.has(key)) {
                List<String> names = names(body, key, file);
                refinement.names(
                        "the sources of " + what,
                        names,
                        inherited,
                        Refinement.at(body.get(key), body.location()),
                        file,
                        TypeKind.NODE);
                return names;
            }
        }
        return inherited;
    }

    private List<String> names(Mapping body, String key, ServiceFile file) {
        return forms.names(body, key).stream()
                .flatMap(name -> types.names().looseName(TypeKind.NODE, name, file).stream())
                .toList();
    }

    /** A definition that is written as a map, or as the name of a type alone. */
    private Optional<Mapping> body(Mapping.Entry entry, String kind, ServiceFile file) {
        if (entry.value() instanceof Node.Scalar name && !name.isNull()) {
            String key = kind.equals("capability") ? "type" : "capability";
            Node.Scalar at = new Node.Scalar(key, true, name.location());
            return Optional.of(new Mapping(List.of(new Mapping.Entry(at, name)), entry.at()));
        }
        // Real types leave out what they inherit, or mean to fill in.
        return entry.value().isNull() && file.version().isSimple()
                ? Optional.of(Mapping.empty(entry.at()))
                : forms.mapping(entry.value(), kind + " '" + entry.name() + "'");
    }

    /** Requirement definitions, in either form (TOSCA 1.3 §3.7.3). */
    List<RequirementDefinition> requirements(Declaration declaration, Optional<NodeType> parent) {
        List<RequirementDefinition> inherited =
                parent.map(NodeType::requirements).orElse(List.of());
        List<Mapping.Entry> section = forms.singles(declaration.body(), "requirements");
        if (section.isEmpty()) {
            return inherited;
        }
        Map<String, RequirementDefinition> all = new LinkedHashMap<>();
        inherited.forEach(requirement -> all.put(requirement.name(), requirement));
        Map<String, Location> here = new HashMap<>();
        for (Mapping.Entry entry : section) {
            Location first = here.putIfAbsent(entry.name(), entry.at());
            if (first != null) {
                problems.error(
                                "duplicate-name",
                                entry.at(),
                                "the type has a requirement '%s' already; templates may name one requirement several times, types may not"
                                        .formatted(entry.name()))
                        .related(first, "first here");
                continue;
            }
            Optional<RequirementDefinition> refined = Optional.ofNullable(all.get(entry.name()));
            requirement(entry, refined, declaration.file())
                    .ifPresent(requirement -> all.put(entry.name(), requirement));
        }
        return List.copyOf(all.values());
    }

    private Optional<RequirementDefinition> requirement(
            Mapping.Entry entry, Optional<RequirementDefinition> refined, ServiceFile file) {
        Optional<Mapping> map = body(entry, "requirement", file);
        if (map.isEmpty()) {
            return refined;
        }
        Mapping body = map.get();
        String what = "requirement '" + entry.name() + "'";
        forms.keynames(body, Construct.REQUIREMENT_DEFINITION, file.version());
        Optional<Node.Scalar> capability = forms.scalar(body, "capability");
        Forms.Bounds usual = file.version().isSimple() ? Forms.Bounds.ONE : Forms.Bounds.ANY;
        Optional<Forms.Bounds> before =
                refined.map(known -> new Forms.Bounds(known.lower(), known.upper()));
        Forms.Bounds count =
                forms.bounds(body, "count_range", "occurrences").or(() -> before).orElse(usual);
        if (capability.isEmpty() && refined.isEmpty() && !body.has("capability")) {
            // Some name the node alone, whose capabilities tell.
            problems.graded(
                    !body.has("node") || file.version().refinesStrictly(),
                    "missing-keyname",
                    entry.at(),
                    what + " needs a 'capability'");
        }
        Optional<Node.Scalar> target = forms.scalar(body, "node");
        boolean symbolic =
                capability.isPresent()
                        && target.isPresent()
                        && !types.version().isSimple()
                        && !types.has(TypeKind.CAPABILITY, capability.get().text(), file);
        Optional<CapabilityType> type =
                symbolic
                        ? ofTarget(capability.get(), target.get(), file)
                        : capability.flatMap(name ->
                                target.isPresent()
                                        ? types.capabilityOf(target.get(), name, file)
                                        : types.definedCapability(name, file));
        Optional<String> node = target.flatMap(name -> types.names().targetName(name, file));
        Optional<RelationshipType> relationship = relationship(body, file);
        refined.ifPresent(known -> {
            Location at = entry.at();
            Location there = known.location();
            if (type.isPresent() && known.capability().isPresent()) {
                refinement.type(what, type.get(), known.capability().get(), there, at, file);
            }
            if (relationship.isPresent() && known.relationship().isPresent()) {
                refinement.type(
                        "the relationship of " + what,
                        relationship.get(),
                        known.relationship().get(),
                        there,
                        at,
                        file);
            }
            if (node.isPresent() && known.node().isPresent()) {
                refinement.name(
                        TypeKind.NODE,
                        "the target of " + what,
                        node.get(),
                        known.node().get(),
                        there,
                        at,
                        file);
            }
            refinement.count(what, count, before.orElse(usual), there, at, file);
        });
        return Optional.of(
                new RequirementDefinition(
                        entry.name(),
                        type.or(() -> refined.flatMap(RequirementDefinition::capability)),
                        symbolic
                                ? capability.map(Node.Scalar::text)
                                : refined.flatMap(RequirementDefinition::capabilityName),
                        node.or(() -> refined.flatMap(RequirementDefinition::node)),
                        relationship.or(() -> refined.flatMap(RequirementDefinition::relationship)),
                        types.conditions()
                                .filter(body, node, type, file, Place.ofNodes(node))
                                .or(() -> refined.flatMap(RequirementDefinition::filter)),
                        count.lower(),
                        count.upper(),
                        entry.at()));
    }

    /**
     * The type of the capability that a node type has under a name (TOSCA 2.0 §8.5). The node type
     * may be one that is being read, so that only its declaration is looked at.
     */
    private Optional<CapabilityType> ofTarget(
            Node.Scalar capability, Node.Scalar node, ServiceFile file) {
        Optional<Declaration> at = types.find(TypeKind.NODE, node.text(), file);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        Set<String> known = new LinkedHashSet<>();
        Set<Declaration> seen = new HashSet<>();
        while (at.isPresent() && seen.add(at.get())) {
            Declaration here = at.get();
            Mapping declared =
                    here.body().get("capabilities").orElse(null) instanceof Mapping map
                            ? map
                            : Mapping.empty(here.location());
            Node written = declared.get(capability.text()).orElse(null);
            Node type = written instanceof Mapping map ? map.get("type").orElse(null) : written;
            if (type instanceof Node.Scalar name && !name.isNull()) {
                return types.capability(name, here.file());
            }
            known.addAll(declared.names());
            at =
                    here.body().get("derived_from").orElse(null) instanceof Node.Scalar parent
                            ? types.find(TypeKind.NODE, parent.text(), here.file())
                            : Optional.empty();
        }
        problems.error(
                        "unknown-type",
                        capability.location(),
                        "there is no capability type '%1$s', and node type '%2$s' has no capability '%1$s'"
                                .formatted(Forms.shortened(capability.text()), node.text()))
                .nearest(capability.text(), known);
        return Optional.empty();
    }

    private Optional<RelationshipType> relationship(Mapping body, ServiceFile file) {
        Node node = body.get("relationship").orElse(null);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (node instanceof Mapping map) {
            return forms.scalar(map, "type").flatMap(name -> types.definedRelationship(name, file));
        }
        return forms.scalar(node, "'relationship'")
                .flatMap(name -> types.definedRelationship(name, file));
    }
}
