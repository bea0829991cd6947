package floria.lsp.meaning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import floria.lsp.grammar.Grammar;
import floria.lsp.grammar.Role;
import floria.tosca.document.ServiceFile;
import floria.tosca.problem.Location;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.types.Catalogue;
import floria.tosca.types.Declaration;
import floria.tosca.types.TypeKind;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** What names mean in one file, and which names there are. Safe for use by many threads. */
public final class Names {
    private final Catalogue types;
    private final ServiceFile file;
    private final Mapping root;
    private final Sources sources;

    /**
     * @param root the tree of the file as it is now, which may be newer than that of {@code file}
     */
    public Names(Catalogue types, ServiceFile file, Mapping root, Sources sources) {
        this.types = types;
        this.file = file;
        this.root = root;
        this.sources = sources;
    }

    public Catalogue types() {
        return types;
    }

    public ServiceFile file() {
        return file;
    }

    Mapping root() {
        return root;
    }

    /** Where the walk through the file begins. */
    Frame outside() {
        return new Frame(Optional.empty(), "", root, Optional.empty(), nobody());
    }

    Subject nobody() {
        return new Subject(Optional.empty(), none(), none(), file);
    }

    /** What a name at a place stands for. */
    Optional<Meaning> find(Role role, String name, Frame frame) {
        if (role.kind().isPresent()) {
            return type(role.kind().get(), name, file);
        }
        return switch (role) {
            case TARGET -> find(Role.NODE, name, frame).or(() -> find(Role.NODE_TYPE, name, frame));
            case RELATION ->
                    find(Role.RELATIONSHIP, name, frame)
                            .or(() -> find(Role.RELATIONSHIP_TYPE, name, frame));
            case TARGET_CAPABILITY ->
                    find(shelves(role, frame), name)
                            .or(() -> find(Role.CAPABILITY_TYPE, name, frame));
            case ENTITY -> keyword(name, frame).or(() -> find(shelves(role, frame), name));
            case IMPORT, FILE -> imported(name);
            default -> find(shelves(role, frame), name);
        };
    }

    /** All names that may stand at a place, with what they stand for. */
    public Map<String, Meaning> all(Role role, Frame frame) {
        Map<String, Meaning> all = new LinkedHashMap<>();
        for (Shelf shelf : shelves(role, frame)) {
            for (Mapping.Entry entry : shelf.entries.entries()) {
                if (shelf.has(entry.name())) {
                    all.putIfAbsent(entry.name(), meaning(shelf, entry));
                }
            }
        }
        kinds(role)
                .forEach(kind ->
                        types.names(kind, file)
                                .forEach(name ->
                                        type(kind, name, file)
                                                .ifPresent(found -> all.putIfAbsent(name, found))));
        return all;
    }

    private static List<TypeKind> kinds(Role role) {
        return switch (role) {
            case TARGET -> List.of(TypeKind.NODE);
            case TARGET_CAPABILITY -> List.of(TypeKind.CAPABILITY);
            case RELATION -> List.of(TypeKind.RELATIONSHIP);
            default -> role.kind().stream().toList();
        };
    }

    /** The type of that name, seen from a file. */
    Optional<Meaning> type(TypeKind kind, String name, ServiceFile from) {
        return types.find(kind, name, from).map(this::meaning);
    }

    /** A declared type as what a name stands for. */
    public Meaning meaning(Declaration type) {
        return new Meaning(
                Role.of(type.kind()),
                type.name(),
                type.location(),
                type.body(),
                new Subject(Optional.of(type), none(), none(), type.file()));
    }

    /** What the body of a thing of some role says about what names behind it belong to. */
    Subject subject(Role role, Node value, ServiceFile from) {
        Mapping body = value instanceof Mapping map ? map : none();
        return switch (role) {
            case NODE -> template(TypeKind.NODE, body, from);
            case RELATIONSHIP -> template(TypeKind.RELATIONSHIP, body, from);
            case GROUP -> template(TypeKind.GROUP, body, from);
            case POLICY -> template(TypeKind.POLICY, body, from);
            case ARTIFACT -> template(TypeKind.ARTIFACT, body, from);
            case PROPERTY, ATTRIBUTE, INPUT, OUTPUT, PARAMETER ->
                    defined(TypeKind.DATA, text(body, "type"), body, from);
            case CAPABILITY -> defined(TypeKind.CAPABILITY, typeName(value), body, from);
            case INTERFACE -> defined(TypeKind.INTERFACE, typeName(value), body, from);
            case REQUIREMENT -> {
                Mapping written = value instanceof Node.Scalar type ? capability(type) : body;
                yield defined(TypeKind.NODE, text(written, "node"), written, from);
            }
            default -> new Subject(Optional.empty(), body, none(), from);
        };
    }

    /** The short form of a requirement definition, which names the capability alone. */
    private static Mapping capability(Node.Scalar type) {
        Node key = new Node.Scalar("capability", true, type.location());
        return new Mapping(List.of(new Mapping.Entry(key, type)), type.location());
    }

