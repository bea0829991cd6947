package floria.tosca.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.source.WebAddress;
import floria.tosca.yaml.Limits;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;
import floria.tosca.yaml.YamlReader;

/** Reads a template and everything that it imports, each file once. */
public final class Loader {
    private static final int MOST_FILES = 1_000;
    private static final int DEEPEST = 200;
    private static final String SIMPLE = "org.oasis-open.simple:2.0";
    private static final Pattern PREFIXED = Pattern.compile("(?m)^[^#\n]*[ \\[](tosca:[A-Z])");

    /** A type of 1.x under its full name. */
    private static final Pattern NORMATIVE =
            Pattern.compile("(?m)^[^#\n]*[ \\[]tosca\\.[a-z]+\\.[A-Z]");

    private static final int HIGHEST_ROOT = 12;
    private static final Pattern PLAIN = Pattern.compile("[\\w.:/@%+=,-]+");

    private final Sources sources;
    private final Problems problems;
    private final YamlReader yaml;
    private final Map<String, Optional<ServiceFile>> files = new LinkedHashMap<>();
    private final Map<String, Mapping> roots = new LinkedHashMap<>();
    private final List<Source> read = new ArrayList<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Map<String, Problems.Draft> unreadable = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    public Loader(Sources sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
        this.yaml = new YamlReader(problems, Limits.STANDARD);
    }

    /** The file and, linked to it, what it imports; empty if it cannot be understood at all. */
    public Optional<ServiceFile> load(Source source) {
        read.add(source);
        Optional<ServiceFile> file = parse(source);
        files.put(source.address(), file);
        if (file.isPresent()) {
            open.add(source.address());
            follow(file.get());
            implyPrefix(file.get());
            if (read.size() == 1) {
                implyTypes(file.get());
            }
            open.remove(source.address());
        }
        return file;
    }

    /** All files that were understood, the template first, then in the order of imports. */
    public List<ServiceFile> files() {
        return files.values().stream().flatMap(Optional::stream).toList();
    }

    /** All sources that were opened, in the same order. */
    public List<Source> sources() {
        return List.copyOf(read);
    }

    /** The addresses of the web that are imported, and that no source has. */
    public Set<String> missing() {
        return Collections.unmodifiableSet(missing);
    }

    /** The roots of all files that are YAML maps, by address: the places of problems. */
    public Map<String, Mapping> roots() {
        return roots;
    }

    private Optional<ServiceFile> parse(Source source) {
        int before = problems.size();
        Node root = yaml.read(source).orElse(null);
        Location start = Location.startOf(source.address());
        if (root == null) {
            if (problems.size() == before) {
                problems.error("empty-file", start, "this file is empty");
            }
            return Optional.empty();
        }
        if (!(root instanceof Mapping mapping)) {
            problems.error(
                            "not-tosca",
                            new Location(source.address(), root.location().line(), 1, 1, 1),
                            "this is not a TOSCA template: its top is %s, not a map"
                                    .formatted(Forms.kind(root)))
                    .hint("a template begins with tosca_definitions_version");
            return Optional.empty();
        }
        roots.put(source.address(), mapping);
        return version(mapping, start)
                .map(version -> {
                    new Head(version, problems).check(mapping);
                    return new ServiceFile(source, version, mapping);
                });
    }

