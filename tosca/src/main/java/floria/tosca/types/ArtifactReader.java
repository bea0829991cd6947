package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Artifact;
import floria.tosca.model.ArtifactType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Functions;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads artifacts and finds their files (TOSCA 1.3 §3.6.7). */
public final class ArtifactReader {
    private final TypeTable types;
    private final Sources sources;
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;
    private final Map<Reference, Optional<Source>> found = new HashMap<>();
    private final Set<String> addresses = new LinkedHashSet<>();
    private final List<Source> opened = new ArrayList<>();

    private static final List<String> ALGORITHMS =
            List.of("MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512");

    private record Reference(String base, String file) {}

    ArtifactReader(TypeTable types, Sources sources, Problems problems) {
        this.types = types;
        this.sources = sources;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.values = new ValueReader(problems, types.version());
    }

    /** Every file of an artifact that was found, once each. */
    public List<Source> opened() {
        return List.copyOf(opened);
    }

    /** The artifacts under {@code artifacts}, added to those inherited. */
    public Map<String, Artifact> all(
            Mapping parent, Map<String, Artifact> inherited, ServiceFile file) {
        Mapping section = forms.mapping(parent, "artifacts");
        if (section.entries().isEmpty()) {
            return inherited;
        }
        Map<String, Artifact> all = new LinkedHashMap<>(inherited);
        for (Mapping.Entry entry : section.entries()) {
            Optional<Artifact> base = Optional.ofNullable(inherited.get(entry.name()));
            artifact(entry, base, file).ifPresent(artifact -> all.put(entry.name(), artifact));
        }
        return Collections.unmodifiableMap(all);
    }

    private Optional<Artifact> artifact(
            Mapping.Entry entry, Optional<Artifact> base, ServiceFile file) {
        if (entry.value() instanceof Node.Scalar path && !path.isNull()) {
            return Optional.of(
                    file(entry.name(), path, base.flatMap(Artifact::type), entry.at(), file, true));
        }
        return forms.mapping(entry.value(), "artifact '" + entry.name() + "'")
                .flatMap(body -> described(entry.name(), body, base, entry.at(), file));
    }

    /** An artifact that is written out as a map. */
    Optional<Artifact> described(
            String name, Mapping body, Optional<Artifact> base, Location at, ServiceFile file) {
        forms.keynames(body, Construct.ARTIFACT, file.version());
        Optional<Node.Scalar> typeName = forms.scalar(body, "type");
        Optional<ArtifactType> type = typeName.flatMap(found -> types.artifactIfThere(found, file));
        if (typeName.isEmpty() && base.isEmpty() && !body.has("type")) {
            problems.error("missing-keyname", at, "artifact '%s' needs a 'type'".formatted(name));
        }
        Node written = body.get("file").orElse(null);
        if (written != null && Functions.isCall(written, types.version())) {
            return Optional.of(computed(name, body, written, type, base, at, file));
        }
        Optional<Node.Scalar> path = forms.scalar(body, "file");
        if (path.isEmpty()) {
            if (base.isEmpty()) {
                problems.graded(
                        file.version().refinesStrictly(),
                        "missing-keyname",
                        at,
                        "artifact '%s' needs a 'file'".formatted(name));
            }
            return base.isPresent() || type.isEmpty()
                    ? base
                    : Optional.of(
                            new Artifact(
                                    name,
                                    type.map(ArtifactType::name),
                                    "",
                                    Optional.empty(),
                                    properties(body, type, name),
                                    details(body, file, Optional.empty()),
                                    at));
        }
        Optional<String> typeText =
                type.map(ArtifactType::name).or(() -> base.flatMap(Artifact::type));
        Artifact artifact =
                body.has("repository") || !isFile(path.get().text(), type, typeName)
                        ? new Artifact(
                                name,
                                typeText,
                                path.get().text(),
                                address(path.get().text(), file),
                                Map.of(),
                                Artifact.Details.NONE,
                                at)
                        : file(name, path.get(), typeText, at, file, true);
        return Optional.of(
                new Artifact(
                        name,
                        artifact.type(),
                        artifact.file(),
                        artifact.address(),
                        properties(body, type, name),
                        details(body, file, Optional.empty()),
                        at));
    }

    /**
     * An artifact whose file is known when the template is deployed, such as an image by an input.
     */
    private Artifact computed(
            String name,
            Mapping body,
            Node written,
            Optional<ArtifactType> type,
            Optional<Artifact> base,
            Location at,
            ServiceFile file) {
        Slot slot =
                new Slot(
                        "the file of artifact '" + name + "'",
                        Optional.empty(),
                        types.calls().in(new Place.Elsewhere()));
        Value value = values.natural(written, slot);
        return new Artifact(
                name,
                type.map(ArtifactType::name).or(() -> base.flatMap(Artifact::type)),
                value.asText(),
                Optional.empty(),
                properties(body, type, name),
                details(body, file, Optional.of(value)),
                at);
    }