    Subject template(TypeKind kind, Mapping body, ServiceFile from) {
        return new Subject(types.find(kind, text(body, "type"), from), none(), body, from);
    }

    Subject defined(TypeKind kind, String type, Mapping body, ServiceFile from) {
        return new Subject(types.find(kind, type, from), body, none(), from);
    }

    /**
     * Whether something of a node type can be what a requirement leads to (TOSCA 1.3 §3.7.3): it is
     * of the wanted type, and has a capability of the wanted type.
     */
    public boolean fits(Subject node, Subject requirement) {
        Optional<Declaration> type = node.type();
        boolean typed =
                requirement.type().isEmpty()
                        || type.filter(each -> types.derives(each, requirement.type().get()))
                                .isPresent();
        Optional<Declaration> capability =
                types.find(
                        TypeKind.CAPABILITY,
                        text(requirement.definition(), "capability"),
                        requirement.file());
        return typed
                && (capability.isEmpty()
                        || members(Role.CAPABILITY, node, "capabilities").stream()
                                .flatMap(shelf ->
                                        shelf.entries.entries().stream()
                                                .map(entry -> meaning(shelf, entry)))
                                .flatMap(each -> each.subject().type().stream())
                                .anyMatch(each -> types.derives(each, capability.get())));
    }

    /** The schema of the entries of a list or a map. */
    Subject entries(Subject of) {
        Node schema = of.definition().get("entry_schema").orElse(none());
        Mapping body = schema instanceof Mapping map ? map : none();
        return defined(TypeKind.DATA, typeName(schema), body, of.file());
    }

    /** The maps in which the names of a role are declared, those that count first. */
    private List<Shelf> shelves(Role role, Frame frame) {
        return switch (role) {
            case INPUT ->
                    Stream.concat(
                                    frame.nearest("workflow").stream()
                                            .map(flow -> child(flow.body(), "inputs")),
                                    Stream.of(topology("inputs")))
                            .map(entries -> shelf(role, entries))
                            .toList();
            case OUTPUT -> List.of(shelf(role, topology("outputs")));
            case NODE, TARGET -> List.of(shelf(Role.NODE, topology("node_templates")));
            case RELATIONSHIP, RELATION ->
                    List.of(shelf(Role.RELATIONSHIP, topology("relationship_templates")));
            case GROUP -> List.of(shelf(role, topology("groups")));
            case POLICY -> List.of(shelf(role, topology("policies")));
            case WORKFLOW -> List.of(shelf(role, topology("workflows")));
            case MEMBER -> both(shelves(Role.NODE, frame), shelves(Role.GROUP, frame));
            case ENTITY -> both(shelves(Role.MEMBER, frame), shelves(Role.RELATIONSHIP, frame));
            case STEP ->
                    frame.nearest("workflow").stream()
                            .map(flow -> shelf(role, child(flow.body(), "steps")))
                            .toList();
            case REPOSITORY -> List.of(shelf(role, child(root, "repositories")));
            case FUNCTION -> List.of(shelf(role, child(root, "functions")));
            case PROPERTY -> members(role, frame.subject(), "properties");
            case ATTRIBUTE ->
                    both(
                            members(role, frame.subject(), "attributes"),
                            members(Role.PROPERTY, frame.subject(), "properties"));
            case CAPABILITY -> members(role, frame.subject(), "capabilities");
            case REQUIREMENT -> members(role, frame.subject(), "requirements");
            case INTERFACE -> members(role, frame.subject(), "interfaces");
            case OPERATION -> operations(role, frame.subject(), "operations");
            case NOTIFICATION -> operations(role, frame.subject(), "notifications");
            case PARAMETER ->
                    frame.outwards()
                            .limit(3)
                            .flatMap(each -> members(role, each.subject(), "inputs").stream())
                            .toList();
            case ARTIFACT ->
                    both(
                            List.of(shelf(role, child(frame.subject().template(), "artifacts"))),
                            members(role, frame.subject(), "artifacts"));
            case PART ->
                    Stream.of(Role.ATTRIBUTE, Role.CAPABILITY, Role.REQUIREMENT)
                            .flatMap(each -> shelves(each, frame).stream())
                            .toList();
            case TARGET_CAPABILITY ->
                    find(Role.TARGET, text(frame.body(), "node"), frame)
                            .map(target ->
                                    members(Role.CAPABILITY, target.subject(), "capabilities"))
                            .orElse(List.of());
            default -> List.of();
        };
    }

    /**
     * Entries that declare names.
     *
     * @param operations whether the entries are those operations that stand beside keynames
     */
    private record Shelf(Role role, Mapping entries, ServiceFile file, boolean operations) {
        boolean has(String name) {
            return entries.has(name) && !(operations && Grammar.part("interface_type").has(name));
        }
    }

    private Shelf shelf(Role role, Mapping entries) {
        return new Shelf(role, entries, file, false);
    }

