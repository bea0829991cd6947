package floria.server.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

import floria.profiles.Profiles;
import floria.tosca.document.Loader;
import floria.tosca.document.ServiceFile;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.types.Catalogue;
import floria.tosca.types.Declaration;
import floria.tosca.types.TypeKind;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** All types of the language and of the profiles that come with Floria. Immutable. */
final class TypeBook {
    private static final String PROFILE = "profile:";

    private final Catalogue catalogue;
    private final Map<String, Declaration> types;

    private TypeBook(Catalogue catalogue, Map<String, Declaration> types) {
        this.catalogue = catalogue;
        this.types = types;
    }

    /** Reads everything that the profiles declare. */
    static TypeBook read() {
        List<String> imports =
                Profiles.names().stream().filter(name -> !name.contains(":")).toList();
        Source all =
                new Source(
                        "file:all.yaml",
                        ("tosca_definitions_version: tosca_simple_yaml_1_3\nimports: " + imports)
                                .getBytes(StandardCharsets.UTF_8));
        Sources profiles = new Profiles();
        Loader loader = new Loader(profiles, new Problems());
        ServiceFile file = loader.load(all).orElseThrow();
        Catalogue catalogue = new Catalogue(loader.files());
        Map<String, Declaration> types = new TreeMap<>();
        for (TypeKind kind : TypeKind.values()) {
            for (String name : catalogue.names(kind, file)) {
                catalogue
                        .find(kind, name, file)
                        .ifPresent(type -> types.putIfAbsent(type.full(), type));
            }
        }
        return new TypeBook(catalogue, types);
    }

    List<TypeView.Entry> entries() {
        return types.values().stream()
                .map(type ->
                        new TypeView.Entry(
                                type.full(),
                                word(type.kind()),
                                profile(type),
                                description(type),
                                Bodies.text(type.body(), "derived_from")))
                .toList();
    }

    Optional<TypeView> type(String name) {
        return Optional.ofNullable(types.get(name)).map(this::view);
    }

    private TypeView view(Declaration type) {
        List<Declaration> ancestry = catalogue.ancestry(type);
        return new TypeView(
                type.full(),
                word(type.kind()),
                profile(type),
                description(type),
                ancestry.stream().skip(1).map(Declaration::full).toList(),
                types.values().stream()
                        .filter(other ->
                                other.kind() == type.kind()
                                        && catalogue.ancestry(other).stream()
                                                .skip(1)
                                                .findFirst()
                                                .filter(type::equals)
                                                .isPresent())
                        .map(Declaration::full)
                        .toList(),
                gathered(ancestry, "properties", TypeBook::value),
                gathered(ancestry, "attributes", TypeBook::value),
                gathered(ancestry, "capabilities", TypeBook::capability),
                gathered(ancestry, "requirements", TypeBook::requirement),
                interfaces(ancestry),
                text(type));
    }

