package floria.tosca.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.yaml.Limits;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;
import floria.tosca.yaml.YamlReader;

/** Finds the templates of an archive, by its metadata or by its layout. */
final class Contents {
    static final String OLD_META = "TOSCA-Metadata/TOSCA.meta";
    static final String META = "TOSCA.meta";
    private static final String ENTRY = "Entry-Definitions";

    private final Source archive;
    private final Map<String, Source> files;
    private final Problems problems;
    private final List<Source> others = new ArrayList<>();

    Contents(Source archive, Map<String, Source> files, Problems problems) {
        this.archive = archive;
        this.files = files;
        this.problems = problems;
    }

    Optional<Source> entry() {
        // TOSCA 2.0 has the metadata at the root; older archives have it in a folder of its own.
        Optional<Source> meta =
                Optional.ofNullable(files.get(OLD_META))
                        .or(() -> Optional.ofNullable(files.get(META)));
        return meta.isPresent() ? named(Meta.read(meta.get())) : alone();
    }

    List<Source> others() {
        return others;
    }

    private Optional<Source> named(Meta meta) {
        for (Meta.Word other : meta.words("Other-Definitions")) {
            file(other).ifPresent(others::add);
        }
        List<Meta.Word> entry = meta.words(ENTRY);
        if (entry.isEmpty()) {
            problems.error(
                            "missing-entry",
                            Location.startOf(meta.source().address()),
                            "the metadata of the archive does not name its template: '%s' is missing"
                                    .formatted(ENTRY))
                    .hint(
                            "write %s: PATH, with the template's path in the archive"
                                    .formatted(ENTRY));
            return Optional.empty();
        }
        return file(entry.getFirst());
    }

    private Optional<Source> file(Meta.Word word) {
        Optional<Source> file = Optional.ofNullable(files.get(word.text()));
        if (file.isEmpty()) {
            problems.error(
                            "file-not-found",
                            word.location(),
                            "there is no file '%s' in the archive".formatted(word.text()))
                    .nearest(word.text(), files.keySet());
        }
        return file;
    }

    /** The one template at the root (TOSCA 1.1 to 2.0). */
    private Optional<Source> alone() {
        List<Source> templates =
                files.entrySet().stream()
                        .filter(file -> file.getKey().matches("[^/]+\\.ya?ml"))
                        .map(Map.Entry::getValue)
                        .toList();
        if (templates.size() != 1) {
            problems.error(
                            "missing-entry",
                            Location.startOf(archive.address()),
                            templates.isEmpty()
                                    ? "this archive has neither TOSCA.meta nor a template at its"
                                            + " root"
                                    : "this archive has no TOSCA.meta, and more than one template"
                                            + " at its root")
                    .hint("add the file %s with the line %s: PATH".formatted(META, ENTRY));
            return Optional.empty();
        }
        Source template = templates.getFirst();
        checkMetadata(template);
        return Optional.of(template);
    }

    /** What a template must say itself where nothing else speaks for the archive. */
    private void checkMetadata(Source template) {
        Node root = new YamlReader(new Problems(), Limits.STANDARD).read(template).orElse(null);
        if (!(root instanceof Mapping mapping)) {
            return; // said when the template is read
        }
        Location start = Location.startOf(template.address());
        String version =
                mapping.get("tosca_definitions_version").orElse(null) instanceof Node.Scalar scalar
                        ? scalar.text()
                        : "";
        if (version.equals("tosca_simple_yaml_1_0")) {
            problems.error(
                            "missing-entry",
                            start,
                            "an archive of TOSCA 1.0 needs the file '%s'".formatted(OLD_META))
                    .hint(
                            "add it with the line %s: PATH, or write the template for 1.3"
                                    .formatted(ENTRY));
            return;
        }
        Mapping metadata =
                mapping.get("metadata").orElse(null) instanceof Mapping map
                        ? map
                        : Mapping.empty(start);
        for (String name : List.of("template_name", "template_version")) {
            if (metadata.get(name).isEmpty()) {
                problems.tolerated(
                                "missing-metadata",
                                metadata.location(),
                                "the template of an archive without TOSCA.meta needs '%s' in its"
                                                .formatted(name)
                                        + " metadata")
                        .hint("add metadata: { %s: ... }".formatted(name));
            }
        }
    }
}
