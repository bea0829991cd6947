package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Artifact;
import floria.tosca.model.ArtifactType;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
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

    private record Reference(String base, String file) {}

    ArtifactReader(TypeTable types, Sources sources, Problems problems) {
        this.types = types;
        this.sources = sources;
        this.problems = problems;
        this.forms = new Forms(problems);
        this.values = new ValueReader(problems);
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
                    file(entry.name(), path, base.flatMap(Artifact::type), entry.at(), file));
        }
        return forms.mapping(entry.value(), "artifact '" + entry.name() + "'")
                .flatMap(body -> described(entry.name(), body, base, entry.at(), file));
    }

    /** An artifact that is written out as a map. */
    Optional<Artifact> described(
            String name, Mapping body, Optional<Artifact> base, Location at, ServiceFile file) {
        forms.keynames(body, Construct.ARTIFACT, file.version());
        Optional<Node.Scalar> typeName = forms.scalar(body, "type");
        Optional<ArtifactType> type = typeName.flatMap(found -> types.artifact(found, file));
        if (typeName.isEmpty() && base.isEmpty() && !body.has("type")) {
            problems.error("missing-keyname", at, "artifact '%s' needs a 'type'".formatted(name));
        }
        Optional<Node.Scalar> path = forms.scalar(body, "file");
        if (path.isEmpty()) {
            if (base.isEmpty()) {
                problems.error(
                        "missing-keyname", at, "artifact '%s' needs a 'file'".formatted(name));
            }
            return base;
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
                                at)
                        : file(name, path.get(), typeText, at, file);
        return Optional.of(
                new Artifact(
                        name,
                        artifact.type(),
                        artifact.file(),
                        artifact.address(),
                        properties(body, name),
                        at));
    }

    private Map<String, Value> properties(Mapping body, String name) {
        Map<String, Value> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : forms.mapping(body, "properties").entries()) {
            Slot slot = Slot.unchecked("'" + entry.name() + "' of artifact '" + name + "'");
            all.put(entry.name(), values.natural(entry.value(), slot));
        }
        return all;
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

    /** The file at {@code path}, reported if it is not there. */
    Artifact file(
            String name, Node.Scalar path, Optional<String> type, Location at, ServiceFile file) {
        Optional<String> address = address(path.text(), file);
        if (address.isEmpty() && !path.text().contains("://")) {
            missing(path, file);
        }
        return new Artifact(
                name, type.or(() -> typeOf(path.text())), path.text(), address, Map.of(), at);
    }

    void missing(Node.Scalar path, ServiceFile file) {
        problems.error(
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
