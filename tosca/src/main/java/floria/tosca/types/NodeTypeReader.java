package floria.tosca.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.NodeType;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.problem.Problems;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads what node types have besides properties: capabilities and requirements. */
final class NodeTypeReader {
    private final TypeTable types;
    private final PropertyReader properties;
    private final Problems problems;
    private final Forms forms;

    NodeTypeReader(TypeTable types, PropertyReader properties, Problems problems) {
        this.types = types;
        this.properties = properties;
        this.problems = problems;
        this.forms = new Forms(problems);
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
        if (entry.value() instanceof Node.Scalar name && !name.isNull()) {
            return types.capability(name, file)
                    .map(type -> checked(entry, type, refined, file.version().refinesStrictly()))
                    .map(type ->
                            new CapabilityDefinition(
                                    entry.name(), type, type.properties(), entry.at()));
        }
        Optional<Mapping> map = forms.mapping(entry.value(), "capability '" + entry.name() + "'");
        if (map.isEmpty()) {
            return refined;
        }
        Mapping body = map.get();
        forms.keynames(body, Construct.CAPABILITY_DEFINITION, file.version());
        Optional<Node.Scalar> name = forms.scalar(body, "type");
        if (name.isEmpty() && refined.isEmpty()) {
            problems.error(
                    "missing-keyname",
                    entry.at(),
                    "capability '%s' needs a 'type'".formatted(entry.name()));
        }
        Occurrences.read(body, forms);
        return name.flatMap(found -> types.capability(found, file))
                .map(type -> checked(entry, type, refined, file.version().refinesStrictly()))
                .or(() ->
                        name.isEmpty() ? refined.map(CapabilityDefinition::type) : Optional.empty())
                .map(type -> narrowed(type, body))
                .map(type ->
                        new CapabilityDefinition(
                                entry.name(),
                                type,
                                properties.all(
                                        body,
                                        "properties",
                                        PropertyReader.Kind.PROPERTY,
                                        refined.filter(_ -> name.isEmpty())
                                                .map(CapabilityDefinition::properties)
                                                .orElse(type.properties()),
                                        file),
                                entry.at()));
    }

    private CapabilityType checked(
            Mapping.Entry entry,
            CapabilityType type,
            Optional<CapabilityDefinition> refined,
            boolean strict) {
        if (refined.isPresent() && !type.isA(refined.get().type().name())) {
            problems.graded(
                            strict,
                            "bad-refinement",
                            entry.at(),
                            "capability '%s' is %s in the type that this one derives from; %s is not one"
                                    .formatted(
                                            entry.name(), refined.get().type().name(), type.name()))
                    .related(refined.get().location(), "declared here");
        }
        return type;
    }

    /** A definition may name fewer sources than its type. */
    private CapabilityType narrowed(CapabilityType type, Mapping body) {
        if (!body.has("valid_source_types")) {
            return type;
        }
        List<String> sources =
                forms.names(body, "valid_source_types").stream().map(Node.Scalar::text).toList();
        return new CapabilityType(
                type.name(),
                type.parent(),
                type.description(),
                type.metadata(),
                type.properties(),
                type.attributes(),
                sources,
                type.location());
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
        for (Mapping.Entry entry : section) {
            Optional<RequirementDefinition> refined = Optional.ofNullable(all.get(entry.name()));
            requirement(entry, refined, declaration.file())
                    .ifPresent(requirement -> all.put(entry.name(), requirement));
        }
        return List.copyOf(all.values());
    }

    private Optional<RequirementDefinition> requirement(
            Mapping.Entry entry, Optional<RequirementDefinition> refined, ServiceFile file) {
        if (entry.value() instanceof Node.Scalar name && !name.isNull()) {
            return Optional.of(
                    new RequirementDefinition(
                            entry.name(),
                            types.capability(name, file),
                            refined.flatMap(RequirementDefinition::node),
                            refined.flatMap(RequirementDefinition::relationship),
                            1,
                            Optional.of(1),
                            entry.at()));
        }
        Optional<Mapping> map = forms.mapping(entry.value(), "requirement '" + entry.name() + "'");
        if (map.isEmpty()) {
            return refined;
        }
        Mapping body = map.get();
        forms.keynames(body, Construct.REQUIREMENT_DEFINITION, file.version());
        Optional<Node.Scalar> capability = forms.scalar(body, "capability");
        Optional<Occurrences> occurrences = Occurrences.read(body, forms);
        Optional<Occurrences> before =
                refined.map(known -> new Occurrences(known.lower(), known.upper()));
        Occurrences count = occurrences.or(() -> before).orElse(new Occurrences(1, Optional.of(1)));
        if (capability.isEmpty() && refined.isEmpty() && !body.has("capability")) {
            problems.error(
                    "missing-keyname",
                    entry.at(),
                    "requirement '%s' needs a 'capability'".formatted(entry.name()));
        }
        return Optional.of(
                new RequirementDefinition(
                        entry.name(),
                        capability
                                .flatMap(name -> types.capability(name, file))
                                .or(() -> refined.flatMap(RequirementDefinition::capability)),
                        forms.scalar(body, "node")
                                .flatMap(name -> types.fullName(TypeKind.NODE, name, file))
                                .or(() -> refined.flatMap(RequirementDefinition::node)),
                        relationship(body, file)
                                .or(() -> refined.flatMap(RequirementDefinition::relationship)),
                        count.lower(),
                        count.upper(),
                        entry.at()));
    }

    private Optional<RelationshipType> relationship(Mapping body, ServiceFile file) {
        Node node = body.get("relationship").orElse(null);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (node instanceof Mapping map) {
            return forms.scalar(map, "type").flatMap(name -> types.relationship(name, file));
        }
        return forms.scalar(node, "'relationship'").flatMap(name -> types.relationship(name, file));
    }

    /** How often something may be there. */
    record Occurrences(int lower, Optional<Integer> upper) {

        static Optional<Occurrences> read(Mapping body, Forms forms) {
            Node node = body.get("occurrences").or(() -> body.get("count_range")).orElse(null);
            if (node == null || node.isNull()) {
                return Optional.empty();
            }
            if (node instanceof Node.Sequence(List<Node> items, _)
                    && items.size() == 2
                    && number(items.get(0)).isPresent()
                    && (isUnbounded(items.get(1)) || number(items.get(1)).isPresent())) {
                int lower = number(items.get(0)).orElseThrow();
                Optional<Integer> upper = number(items.get(1));
                if (upper.isEmpty() || upper.get() >= lower) {
                    return Optional.of(new Occurrences(lower, upper));
                }
            }
            forms.expected(node, "'occurrences'", "a range such as [0, 1] or [1, UNBOUNDED]");
            return Optional.empty();
        }

        private static boolean isUnbounded(Node node) {
            return node instanceof Node.Scalar scalar && scalar.text().equals("UNBOUNDED");
        }

        private static Optional<Integer> number(Node node) {
            return node instanceof Node.Scalar scalar
                            && !scalar.text().isEmpty()
                            && scalar.text().length() < 10
                            && scalar.text().chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Optional.of(Integer.parseInt(scalar.text()))
                    : Optional.empty();
        }
    }
}
