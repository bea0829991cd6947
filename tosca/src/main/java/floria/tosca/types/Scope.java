package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Forms;
import floria.tosca.problem.Problems;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** The types that files declare, and under which names each file sees them. */
final class Scope {
    private final Map<ServiceFile, Map<TypeKind, Map<String, Declaration>>> declared =
            new LinkedHashMap<>();
    private final Map<TypeKind, Map<String, Declaration>> anywhere = new EnumMap<>(TypeKind.class);
    private final Map<Question, Optional<Declaration>> answers = new HashMap<>();
    private final List<Declaration> all = new ArrayList<>();
    private final Map<String, Declaration> renamed = new HashMap<>();
    private final Namespaces namespaces;
    private final Problems problems;

    private record Question(ServiceFile file, TypeKind kind, String name) {}

    Scope(Collection<ServiceFile> files, Forms forms, Problems problems) {
        this.problems = problems;
        this.namespaces = new Namespaces(files);
        for (ServiceFile file : files) {
            Map<TypeKind, Map<String, Declaration>> own = new EnumMap<>(TypeKind.class);
            declared.put(file, own);
            for (TypeKind kind : TypeKind.values()) {
                if (file.root().has(kind.section())) {
                    own.put(kind, declarations(file, kind, forms));
                }
            }
        }
    }

    private Map<String, Declaration> declarations(ServiceFile file, TypeKind kind, Forms forms) {
        Map<String, Declaration> own = new LinkedHashMap<>();
        for (Mapping.Entry entry : forms.mapping(file.root(), kind.section()).entries()) {
            Mapping body =
                    entry.value().isNull()
                            ? Mapping.empty(entry.at())
                            : forms.mapping(entry.value(), kind.title() + " '" + entry.name() + "'")
                                    .orElse(Mapping.empty(entry.at()));
            name(entry, kind, file);
            String full = namespaces.full(kind, entry.name(), file);
            Declaration declaration =
                    new Declaration(kind, entry.name(), full, entry.at(), body, file);
            own.put(entry.name(), declaration);
            all.add(declaration);
            if (!full.equals(entry.name())) {
                renamed.put(kind + " " + full, declaration);
            }
            anywhere.computeIfAbsent(kind, _ -> new LinkedHashMap<>())
                    .putIfAbsent(entry.name(), declaration);
        }
        return own;
    }

    /** A name is a string, and not an empty one. */
    private void name(Mapping.Entry entry, TypeKind kind, ServiceFile file) {
        boolean string = entry.key() instanceof Node.Scalar key && key.core() == Core.STRING;
        if (!string || entry.name().isBlank()) {
            problems.graded(
                            entry.name().isBlank() || !file.version().isSimple(),
                            "bad-name",
                            entry.at(),
                            "the name of a %s is a string, not %s"
                                    .formatted(kind.title(), Forms.kind(entry.key())))
                    .hint("put it in quotes");
        }
    }

    /** The template itself. */
    Optional<ServiceFile> first() {
        return declared.keySet().stream().findFirst();
    }

    /** Everything that is declared, in the order of files and text. */
    List<Declaration> all() {
        return all;
    }

    /**
     * The type that {@code name} means in {@code file}: its own, that of an import, or at last one
     * of a file that is only imported beside it, which real templates rely on.
     */
    Optional<Declaration> find(ServiceFile file, TypeKind kind, String name) {
        Declaration own =
                declared.getOrDefault(file, Map.of()).getOrDefault(kind, Map.of()).get(name);
        if (own != null) {
            return Optional.of(own);
        }
        return answers.computeIfAbsent(
                new Question(file, kind, name),
                _ ->
                        visible(file, kind, name, new HashSet<>())
                                .or(() ->
                                        Optional.ofNullable(
                                                        anywhere.getOrDefault(kind, Map.of())
                                                                .get(name))
                                                .filter(other -> mayBeMeant(file, other))));
    }

    /** In 2.0 the types of a namespace are seen through it alone (§6.9.2). */
    private boolean mayBeMeant(ServiceFile file, Declaration other) {
        return file.version().isSimple() || namespaces.of(other.file()).isEmpty();
    }

    /** A type by the name that tells it from those of the same name in other namespaces. */
    Optional<Declaration> full(TypeKind kind, String name) {
        return Optional.ofNullable(renamed.get(kind + " " + name));
    }

    /** A type by its full name, whether or not a file sees it. */
    Optional<Declaration> known(TypeKind kind, String full) {
        return full(kind, full)
                .or(() ->
                        Optional.ofNullable(anywhere.getOrDefault(kind, Map.of()).get(full))
                                .filter(other -> other.full().equals(full)));
    }

    private Optional<Declaration> visible(
            ServiceFile file, TypeKind kind, String name, Set<String> asked) {
        if (!asked.add(System.identityHashCode(file) + " " + name)) {
            return Optional.empty();
        }
        Declaration own =
                declared.getOrDefault(file, Map.of()).getOrDefault(kind, Map.of()).get(name);
        if (own != null) {
            return Optional.of(own);
        }
        for (ServiceFile.Link link : file.links()) {
            String prefix = link.prefix();
            Optional<Declaration> found =
                    prefix.isEmpty()
                            ? visible(link.file(), kind, name, asked)
                            : name.startsWith(prefix + ":") || name.startsWith(prefix + ".")
                                    ? visible(
                                            link.file(),
                                            kind,
                                            name.substring(prefix.length() + 1),
                                            asked)
                                    : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A type that the file at {@code address} declares itself. */
    Optional<Declaration> in(String address, TypeKind kind, String name) {
        return declared.entrySet().stream()
                .filter(file -> file.getKey().address().equals(address))
                .findFirst()
                .map(file -> file.getValue().getOrDefault(kind, Map.of()).get(name))
                .or(() -> Optional.ofNullable(anywhere.getOrDefault(kind, Map.of()).get(name)));
    }

    /** The names of a kind in all files, for hints. */
    Set<String> names(TypeKind kind) {
        return Collections.unmodifiableSet(anywhere.getOrDefault(kind, Map.of()).keySet());
    }
}
