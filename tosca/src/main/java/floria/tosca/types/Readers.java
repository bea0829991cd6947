package floria.tosca.types;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Artifact;
import floria.tosca.model.ArtifactType;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.DataType;
import floria.tosca.model.GroupType;
import floria.tosca.model.InterfaceType;
import floria.tosca.model.NodeType;
import floria.tosca.model.PolicyType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Type;
import floria.tosca.problem.Problems;
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
    private final DataTypeReader data;
    private final ActivityReader activities;
    private final Refinement refinement;
    private final Map<String, Map<String, Artifact>> artifactsOfTypes = new LinkedHashMap<>();

    Readers(TypeTable types, Sources sources, Problems problems) {
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.properties = new PropertyReader(types, problems);
        this.artifacts = new ArtifactReader(types, sources, problems);
        this.interfaces =
                new InterfaceReader(
                        types,
                        new OperationReader(types, properties, artifacts, problems),
                        problems);
        this.nodes = new NodeTypeReader(types, properties, problems);
        this.data = new DataTypeReader(types, properties, problems);
        this.activities = new ActivityReader(types, problems);
        this.refinement = new Refinement(types, problems);
    }

    ArtifactReader artifacts() {
        return artifacts;
    }

    InterfaceReader interfaces() {
        return interfaces;
    }

    ActivityReader activities() {
        return activities;
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
            case DATA -> data.read(declaration, parent.map(DataType.class::cast));
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
        return forms.description(declaration.body());
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

    private ArtifactType artifact(Declaration declaration, Optional<ArtifactType> parent) {
        Mapping body = declaration.body();
        Optional<Node.Scalar> mime = forms.scalar(body, "mime_type");
        mime.filter(type -> !type.text().contains("/"))
                .ifPresent(type ->
                        problems.error(
                                        "bad-mime-type",
                                        type.location(),
                                        "'%s' is not a media type"
                                                .formatted(Forms.shortened(type.text())))
                                .hint("write such as application/x-sh"));
        return new ArtifactType(
                declaration.full(),
                parent,
                description(declaration),
                metadata(declaration),
                mime.map(Node.Scalar::text).or(() -> parent.flatMap(ArtifactType::mimeType)),
                body.has("file_ext")
                        ? texts(forms.list(body, "file_ext"))
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
        return new CapabilityType(
                declaration.full(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, CapabilityType::properties),
                attributes(declaration, parent, CapabilityType::attributes),
                names(
                        declaration,
                        List.of("valid_source_node_types", "valid_source_types"),
                        parent.map(CapabilityType::validSourceTypes),
                        TypeKind.NODE),
                names(
                        declaration,
                        List.of("valid_relationship_types"),
                        parent.map(CapabilityType::validRelationshipTypes),
                        TypeKind.RELATIONSHIP),
                declaration.location());
    }

    private InterfaceType interfaceType(Declaration declaration, Optional<InterfaceType> parent) {
        Map<String, PropertyDefinition> inputs =
                definitions(
                        declaration,
                        "inputs",
                        PropertyReader.Kind.INPUT,
                        parent,
                        InterfaceType::inputs);
        InterfaceType bare =
                new InterfaceType(
                        declaration.full(),
                        parent,
                        description(declaration),
                        metadata(declaration),
                        inputs,
                        parent.map(InterfaceType::operations).orElse(Map.of()),
                        parent.map(InterfaceType::notifications).orElse(Map.of()),
                        declaration.location());
        InterfaceReader.Parts parts =
                interfaces.ofType(bare, declaration.body(), calling(declaration, Map.of()));
        return new InterfaceType(
                bare.name(),
                parent,
                bare.description(),
                bare.metadata(),
                inputs,
                parts.operations(),
                parts.notifications(),
                declaration.location());
    }

    private Calling calling(Declaration declaration, Map<String, Artifact> known) {
        return new Calling(
                declaration.kind().title() + " '" + declaration.full() + "'",
                declaration.file(),
                known,
                true,
                types.calls().in(new Place.InType(declaration.kind(), declaration.full())));
    }

    private RelationshipType relationship(
            Declaration declaration, Optional<RelationshipType> parent) {
        return new RelationshipType(
                declaration.full(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, RelationshipType::properties),
                attributes(declaration, parent, RelationshipType::attributes),
                interfaces.definitions(
                        declaration.body(),
                        parent.map(RelationshipType::interfaces).orElse(Map.of()),
                        calling(declaration, Map.of())),
                names(
                        declaration,
                        List.of("valid_capability_types", "valid_target_types"),
                        parent.map(RelationshipType::validTargetTypes),
                        TypeKind.CAPABILITY),
                names(
                        declaration,
                        List.of("valid_target_node_types"),
                        parent.map(RelationshipType::validTargetNodeTypes),
                        TypeKind.NODE),
                names(
                        declaration,
                        List.of("valid_source_node_types"),
                        parent.map(RelationshipType::validSourceNodeTypes),
                        TypeKind.NODE),
                declaration.location());
    }

    private NodeType node(Declaration declaration, Optional<NodeType> parent) {
        Map<String, Artifact> known =
                artifacts.all(
                        declaration.body(),
                        parent.map(this::artifactsOf).orElse(Map.of()),
                        declaration.file());
        artifactsOfTypes.put(declaration.full(), known);
        return new NodeType(
                declaration.full(),
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
                declaration.full(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, GroupType::properties),
                attributes(declaration, parent, GroupType::attributes),
                names(
                        declaration,
                        List.of("members"),
                        parent.map(GroupType::members),
                        TypeKind.NODE,
                        TypeKind.GROUP),
                interfaces.definitions(
                        declaration.body(),
                        parent.map(GroupType::interfaces).orElse(Map.of()),
                        calling(declaration, Map.of())),
                declaration.location());
    }

    private PolicyType policy(Declaration declaration, Optional<PolicyType> parent) {
        return new PolicyType(
                declaration.full(),
                parent,
                description(declaration),
                metadata(declaration),
                properties(declaration, parent, PolicyType::properties),
                names(
                        declaration,
                        List.of("targets"),
                        parent.map(PolicyType::targets),
                        TypeKind.NODE,
                        TypeKind.GROUP),
                activities.triggers(
                        declaration.body(),
                        parent.map(PolicyType::triggers).orElse(Map.of()),
                        declaration.file(),
                        (_, _, _) -> Optional.empty()),
                declaration.location());
    }

    /**
     * Names of types under the first of {@code keys} that is written, which refine those inherited;
     * the inherited ones if none is.
     */
    private List<String> names(
            Declaration declaration,
            List<String> keys,
            Optional<List<String>> inherited,
            TypeKind... kinds) {
        Mapping body = declaration.body();
        String key = keys.stream().filter(body::has).findFirst().orElse("");
        if (key.isEmpty()) {
            return inherited.orElse(List.of());
        }
        List<String> names = names(body, key, declaration.file(), kinds);
        refinement.names(
                "the types in '" + key + "' of '" + declaration.full() + "'",
                names,
                inherited.orElse(List.of()),
                Refinement.at(body.get(key), declaration.location()),
                declaration.file(),
                kinds);
        return names;
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
        return types.names().looseName(kinds[0], name, file);
    }
}
