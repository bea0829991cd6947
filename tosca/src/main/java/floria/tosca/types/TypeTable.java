package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collection;
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
import floria.tosca.grammar.Version;
import floria.tosca.model.Artifact;
import floria.tosca.model.ArtifactType;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.DataType;
import floria.tosca.model.GroupType;
import floria.tosca.model.InterfaceType;
import floria.tosca.model.NodeType;
import floria.tosca.model.PolicyType;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Type;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;
import floria.tosca.source.Sources;
import floria.tosca.yaml.Node;

/**
 * Every type that a template may name. A type is read when it is first asked for, with its
 * ancestors; what cannot be read is reported once, and is then absent for everyone who asks.
 */
public final class TypeTable {
    private static final int DEEPEST = 100;

    private final Problems problems;
    private final Forms forms;
    private final Scope scope;
    private final Normative normative;
    private final TypeNames names;
    private final Version version;

    /** The version of the Simple Profile that there are files of; else 2.0. */
    private final Version simple;

    private final Map<Declaration, Optional<Type>> types = new HashMap<>();
    private final Set<Declaration> open = new LinkedHashSet<>();
    private final Map<Declaration, Integer> ancestors = new HashMap<>();
    private final Readers readers;
    private final FunctionTable functions;
    private final PendingCalls calls = new PendingCalls();
    private final List<Runnable> later = new ArrayList<>();
    private final Conditions conditions;

    /**
     * @param files the template first
     */
    public TypeTable(Collection<ServiceFile> files, Sources sources, Problems problems) {
        this.problems = problems;
        // One version for all files, or a type would not be the type of the same name elsewhere.
        this.simple =
                files.stream()
                        .map(ServiceFile::version)
                        .filter(Version::isSimple)
                        .max(Version::compareTo)
                        .orElse(Version.TOSCA_2_0);
        this.version =
                files.stream()
                        .findFirst()
                        .map(ServiceFile::version)
                        .filter(first -> !first.isSimple())
                        .orElse(simple);
        this.forms = new Forms(problems, version);
        this.scope = new Scope(files, forms, problems);
        this.normative = Normative.of(simple);
        this.names = new TypeNames(files, scope, normative, version, problems);
        this.readers = new Readers(this, sources, problems);
        this.conditions = new Conditions(this, problems);
        this.functions = new FunctionTable(files, this, problems);
    }

    /** What can be checked only when all types are known. */
    void later(Runnable check) {
        later.add(check);
    }

    /** Reads filters and conditions. */
    public Conditions conditions() {
        return conditions;
    }

    /** A type that is built in; those of 1.x are where its normative types are. */
    Optional<DataType> primitive(String name) {
        return Primitive.named(name, version)
                .or(() -> simple.isSimple() ? Primitive.named(name, simple) : Optional.empty());
    }

    /** The version whose rules hold for all files. */
    public Version version() {
        return version;
    }

    /** The functions in all that is read. */
    public PendingCalls calls() {
        return calls;
    }

    /** The functions that files declare. */
    public FunctionTable functions() {
        return functions;
    }

    /** Reads all declared types, used or not, so that what is wrong in them is reported. */
    public void readAll() {
        for (Declaration declaration : scope.all()) {
            resolve(declaration);
        }
        functions.readAll();
        while (!later.isEmpty()) {
            List<Runnable> due = List.copyOf(later);
            later.clear();
            due.forEach(Runnable::run);
        }
        for (Optional<Type> type : List.copyOf(types.values())) {
            if (type.orElse(null) instanceof DataType data) {
                // Fields are read on first use; after this, the type is complete and constant.
                data.fields().forEach((_, _) -> {});
            }
        }
    }

    public ArtifactReader artifacts() {
        return readers.artifacts();
    }

    /** The artifacts that templates of a node type inherit. */
    public Map<String, Artifact> artifactsOf(NodeType type) {
        return readers.artifactsOf(type);
    }

    public InterfaceReader interfaces() {
        return readers.interfaces();
    }

    /** Reads triggers and activities. */
    public ActivityReader activities() {
        return readers.activities();
    }

    public PropertyReader properties() {
        return readers.properties();
    }

    /** The node type of that name. */
    public Optional<NodeType> node(Node.Scalar name, ServiceFile file) {
        return type(TypeKind.NODE, NodeType.class, name, file);
    }

    /** The node type that is declared under {@code name} in the file of {@code at}. */
    public Optional<NodeType> declaredNode(Node.Scalar name, Location at) {
        return scope.in(at.address(), TypeKind.NODE, name.text())
                .or(() -> normative.find(TypeKind.NODE, name.text()))
                .flatMap(this::resolve)
                .map(NodeType.class::cast);
    }