    /** The named things of a type and its ancestors, the nearest of each name. */
    private static <T> List<T> gathered(
            List<Declaration> ancestry,
            String section,
            BiFunction<Mapping.Entry, Declaration, T> made) {
        Map<String, T> found = new LinkedHashMap<>();
        for (Declaration type : ancestry) {
            for (Mapping.Entry entry : Bodies.named(type.body(), section)) {
                if (!found.containsKey(entry.name())) {
                    found.put(entry.name(), made.apply(entry, type));
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static Mapping body(Mapping.Entry entry) {
        return entry.value() instanceof Mapping mapping
                ? mapping
                : Mapping.empty(entry.value().location());
    }

    /** The type that a short notation gives as a text. */
    private static Optional<String> shortly(Mapping.Entry entry) {
        return entry.value() instanceof Node.Scalar scalar && !scalar.isNull()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    private static TypeView.Value value(Mapping.Entry entry, Declaration by) {
        Mapping body = body(entry);
        Optional<Object> initial = body.get("default").map(Bodies::json);
        List<Object> constraints = new ArrayList<>();
        if (body.get("constraints").orElse(null) instanceof Node.Sequence(List<Node> items, _)) {
            items.forEach(
                    item -> Optional.ofNullable(Bodies.json(item)).ifPresent(constraints::add));
        }
        body.get("validation").map(Bodies::json).ifPresent(constraints::add);
        return new TypeView.Value(
                entry.name(),
                Bodies.text(body, "type").or(() -> shortly(entry)).orElse("any"),
                Bodies.textOrType(body, "entry_schema"),
                !Bodies.text(body, "required").equals(Optional.of("false")) && initial.isEmpty(),
                initial,
                Bodies.text(body, "description").map(String::strip).orElse(""),
                List.copyOf(constraints),
                by.full());
    }

    private static TypeView.Capability capability(Mapping.Entry entry, Declaration by) {
        Mapping body = body(entry);
        List<String> sources = Bodies.texts(body, "valid_source_types");
        return new TypeView.Capability(
                entry.name(),
                Bodies.text(body, "type").or(() -> shortly(entry)).orElse(""),
                Bodies.text(body, "description").map(String::strip).orElse(""),
                sources.isEmpty() ? Bodies.texts(body, "valid_source_node_types") : sources,
                by.full());
    }

    private static TypeView.Requirement requirement(Mapping.Entry entry, Declaration by) {
        Mapping body = body(entry);
        return new TypeView.Requirement(
                entry.name(),
                Bodies.text(body, "capability").or(() -> shortly(entry)),
                Bodies.text(body, "node"),
                Bodies.textOrType(body, "relationship"),
                body.get("occurrences")
                        .or(() -> body.get("count_range"))
                        .map(Bodies::json)
                        .map(Object::toString),
                by.full());
    }

    private static List<TypeView.Interface> interfaces(List<Declaration> ancestry) {
        Map<String, TypeView.Interface> found = new LinkedHashMap<>();
        for (Declaration type : ancestry) {
            if (type.kind() == TypeKind.INTERFACE) {
                found.merge(
                        "operations",
                        new TypeView.Interface(
                                "operations",
                                Optional.empty(),
                                operations(type.body()),
                                type.full()),
                        TypeBook::joined);
            }
            for (Mapping.Entry entry : Bodies.named(type.body(), "interfaces")) {
                found.merge(
                        entry.name(),
                        new TypeView.Interface(
                                entry.name(),
                                Bodies.text(body(entry), "type"),
                                operations(body(entry)),
                                type.full()),
                        TypeBook::joined);
            }
        }
        return found.values().stream()
                .filter(each -> !each.operations().isEmpty() || each.type().isPresent())
                .toList();
    }

    private static TypeView.Interface joined(TypeView.Interface near, TypeView.Interface far) {
        List<String> operations = new ArrayList<>(near.operations());
        far.operations().stream()
                .filter(name -> !operations.contains(name))
                .forEach(operations::add);
        return new TypeView.Interface(
                near.name(), near.type().or(far::type), operations, near.declaredBy());
    }

    /** Before 1.3 operations stood in the interface itself, beside its keynames. */
    private static List<String> operations(Mapping body) {
        List<String> said =
                Bodies.named(body, "operations").stream().map(Mapping.Entry::name).toList();
        return said.isEmpty()
                ? body.entries().stream()
                        .filter(entry -> entry.value() instanceof Mapping)
                        .map(Mapping.Entry::name)
                        .filter(name ->
                                !List.of("inputs", "metadata", "notifications", "operations")
                                        .contains(name))
                        .toList()
                : said;
    }

    private static String word(TypeKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String profile(Declaration type) {
        String address = type.location().address();
        if (!address.startsWith(PROFILE)) {
            return "tosca";
        }
        String name = address.substring(PROFILE.length()).replaceFirst("/.*", "");
        return name.startsWith("simple") || name.equals("tosca") ? "tosca" : name;
    }

    private static String description(Declaration type) {
        return Bodies.text(type.body(), "description").map(String::strip).orElse("");
    }

    /** The lines of the declaration, moved to the left. */
    private static String text(Declaration type) {
        Location name = type.location();
        Location body = type.body().location();
        List<String> lines = type.file().source().text().lines().toList();
        int end = Math.max(name.line(), Math.min(body.endLine(), lines.size()));
        int indent = name.column() - 1;
        if (!name.address().equals(type.file().address())) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (String line : lines.subList(name.line() - 1, end)) {
            text.append(line.substring(Math.min(indent, leading(line)))).append('\n');
        }
        return text.toString().strip() + "\n";
    }

    private static int leading(String line) {
        return line.length() - line.stripLeading().length();
    }
}