    private static List<Shelf> both(List<Shelf> first, List<Shelf> second) {
        List<Shelf> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** The members that a thing and the ancestors of its type have under a keyname. */
    private List<Shelf> members(Role role, Subject subject, String keyname) {
        List<Shelf> shelves = new ArrayList<>();
        shelves.add(new Shelf(role, child(subject.definition(), keyname), subject.file(), false));
        for (Declaration type : subject.type().map(types::ancestry).orElse(List.of())) {
            shelves.add(new Shelf(role, child(type.body(), keyname), type.file(), false));
        }
        return shelves;
    }

    /** Before 1.3, operations stood beside the keynames of their interface (§3.6.20). */
    private List<Shelf> operations(Role role, Subject subject, String keyname) {
        List<Shelf> shelves = new ArrayList<>(members(role, subject, keyname));
        shelves.add(new Shelf(role, subject.definition(), subject.file(), true));
        for (Declaration type : subject.type().map(types::ancestry).orElse(List.of())) {
            shelves.add(new Shelf(role, type.body(), type.file(), true));
        }
        return shelves;
    }

    private Optional<Meaning> find(List<Shelf> shelves, String name) {
        List<Meaning> found =
                shelves.stream()
                        .filter(shelf -> shelf.has(name))
                        .map(shelf -> meaning(shelf, shelf.entries.entry(name).orElseThrow()))
                        .toList();
        // One that refines may leave the type to the one that it refines.
        return found.stream()
                .findFirst()
                .map(first ->
                        found.stream()
                                .filter(each -> each.role() == first.role())
                                .map(Meaning::subject)
                                .filter(subject -> subject.type().isPresent())
                                .findFirst()
                                .map(subject ->
                                        new Meaning(
                                                first.role(),
                                                name,
                                                first.at(),
                                                first.value(),
                                                subject))
                                .orElse(first));
    }

    private Meaning meaning(Shelf shelf, Mapping.Entry entry) {
        return new Meaning(
                shelf.role,
                entry.name(),
                entry.at(),
                entry.value(),
                subject(shelf.role, entry.value(), shelf.file));
    }

    /** The words that stand for nodes by their place (TOSCA 1.3 §4.1). */
    private Optional<Meaning> keyword(String word, Frame frame) {
        return switch (word) {
            case "SELF" ->
                    frame.nearest(
                                    "node_template",
                                    "node_type",
                                    "relationship_template",
                                    "relationship_assignment",
                                    "relationship_type",
                                    "group",
                                    "policy")
                            .map(self -> word(word, self, self.subject()));
            case "HOST" ->
                    frame.nearest("node_template")
                            .map(self -> word(word, self, target("host", self.subject())));
            case "SOURCE", "TARGET" -> Optional.of(word(word, frame, nobody()));
            default -> Optional.empty();
        };
    }

    private static Meaning word(String word, Frame frame, Subject subject) {
        return new Meaning(
                Role.ENTITY,
                word,
                frame.name().orElse(frame.body().location()),
                frame.body(),
                subject);
    }

    /** What a requirement of a node leads to: the template that it names, or else a type. */
    Subject target(String requirement, Subject node) {
        Node assigned = child(node.template(), "requirements").get(requirement).orElse(none());
        String name =
                assigned instanceof Node.Scalar scalar
                        ? scalar.text()
                        : text(assigned instanceof Mapping map ? map : none(), "node");
        Frame here = outside();
        return find(Role.TARGET, name, here)
                .or(() -> find(members(Role.REQUIREMENT, node, "requirements"), requirement))
                .map(Meaning::subject)
                .orElse(nobody());
    }

    private Optional<Meaning> imported(String reference) {
        return resolve(reference)
                .map(source ->
                        new Meaning(
                                Role.IMPORT,
                                reference,
                                Location.startOf(source.address()),
                                none(),
                                nobody()));
    }

    private Optional<Source> resolve(String reference) {
        return sources.resolve(file.address(), reference);
    }

    /** The keynames under which a file has its topology, 2.0 and before. */
    private Mapping topology(String keyname) {
        Mapping topology = child(root, "topology_template");
        return child(
                topology.entries().isEmpty() ? child(root, "service_template") : topology, keyname);
    }

    /** The entries under a keyname; of a list of maps, those of all of them. */
    static Mapping child(Mapping parent, String keyname) {
        return switch (parent.get(keyname).orElse(parent)) {
            case Mapping map -> map == parent ? none() : map;
            case Node.Scalar _ -> none();
            case Node.Sequence(List<Node> items, Location at) -> {
                List<Mapping.Entry> entries = new ArrayList<>();
                Set<String> seen = new HashSet<>();
                for (Node item : items) {
                    if (item instanceof Mapping map) {
                        map.entries().stream()
                                .filter(entry -> seen.add(entry.name()))
                                .forEach(entries::add);
                    }
                }
                yield new Mapping(entries, at);
            }
        };
    }

    private static String text(Mapping body, String keyname) {
        return body.get(keyname).orElse(null) instanceof Node.Scalar scalar ? scalar.text() : "";
    }

    private static String typeName(Node value) {
        return value instanceof Node.Scalar scalar
                ? scalar.text()
                : value instanceof Mapping body ? text(body, "type") : "";
    }

    private static Mapping none() {
        return Mapping.empty(Location.startOf(""));
    }
}
