package floria.tosca.types;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Nearest;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;
import floria.tosca.yaml.Node;

/** What the names of types mean in each file, and what is said of those that mean nothing. */
final class TypeNames {
    private static final int DEEPEST = 100;

    private final Scope scope;
    private final Normative normative;
    private final Version version;
    private final Problems problems;

    /** Whether the template has a topology, and is no mere part of one. */
    private final boolean complete;

    TypeNames(
            Collection<ServiceFile> files,
            Scope scope,
            Normative normative,
            Version version,
            Problems problems) {
        this.scope = scope;
        this.normative = normative;
        this.version = version;
        this.problems = problems;
        this.complete = files.stream().findFirst().filter(ServiceFile::hasTopology).isPresent();
    }

    /** The declaration that {@code name} means in {@code file}; nothing is reported. */
    Optional<Declaration> find(TypeKind kind, String name, ServiceFile file) {
        Optional<Declaration> found = scope.find(file, kind, name).or(() -> scope.full(kind, name));
        if (found.isPresent()) {
            return found;
        }
        Optional<Declaration> exact = normative.find(kind, name);
        if (exact.isPresent()) {
            return exact;
        }
        String longName = kind.longName(name, version);
        return longName.equals(name)
                ? exact
                : scope.find(file, kind, longName)
                        .or(() -> normative.find(kind, longName))
                        .or(() -> normative.find(kind, kind.networkName(name)));
    }

    /** Whether there is a type of that name; nothing is reported. */
    boolean has(TypeKind kind, String name, ServiceFile file) {
        return find(kind, name, file).isPresent();
    }

    /** The full name of a type, if there is one of that name. */
    Optional<String> fullName(TypeKind kind, Node.Scalar name, ServiceFile file) {
        Optional<Declaration> found = find(kind, name.text(), file);
        if (found.isEmpty()) {
            unknown(kind, name, file);
        } else {
            shortName(name, found.get());
        }
        return found.map(Declaration::full);
    }

    /**
     * The full name of a type that a type file lists without needing it. Before 1.3 such files are
     * parts, and whoever imports them may bring the type.
     */
    Optional<String> looseName(TypeKind kind, Node.Scalar name, ServiceFile file) {
        return !version.refinesStrictly() && isLeftToImporter(kind, name, file)
                ? Optional.of(name.text())
                : fullName(kind, name, file);
    }

    /** The full name of the node type at the other end of a requirement's definition. */
    Optional<String> targetName(Node.Scalar name, ServiceFile file) {
        return isLeftToImporter(TypeKind.NODE, name, file)
                ? Optional.of(name.text())
                : fullName(TypeKind.NODE, name, file);
    }

    /**
     * Whether a type is not there and need not be: a 1.x file without a topology is a part, and
     * since imports share one space of names (TOSCA 1.3 §3.6.8), whoever imports it may bring the
     * type. Not so for ancestors and the types of values, without which a type says nothing.
     */
    boolean isLeftToImporter(TypeKind kind, Node.Scalar name, ServiceFile file) {
        if (!version.isSimple() || complete || find(kind, name.text(), file).isPresent()) {
            return false;
        }
        leaveOut(kind, name, file);
        return true;
    }

    void leaveOut(TypeKind kind, Node.Scalar name, ServiceFile file) {
        missing(
                kind,
                name.text(),
                file,
                problems.tolerated(
                                "unknown-type",
                                name.location(),
                                "there is no %s '%s' in this file or its imports"
                                        .formatted(kind.title(), Forms.shortened(name.text())))
                        .nearest(name.text(), names(kind)));
    }

    /** For a type that 2.0 no longer has, the one of the profile that has it now. */
    Optional<Declaration> instead(TypeKind kind, Node.Scalar name, ServiceFile file) {
        return file.version().isSimple() || !name.text().startsWith(kind.prefix())
                ? Optional.empty()
                : scope.find(file, kind, "tosca:" + name.text().substring(kind.prefix().length()));
    }

    /**
     * Whether the type {@code name}, as the file or as everybody calls it, is {@code base} or
     * derives from it.
     */
    boolean derives(TypeKind kind, String name, String base, ServiceFile file) {
        Optional<Declaration> at = find(kind, name, file).or(() -> scope.known(kind, name));
        for (int i = 0; at.isPresent() && i <= DEEPEST; i++) {
            Declaration here = at.get();
            if (here.full().equals(base)) {
                return true;
            }
            at =
                    here.body().get("derived_from").orElse(null) instanceof Node.Scalar parent
                            ? find(kind, parent.text(), here.file())
                            : Optional.empty();
        }
        return name.equals(base);
    }

    /**
     * Reports that a type of the language is named without what all of its kind begin with.
     *
     * @param found what the name means
     */
    void shortName(Node.Scalar name, Declaration found) {
        String full = found.name();
        if (full.equals(name.text())
                || name.text().startsWith("tosca:")
                || name.text().startsWith("tosca.")) {
            return;
        }
        TypeKind kind = found.kind();
        if (full.equals(kind.longName(name.text(), version))
                || full.equals(kind.networkName(name.text()))) {
            problems.tolerated(
                            "short-name",
                            name.location(),
                            "'%s' is a short name of %s".formatted(name.text(), full))
                    .hint("write " + full);
        }
    }

    /** All names of a kind, for hints. */
    Collection<String> names(TypeKind kind) {
        return Nearest.both(scope.names(kind), normative.names(kind));
    }

    void unknown(TypeKind kind, Node.Scalar name, ServiceFile file) {
        Problems.Draft problem =
                problems.error(
                        "unknown-type",
                        name.location(),
                        "there is no %s '%s'"
                                .formatted(kind.title(), Forms.shortened(name.text())));
        if (!file.version().isSimple() && name.text().startsWith("tosca.")) {
            problem.hint("TOSCA 2.0 has no types of its own: import a profile that has this one");
        } else {
            problem.nearest(
                    name.text(),
                    names(kind),
                    kind == TypeKind.DATA ? Primitive.names(version) : List.of());
        }
        missing(kind, name.text(), file, problem);
    }

    /**
     * Says that a problem is about a type that nobody declares: it follows from the import that
     * could have brought it, unless its name is nearly that of one which is there, and from the
     * first problem about that type.
     */
    void missing(TypeKind kind, String name, ServiceFile file, Problems.Draft problem) {
        if (!problem.isSlip()) {
            file.missing(name)
                    .or(() -> scope.first().flatMap(template -> template.missing(name)))
                    .ifPresent(problem::follows);
        }
        problems.again(kind + " " + name, problem);
    }
}