    public Optional<CapabilityType> capability(Node.Scalar name, ServiceFile file) {
        return type(TypeKind.CAPABILITY, CapabilityType.class, name, file);
    }

    public Optional<RelationshipType> relationship(Node.Scalar name, ServiceFile file) {
        return type(TypeKind.RELATIONSHIP, RelationshipType.class, name, file);
    }

    public Optional<InterfaceType> interfaceType(Node.Scalar name, ServiceFile file) {
        return type(TypeKind.INTERFACE, InterfaceType.class, name, file);
    }

    public Optional<ArtifactType> artifact(Node.Scalar name, ServiceFile file) {
        return type(TypeKind.ARTIFACT, ArtifactType.class, name, file);
    }

    /** The artifact type; before 1.3 one that nobody declares is taken for none. */
    Optional<ArtifactType> artifactIfThere(Node.Scalar name, ServiceFile file) {
        if (version.refinesStrictly() || has(TypeKind.ARTIFACT, name.text(), file)) {
            return artifact(name, file);
        }
        missing(
                TypeKind.ARTIFACT,
                name.text(),
                file,
                problems.tolerated(
                                "unknown-type",
                                name.location(),
                                "there is no artifact type '%s'"
                                        .formatted(Forms.shortened(name.text())))
                        .nearest(name.text(), names(TypeKind.ARTIFACT)));
        return Optional.empty();
    }

    public Optional<GroupType> group(Node.Scalar name, ServiceFile file) {
        return type(TypeKind.GROUP, GroupType.class, name, file);
    }

    public Optional<PolicyType> policy(Node.Scalar name, ServiceFile file) {
        return type(TypeKind.POLICY, PolicyType.class, name, file);
    }

    public Optional<DataType> data(Node.Scalar name, ServiceFile file) {
        return type(TypeKind.DATA, DataType.class, name, file);
    }

    /**
     * The capability type that a requirement names beside a node type. Before 1.3 the node type
     * alone does, whose capabilities tell.
     */
    Optional<CapabilityType> capabilityOf(Node.Scalar node, Node.Scalar name, ServiceFile file) {
        if (version.refinesStrictly()
                || has(TypeKind.CAPABILITY, name.text(), file)
                || !has(TypeKind.NODE, node.text(), file)) {
            return definedCapability(name, file);
        }
        names.leaveOut(TypeKind.CAPABILITY, name, file);
        return Optional.empty();
    }

    /** The capability type that the definition of a capability or a requirement names. */
    Optional<CapabilityType> definedCapability(Node.Scalar name, ServiceFile file) {
        return names.isLeftToImporter(TypeKind.CAPABILITY, name, file)
                ? Optional.empty()
                : capability(name, file);
    }

    /** The relationship type that the definition of a requirement names. */
    Optional<RelationshipType> definedRelationship(Node.Scalar name, ServiceFile file) {
        return names.isLeftToImporter(TypeKind.RELATIONSHIP, name, file)
                ? Optional.empty()
                : relationship(name, file);
    }

    /** Whether there is a type of that name; nothing is reported. */
    public boolean has(TypeKind kind, String name, ServiceFile file) {
        return names.has(kind, name, file);
    }

    /** The full name of a type, if there is one of that name. */
    public Optional<String> fullName(TypeKind kind, Node.Scalar name, ServiceFile file) {
        return names.fullName(kind, name, file);
    }

    /** What names mean, to readers of types. */
    TypeNames names() {
        return names;
    }

    /** All names of a kind, for hints. */
    public Collection<String> names(TypeKind kind) {
        return names.names(kind);
    }

    /**
     * Whether the type {@code name}, as the file or as everybody calls it, is {@code base} or
     * derives from it.
     */
    public boolean derives(TypeKind kind, String name, String base, ServiceFile file) {
        return names.derives(kind, name, base, file);
    }

    /** The declaration that {@code name} means in {@code file}; nothing is reported. */
    Optional<Declaration> find(TypeKind kind, String name, ServiceFile file) {
        return names.find(kind, name, file);
    }

    /**
     * Says that a problem is about a type that nobody declares: it follows from the import that
     * could have brought it, and from the first problem about that type.
     */
    public void missing(TypeKind kind, String name, ServiceFile file, Problems.Draft problem) {
        names.missing(kind, name, file, problem);
    }

    /** The relationship that the language has by default, for requirements that name none. */
    public Optional<RelationshipType> normativeRelationship(String name) {
        return normative
                .find(TypeKind.RELATIONSHIP, name)
                .flatMap(this::resolve)
                .map(RelationshipType.class::cast);
    }

