package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * The types that files may name, as they are written: for tools that show, complete and rename
 * them. Needs no template without mistakes, and reports none. Safe for use by many threads.
 */
public final class Catalogue {
    private final TypeTable types;
    private final List<ServiceFile> files;

    /**
     * @param files the template first, as {@link floria.tosca.document.Loader#files()} gives them
     */
    public Catalogue(Collection<ServiceFile> files) {
        this.files = List.copyOf(files);
        this.types = new TypeTable(this.files, (_, _) -> Optional.empty(), new Problems());
    }

    /** The type that {@code name} means in {@code file}, short names of normative ones too. */
    public synchronized Optional<Declaration> find(TypeKind kind, String name, ServiceFile file) {
        return types.find(kind, name, file);
    }

    /** A type and what it derives from, nearest first; as far as it is known, and no cycles. */
    public List<Declaration> ancestry(Declaration type) {
        Set<Declaration> found = new LinkedHashSet<>();
        Optional<Declaration> at = Optional.of(type);
        while (at.isPresent() && found.add(at.get())) {
            at = parent(at.get());
        }
        return List.copyOf(found);
    }

    /** Whether {@code type} is {@code base} or derives from it. */
    public boolean derives(Declaration type, Declaration base) {
        return ancestry(type).contains(base);
    }

    /** The names under which {@code file} sees the types of a kind: its own first. */
    public synchronized List<String> names(TypeKind kind, ServiceFile file) {
        Set<String> names = new LinkedHashSet<>();
        gather(kind, file, "", names, new HashSet<>());
        Set<String> declared = new HashSet<>();
        files.forEach(each -> declared.addAll(own(kind, each)));
        types.names(kind).stream().filter(name -> !declared.contains(name)).forEach(names::add);
        return List.copyOf(names);
    }

    /** The text of the language's own types, at an address that their positions have. */
    public static Optional<Source> source(String address) {
        return Normative.source(address);
    }

    /** Whether a version of the Simple Profile has a type of that full name. */
    public static boolean isOfLanguage(TypeKind kind, String name) {
        return Normative.of(Version.SIMPLE_1_3).names(kind).contains(name);
    }

    private Optional<Declaration> parent(Declaration type) {
        return type.body().get("derived_from").orElse(null) instanceof Node.Scalar name
                ? find(type.kind(), name.text(), type.file())
                : Optional.empty();
    }

    private static void gather(
            TypeKind kind,
            ServiceFile file,
            String prefix,
            Set<String> names,
            Set<ServiceFile> asked) {
        if (!asked.add(file)) {
            return;
        }
        own(kind, file).forEach(name -> names.add(prefix + name));
        for (ServiceFile.Link link : file.links()) {
            String inner = link.prefix().isEmpty() ? prefix : prefix + link.prefix() + ":";
            gather(kind, link.file(), inner, names, asked);
        }
    }

    private static List<String> own(TypeKind kind, ServiceFile file) {
        return file.root().get(kind.section()).orElse(null) instanceof Mapping declared
                ? new ArrayList<>(declared.names())
                : List.of();
    }
}