    /** What the artifact's type declares is checked; others are taken as they are written. */
    private Map<String, Value> properties(Mapping body, Optional<ArtifactType> type, String name) {
        Map<String, Value> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : forms.mapping(body, "properties").entries()) {
            Slot slot =
                    new Slot(
                            "'" + entry.name() + "' of artifact '" + name + "'",
                            Optional.empty(),
                            types.calls().in(new Place.Elsewhere()));
            PropertyDefinition definition =
                    type.map(found -> found.properties().get(entry.name())).orElse(null);
            if (definition == null) {
                type.ifPresent(found ->
                        problems.tolerated(
                                        "unknown-property",
                                        entry.at(),
                                        "artifact '%s' has no property '%s'"
                                                .formatted(name, entry.name()))
                                .nearest(entry.name(), found.properties().keySet())
                                .related(found.location(), "its type is here"));
                all.put(entry.name(), values.natural(entry.value(), slot));
            } else {
                values.read(
                                entry.value(),
                                definition.schema(),
                                slot.defined(slot.title(), definition.location()))
                        .ifPresent(value -> all.put(entry.name(), value));
            }
        }
        return all;
    }

    private Artifact.Details details(Mapping body, ServiceFile file, Optional<Value> computed) {
        Optional<Node.Scalar> repository = forms.scalar(body, "repository");
        repository
                .filter(name -> !file.repositories().containsKey(name.text()))
                .ifPresent(name ->
                        problems.graded(
                                        file.version().refinesStrictly(),
                                        "unknown-repository",
                                        name.location(),
                                        "there is no repository '%s'".formatted(name.text()))
                                .nearest(name.text(), file.repositories().keySet()));
        return new Artifact.Details(
                forms.description(body),
                repository.map(Node.Scalar::text),
                forms.text(body, "deploy_path"),
                forms.text(body, "artifact_version").or(() -> forms.text(body, "version")),
                checksum(body),
                computed);
    }

    private Optional<Artifact.Checksum> checksum(Mapping body) {
        Optional<Node.Scalar> algorithm = forms.scalar(body, "checksum_algorithm");
        Optional<String> value = forms.text(body, "checksum");
        if (value.isEmpty() || algorithm.isEmpty()) {
            algorithm.ifPresent(name ->
                    problems.error(
                            "missing-keyname",
                            name.location(),
                            "a 'checksum_algorithm' needs a 'checksum'"));
            return value.map(text -> new Artifact.Checksum("SHA-256", text));
        }
        String name =
                algorithm.get().text().toUpperCase(Locale.ROOT).replaceFirst("SHA(?=\\d)", "SHA-");
        if (!ALGORITHMS.contains(name)) {
            problems.error(
                            "bad-keyword",
                            algorithm.get().location(),
                            "there is no checksum algorithm '%s'"
                                    .formatted(Forms.shortened(algorithm.get().text())))
                    .nearest(name, ALGORITHMS);
        }
        return value.map(text -> new Artifact.Checksum(name, text));
    }

    /** What runs a function or a workflow: a file alone, or an artifact that is written out. */
    public Optional<Artifact> implementation(Node node, ServiceFile file) {
        Node primary = node instanceof Mapping map ? map.get("primary").orElse(map) : node;
        if (primary instanceof Mapping map) {
            return described("implementation", map, Optional.empty(), map.location(), file);
        }
        return forms.scalar(primary, "'implementation'")
                .map(path -> script(path.text(), path, path.location(), file));
    }

    /**
     * Whether an artifact is a file of the template: names of images, roles and packages stand in
     * the same place.
     */
    private static boolean isFile(
            String path, Optional<ArtifactType> type, Optional<Node.Scalar> typeName) {
        return !path.contains("://")
                && (typeName.isEmpty()
                        || type.filter(found ->
                                        found.isA("tosca.artifacts.Implementation")
                                                || found.isA("tosca.artifacts.File"))
                                .isPresent());
    }

    /**
     * The script at {@code path}. One that is not there yet is tolerated: the template can be read
     * without it, though not run.
     */
    Artifact script(String name, Node.Scalar path, Location at, ServiceFile file) {
        // An archive is complete; a folder may still be filled.
        boolean archived = file.address().contains("!/");
        return file(name, path, Optional.empty(), at, file, archived);
    }

    /** The file at {@code path}, reported if it is not there. */
    private Artifact file(
            String name,
            Node.Scalar path,
            Optional<String> type,
            Location at,
            ServiceFile file,
            boolean strict) {
        Optional<String> address = address(path.text(), file);
        if (address.isEmpty() && !path.text().contains("://")) {
            missing(path, file, strict);
        }
        return new Artifact(
                name,
                type.or(() -> typeOf(path.text())),
                path.text(),
                address,
                Map.of(),
                Artifact.Details.NONE,
                at);
    }

    private void missing(Node.Scalar path, ServiceFile file, boolean strict) {
        problems.graded(
                        strict,
                        "file-not-found",
                        path.location(),
                        "there is no file '%s'".formatted(Forms.shortened(path.text())))
                .hint("paths are relative to " + file.address().replaceFirst("^file:", ""));
    }

    /** Where the file at {@code path} is, if it is there. */
    Optional<String> address(String path, ServiceFile file) {
        Optional<Source> source =
                found.computeIfAbsent(
                        new Reference(file.address(), path),
                        _ -> sources.resolve(file.address(), path));
        source.ifPresent(known -> {
            if (addresses.add(known.address())) {
                opened.add(known);
            }
        });
        return source.map(Source::address);
    }

    private static Optional<String> typeOf(String path) {
        return path.endsWith(".sh")
                ? Optional.of("tosca.artifacts.Implementation.Bash")
                : path.endsWith(".py")
                        ? Optional.of("tosca.artifacts.Implementation.Python")
                        : Optional.empty();
    }
}