    private <T extends Type> Optional<T> type(
            TypeKind kind, Class<T> form, Node.Scalar name, ServiceFile file) {
        Optional<Declaration> found = find(kind, name.text(), file);
        if (found.isEmpty()) {
            names.unknown(kind, name, file);
            return names.instead(kind, name, file).flatMap(this::resolve).map(form::cast);
        }
        names.shortName(name, found.get());
        return resolve(found.get()).map(form::cast);
    }

    Optional<Type> resolve(Declaration declaration) {
        Optional<Type> known = types.get(declaration);
        if (known != null) {
            return known;
        }
        if (!open.add(declaration)) {
            return Optional.empty();
        }
        Optional<Type> type = Optional.empty();
        int ancestors = ancestors(declaration);
        if (ancestors == DEEPEST + 1) {
            problems.error(
                            "derived-too-deeply",
                            declaration.location(),
                            "'%s' has more than %d ancestors"
                                    .formatted(declaration.name(), DEEPEST))
                    .hint("neither it nor what derives from it is read");
        }
        if (ancestors <= DEEPEST) {
            if (declaration.kind() != TypeKind.INTERFACE) {
                forms.keynames(
                        declaration.body(),
                        construct(declaration.kind()),
                        declaration.file().version());
            }
            Parent parent = parent(declaration);
            if (parent.usable) {
                type = Optional.of(readers.read(declaration, Optional.ofNullable(parent.type)));
            }
        }
        open.remove(declaration);
        types.put(declaration, type);
        return type;
    }

    /**
     * How many types one derives from, directly or by others, before any of them is read; those of
     * a circle are counted up to where it closes.
     */
    private int ancestors(Declaration declaration) {
        Set<Declaration> chain = new LinkedHashSet<>();
        @Nullable Declaration at = declaration;
        while (at != null && !ancestors.containsKey(at) && chain.add(at)) {
            at = above(at).orElse(null);
        }
        int count = at == null ? -1 : ancestors.getOrDefault(at, 0);
        for (Declaration each : List.copyOf(chain).reversed()) {
            ancestors.put(each, ++count);
        }
        return ancestors.getOrDefault(declaration, 0);
    }

    private Optional<Declaration> above(Declaration declaration) {
        return declaration.body().get("derived_from").orElse(null) instanceof Node.Scalar name
                        && !name.isNull()
                ? find(declaration.kind(), name.text(), declaration.file())
                : Optional.empty();
    }

    /** The type that another derives from; not usable if it is named, but cannot be had. */
    private record Parent(boolean usable, @Nullable Type type) {}

    private Parent parent(Declaration declaration) {
        Node.Scalar name = forms.scalar(declaration.body(), "derived_from").orElse(null);
        if (name == null) {
            return new Parent(true, null);
        }
        if (declaration.kind() == TypeKind.DATA) {
            Optional<DataType> primitive = primitive(name.text());
            if (primitive.isPresent()) {
                return new Parent(true, primitive.get());
            }
        }
        Optional<Declaration> found = find(declaration.kind(), name.text(), declaration.file());
        if (found.isEmpty()) {
            names.unknown(declaration.kind(), name, declaration.file());
            return new Parent(false, null);
        }
        names.shortName(name, found.get());
        if (open.contains(found.get())) {
            cycle(declaration, found.get(), name.location());
            return new Parent(false, null);
        }
        Optional<Type> type = resolve(found.get());
        return new Parent(type.isPresent(), type.orElse(null));
    }

    private void cycle(Declaration from, Declaration to, Location at) {
        List<String> names = new ArrayList<>();
        boolean inside = false;
        for (Declaration each : open) {
            inside |= each.equals(to);
            if (inside) {
                names.add(each.name());
            }
        }
        names.add(to.name());
        problems.error(
                        "derivation-cycle",
                        at,
                        "'%s' derives from itself: %s"
                                .formatted(from.name(), String.join(" -> ", names)))
                .related(to.location(), "'" + to.name() + "' is here");
    }

    private static Construct construct(TypeKind kind) {
        return switch (kind) {
            case DATA -> Construct.DATA_TYPE;
            case ARTIFACT -> Construct.ARTIFACT_TYPE;
            case CAPABILITY -> Construct.CAPABILITY_TYPE;
            case INTERFACE -> Construct.INTERFACE_TYPE;
            case RELATIONSHIP -> Construct.RELATIONSHIP_TYPE;
            case NODE -> Construct.NODE_TYPE;
            case GROUP -> Construct.GROUP_TYPE;
            case POLICY -> Construct.POLICY_TYPE;
        };
    }
}