    private Optional<Version> version(Mapping root, Location start) {
        Node node = root.get("tosca_definitions_version").orElse(null);
        if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
            problems.error(
                            "missing-version",
                            node == null ? start : node.location(),
                            "this is not a TOSCA template: tosca_definitions_version is missing")
                    .hint("known are " + String.join(", ", Version.known()));
            return Optional.empty();
        }
        Optional<Version> version = Version.of(scalar.text());
        if (version.isEmpty()) {
            problems.error(
                            "unknown-version",
                            scalar.location(),
                            "unknown tosca_definitions_version '%s'"
                                    .formatted(Forms.shortened(scalar.text())))
                    .hint("known are " + String.join(", ", Version.known()));
        }
        return version;
    }

    private void follow(ServiceFile file) {
        // A copy: what is imported has repositories too, and they are gathered anew with each.
        Map<String, String> repositories = Map.copyOf(file.repositories());
        Import.Reader reader = new Import.Reader(problems, file.version(), repositories);
        Forms forms = new Forms(problems, file.version());
        for (Node item : forms.list(file.root(), "imports")) {
            reader.read(item).ifPresent(found -> follow(file, found));
        }
    }

    /** A path from the root of all files, which is the nearest folder that has it (2.0 §6.9.3). */
    private Optional<Source> rooted(String base, String reference) {
        if (!reference.startsWith("/")) {
            return Optional.empty();
        }
        String path = reference.substring(1);
        for (int i = 0; i < HIGHEST_ROOT; i++) {
            Optional<Source> found = sources.resolve(base, path);
            if (found.isPresent()) {
                return found;
            }
            path = "../" + path;
        }
        return Optional.empty();
    }

    /**
     * A {@code file:} URI whose path begins with {@code ..}: a URI with a scheme is no relative
     * reference, so that there is nothing above and these parts are dropped (RFC 3986 §5.2.2).
     */
    private Optional<Source> withoutAscent(String base, String reference) {
        String path = reference.startsWith("file:") ? reference.substring(5) : "";
        boolean ascends = false;
        while (path.startsWith("../")) {
            path = path.substring(3);
            ascends = true;
        }
        return ascends ? sources.resolve(base, path) : Optional.empty();
    }

    /**
     * Imports the types of the Simple Profile for TOSCA 2.0 files that write {@code tosca:} before
     * their names without saying what that stands for; and for those that name types as 1.x does,
     * which is an error, so that what is wrong besides is found too.
     */
    private void implyPrefix(ServiceFile file) {
        if (file.version().isSimple()
                || file.links().stream().anyMatch(link -> link.prefix().equals("tosca"))) {
            return;
        }
        String text = file.source().text();
        Matcher use = PREFIXED.matcher(text);
        boolean prefixed = use.find();
        if (!prefixed && !NORMATIVE.matcher(text).find()) {
            return;
        }
        sources.resolve(file.address(), SIMPLE)
                .ifPresent(source -> {
                    if (prefixed) {
                        toleratePrefix(file, text, use);
                    }
                    if (!files.containsKey(source.address())) {
                        load(source);
                    }
                    files.getOrDefault(source.address(), Optional.empty())
                            .ifPresent(other -> file.link(other, "tosca"));
                });
    }

    private void toleratePrefix(ServiceFile file, String text, Matcher use) {
        String before = text.substring(0, use.start(1));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        problems.tolerated(
                        "missing-import",
                        new Location(file.address(), line, column, line, column + 6),
                        "the prefix 'tosca' is not declared; it is taken for the"
                                + " profile '%s'".formatted(SIMPLE))
                .hint("add the import { profile: %s, namespace: tosca }".formatted(SIMPLE));
    }

    /**
     * Imports what a template takes for granted: some processors have types of their own built in,
     * and templates written for them import nothing.
     */
    private void implyTypes(ServiceFile file) {
        Optional<Node> templates =
                file.root()
                        .get("topology_template")
                        .flatMap(node ->
                                node instanceof Mapping topology
                                        ? topology.get("node_templates")
                                        : Optional.empty());
        if (file.root().has("imports")
                || !file.version().isSimple()
                || !(templates.orElse(null) instanceof Mapping nodes)) {
            return;
        }
        Set<String> asked = new HashSet<>();
        for (Mapping.Entry entry : nodes.entries()) {
            if (entry.value() instanceof Mapping node
                    && node.get("type").orElse(null) instanceof Node.Scalar type
                    && asked.add(type.text())) {
                sources.resolve(file.address(), "type:" + type.text())
                        .filter(source -> !files.containsKey(source.address()))
                        .ifPresent(source -> {
                            String profile =
                                    source.address().replaceFirst("^profile:(.*)/.*$", "$1");
                            problems.tolerated(
                                            "missing-import",
                                            type.location(),
                                            "the type '%s' is not imported; it is taken from the"
                                                            .formatted(type.text())
                                                    + " profile '%s'".formatted(profile))
                                    .hint("add imports: [ %s ]".formatted(profile));
                            load(source).ifPresent(other -> file.link(other, ""));
                        });
            }
        }
    }

    private void follow(ServiceFile file, Import found) {
        Source source =
                sources.resolve(file.address(), found.reference())
                        .or(() -> rooted(file.address(), found.reference()))
                        .or(() -> withoutAscent(file.address(), found.reference()))
                        .or(() -> Profile.find(sources, file.address(), found.reference()))
                        .orElse(null);
        if (source == null) {
            missing(file, found);
            return;
        }
        if (open.contains(source.address())) {
            problems.warning(
                    "import-cycle",
                    found.location(),
                    "'%s' imports this file, directly or by others"
                            .formatted(Forms.shortened(found.reference())));
        }
        if (!files.containsKey(source.address())) {
            if (files.size() >= MOST_FILES || open.size() >= DEEPEST) {
                file.gap(
                        found.prefix(),
                        problems.error(
                                "too-many-imports",
                                found.location(),
                                "more than %d files, or %d files deep"
                                        .formatted(MOST_FILES, DEEPEST)));
                return;
            }
            int before = problems.size();
            if (load(source).isEmpty()) {
                problems.errorSince(before)
                        .ifPresent(error -> unreadable.put(source.address(), error));
            }
        }
        Optional.ofNullable(unreadable.get(source.address()))
                .ifPresent(error -> file.gap(found.prefix(), error));
        Optional.ofNullable(files.get(source.address()))
                .flatMap(known -> known)
                .ifPresent(other -> {
                    file.link(other, found.prefix());
                    if (found.prefix().isEmpty() && !file.version().isSimple()) {
                        Repositories.sameName(file, other, problems);
                    }
                });
    }

    private void missing(ServiceFile file, Import found) {
        Optional<String> address = WebAddress.of(file.address(), found.reference());
        address.ifPresent(missing::add);
        Problems.Draft problem =
                problems.error(
                                "import-not-found",
                                found.location(),
                                "cannot import '%s': %s"
                                        .formatted(
                                                Forms.shortened(found.reference()),
                                                address.isPresent()
                                                        ? "it was not fetched"
                                                        : "there is no such file or profile"))
                        .hint(
                                address.isEmpty()
                                        ? "paths are relative to the file that imports them"
                                        // What a shell could take for more than a word is not
                                        // repeated.
                                        : PLAIN.matcher(address.get()).matches()
                                                ? "once `floria fetch %s` was run it is known"
                                                        .formatted(address.get())
                                                : "`floria fetch` with this template's path gets it");
        file.gap(found.prefix(), problem);
    }
}
