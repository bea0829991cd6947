package floria.tosca.types;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.model.Artifact;
import floria.tosca.model.ArtifactType;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.DataType;
import floria.tosca.model.GroupType;
import floria.tosca.model.InterfaceType;
import floria.tosca.model.NodeType;
import floria.tosca.model.PolicyType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Type;
import floria.tosca.problem.Problems;
import floria.tosca.schema.ConstraintReader;
import floria.tosca.schema.Primitive;
import floria.tosca.source.Sources;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads declarations of every kind, whose parents are known (TOSCA 1.3 §3.7). */
final class Readers {
    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final PropertyReader properties;
    private final ArtifactReader artifacts;
    private final InterfaceReader interfaces;
    private final NodeTypeReader nodes;
    private final Map<String, Map<String, Artifact>> artifactsOfTypes = new LinkedHashMap<>();

    Readers(TypeTable types, Sources sources, Problems problems) {
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems);
        this.properties = new PropertyReader(types, problems);
        this.artifacts = new ArtifactReader(types, sources, problems);
        this.interfaces =
                new InterfaceReader(
                        types, new OperationReader(properties, artifacts, problems), problems);
        this.nodes = new NodeTypeReader(types, properties, problems);
    }

    ArtifactReader artifacts() {
        return artifacts;
    }

    InterfaceReader interfaces() {
        return interfaces;
    }

    PropertyReader properties() {
        return properties;
    }

    /** The artifacts that a node type has, by its name. */
    Map<String, Artifact> artifactsOf(NodeType type) {
        return artifactsOfTypes.getOrDefault(type.name(), Map.of());
    }

    Type read(Declaration declaration, Optional<Type> parent) {
        return switch (declaration.kind()) {
            case DATA -> data(declaration, parent.map(DataType.class::cast));
            case ARTIFACT -> artifact(declaration, parent.map(ArtifactType.class::cast));
            case CAPABILITY -> capability(declaration, parent.map(CapabilityType.class::cast));
            case INTERFACE -> interfaceType(declaration, parent.map(InterfaceType.class::cast));
            case RELATIONSHIP ->
                    relationship(declaration, parent.map(RelationshipType.class::cast));
            case NODE -> node(declaration, parent.map(NodeType.class::cast));
            case GROUP -> group(declaration, parent.map(GroupType.class::cast));
            case POLICY -> policy(declaration, parent.map(PolicyType.class::cast));
        };
    }

    private String description(Declaration declaration) {
        return forms.text(declaration.body(), "description").orElse("");
    }

    private Map<String, String> metadata(Declaration declaration) {
        return forms.metadata(declaration.body());
    }

    private <P> Map<String, PropertyDefinition> definitions(
            Declaration declaration,
            String key,
            PropertyReader.Kind kind,
            Optional<P> parent,
            Function<P, Map<String, PropertyDefinition>> inherited) {
        return properties.all(
                declaration.body(),
                key,
                kind,
                parent.map(inherited).orElse(Map.of()),
                declaration.file());
    }

    private <P> Map<String, PropertyDefinition> properties(
            Declaration declaration,
            Optional<P> parent,
            Function<P, Map<String, PropertyDefinition>> inherited) {
        return definitions(
                declaration, "properties", PropertyReader.Kind.PROPERTY, parent, inherited);
    }

    private <P> Map<String, PropertyDefinition> attributes(
            Declaration declaration,
            Optional<P> parent,
            Function<P, Map<String, PropertyDefinition>> inherited) {
        return definitions(
                declaration, "attributes", PropertyReader.Kind.ATTRIBUTE, parent, inherited);
    }

    private DataType data(Declaration declaration, Optional<DataType> parent) {
        Optional<Primitive> base = parent.flatMap(Primitive::of);
        if (base.isPresent() && declaration.body().has("properties")) {
            problems.error(
                            "bad-derivation",
                            declaration.body().entry("properties").orElseThrow().at(),
                            "'%s' derives from %s and cannot have properties"
                                    .formatted(declaration.name(), base.get().type().name()))
                    .hint("derive from tosca.datatypes.Root instead");
        }
        LazyFields fields =
                new LazyFields(map -> {
                    parent.map(DataType::fields).ifPresent(map::putAll);
                    if (base.isEmpty()) {
                        map.putAll(properties(declaration, parent, DataType::fields));
                    }
                });
        DataType bare =
                new DataType(
                        declaration.name(),
                        parent,
                        description(declaration),
                        metadata(declaration),
                        fields,
                        List.of(),
                        declaration.location());
        Schema schema = new Schema(bare, Optional.empty(), Optional.empty(), List.of());
        return new DataType(
                bare.name(),
                parent,
                bare.description(),
                bare.metadata(),
                fields,
                new ConstraintReader(problems).read(declaration.body(), schema),
                declaration.location());
    }

    private ArtifactType artifact(Declaration declaration, Optional<ArtifactType> parent) {
        return new ArtifactType(
                declaration.name(),
                parent,
                description(declaration),
                metadata(declaration),
                forms.text(declaration.body(), "mime_type")
                        .or(() -> parent.flatMap(ArtifactType::mimeType)),
                declaration.body().has("file_ext")
                        ? texts(forms.list(declaration.body(), "file_ext"))
                        : parent.map(ArtifactType::fileExtensions).orElse(List.of()),
                properties(declaration, parent, ArtifactType::properties),
                declaration.location());
    }

    private List<String> texts(List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> forms.scalar(node, "a file extension").stream())
                .map(Node.Scalar::text)
                .toList();
    }

    private CapabilityType capability(Declaration declaration, Optional<CapabilityType> parent) {
        String key =
                declaration.body().has("valid_source_node_types")
                        ? "valid_source_node_types"
                        : "valid_source_types";
        return new CapabilityType(
                declaration.name(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, CapabilityType::properties),
                attributes(declaration, parent, CapabilityType::attributes),
                declaration.body().has(key)
                        ? names(declaration.body(), key, declaration.file(), TypeKind.NODE)
                        : parent.map(CapabilityType::validSourceTypes).orElse(List.of()),
                declaration.location());
    }

    private InterfaceType interfaceType(Declaration declaration, Optional<InterfaceType> parent) {
        List<String> operations =
                new ArrayList<>(parent.map(InterfaceType::operations).orElse(List.of()));
        Mapping body = declaration.body();
        boolean section = body.has("operations");
        for (Mapping.Entry entry :
                section ? forms.mapping(body, "operations").entries() : body.entries()) {
            boolean keyname =
                    !section && Construct.INTERFACE_TYPE.has(entry.name(), Version.SIMPLE_1_3);
            if (keyname) {
                continue;
            }
            if (entry.value() instanceof Mapping operation) {
                forms.keynames(operation, Construct.OPERATION, declaration.file().version());
                forms.text(operation, "description");
                for (Mapping.Entry input : forms.mapping(operation, "inputs").entries()) {
                    properties.definition(
                            input, PropertyReader.Kind.INPUT, Optional.empty(), declaration.file());
                }
            } else if (!entry.value().isNull()) {
                forms.expected(entry.value(), "operation '" + entry.name() + "'", "a map");
            }
            if (!operations.contains(entry.name())) {
                operations.add(entry.name());
            }
        }
        return new InterfaceType(
                declaration.name(),
                parent,
                description(declaration),
                metadata(declaration),
                definitions(
                        declaration,
                        "inputs",
                        PropertyReader.Kind.INPUT,
                        parent,
                        InterfaceType::inputs),
                List.copyOf(operations),
                declaration.location());
    }

    private Calling calling(Declaration declaration, Map<String, Artifact> known) {
        return new Calling(
                declaration.kind().title() + " '" + declaration.name() + "'",
                declaration.file(),
                known,
                true,
                (_, _) -> {});
    }

    private RelationshipType relationship(
            Declaration declaration, Optional<RelationshipType> parent) {
        Mapping body = declaration.body();
        return new RelationshipType(
                declaration.name(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, RelationshipType::properties),
                attributes(declaration, parent, RelationshipType::attributes),
                interfaces.definitions(
                        body,
                        parent.map(RelationshipType::interfaces).orElse(Map.of()),
                        calling(declaration, Map.of())),
                body.has("valid_target_types")
                        ? names(body, "valid_target_types", declaration.file(), TypeKind.CAPABILITY)
                        : body.has("valid_capability_types")
                                ? names(
                                        body,
                                        "valid_capability_types",
                                        declaration.file(),
                                        TypeKind.CAPABILITY)
                                : parent.map(RelationshipType::validTargetTypes).orElse(List.of()),
                declaration.location());
    }

    private NodeType node(Declaration declaration, Optional<NodeType> parent) {
        Map<String, Artifact> known =
                artifacts.all(
                        declaration.body(),
                        parent.map(this::artifactsOf).orElse(Map.of()),
                        declaration.file());
        artifactsOfTypes.put(declaration.name(), known);
        return new NodeType(
                declaration.name(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, NodeType::properties),
                attributes(declaration, parent, NodeType::attributes),
                nodes.capabilities(declaration, parent),
                nodes.requirements(declaration, parent),
                interfaces.definitions(
                        declaration.body(),
                        parent.map(NodeType::interfaces).orElse(Map.of()),
                        calling(declaration, known)),
                declaration.location());
    }

    private GroupType group(Declaration declaration, Optional<GroupType> parent) {
        return new GroupType(
                declaration.name(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, GroupType::properties),
                declaration.body().has("members")
                        ? names(declaration.body(), "members", declaration.file(), TypeKind.NODE)
                        : parent.map(GroupType::members).orElse(List.of()),
                declaration.location());
    }

    private PolicyType policy(Declaration declaration, Optional<PolicyType> parent) {
        return new PolicyType(
                declaration.name(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, PolicyType::properties),
                declaration.body().has("targets")
                        ? names(
                                declaration.body(),
                                "targets",
                                declaration.file(),
                                TypeKind.NODE,
                                TypeKind.GROUP)
                        : parent.map(PolicyType::targets).orElse(List.of()),
                declaration.location());
    }

    /** Names of types of any of {@code kinds}, in full; those that are unknown are reported. */
    List<String> names(Mapping body, String key, ServiceFile file, TypeKind... kinds) {
        return forms.names(body, key).stream()
                .flatMap(name -> name(name, file, kinds).stream())
                .toList();
    }

    private Optional<String> name(Node.Scalar name, ServiceFile file, TypeKind... kinds) {
        for (TypeKind kind : kinds) {
            if (types.has(kind, name.text(), file)) {
                return types.fullName(kind, name, file);
            }
        }
        // Templates in the wild name node types where capability types belong.
        for (TypeKind kind : List.of(TypeKind.NODE, TypeKind.CAPABILITY)) {
            if (types.has(kind, name.text(), file)) {
                problems.tolerated(
                        "other-kind-of-type",
                        name.location(),
                        "'%s' is a %s; a %s is expected here"
                                .formatted(name.text(), kind.title(), kinds[0].title()));
                return types.fullName(kind, name, file);
            }
        }
        return types.fullName(kinds[0], name, file);
    }
}
