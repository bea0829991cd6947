package floria.tosca.document;

import java.util.Map;
import java.util.Optional;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * One item of {@code imports}, in any of the forms it is written in.
 *
 * @param reference what {@link floria.tosca.source.Sources} are asked for
 */
record Import(String reference, String prefix, Location location) {

    /** Reads forms of imports (TOSCA 1.3 §3.6.8, 2.0 §6.9). */
    static final class Reader {
        private final Problems problems;
        private final Forms forms;
        private final Version version;
        private final Map<String, String> repositories;

        Reader(Problems problems, Version version, Map<String, String> repositories) {
            this.problems = problems;
            this.forms = new Forms(problems, version);
            this.version = version;
            this.repositories = repositories;
        }

        Optional<Import> read(Node item) {
            return switch (item) {
                case Node.Scalar scalar when !scalar.isNull() ->
                        Optional.of(new Import(scalar.text(), "", scalar.location()));
                case Mapping mapping -> map(mapping);
                case Node.Scalar _, Node.Sequence _ -> {
                    forms.expected(item, "an import", "a path, an address or a map");
                    yield Optional.empty();
                }
            };
        }

        private Optional<Import> map(Mapping mapping) {
            if (mapping.entries().size() == 1
                    && Construct.IMPORT.firstWith(mapping.names().getFirst()).isEmpty()) {
                return named(mapping.entries().getFirst());
            }
            forms.keynames(mapping, Construct.IMPORT, version);
            Optional<Node.Scalar> target =
                    forms.scalar(mapping, "file")
                            .or(() -> forms.scalar(mapping, "url"))
                            .or(() -> forms.scalar(mapping, "profile"));
            if (target.isEmpty()) {
                problems.error(
                        "missing-keyname",
                        mapping.location(),
                        "an import needs 'file', 'url' or 'profile'");
                return Optional.empty();
            }
            String prefix =
                    forms.text(mapping, "namespace_prefix")
                            .or(() -> forms.text(mapping, "namespace"))
                            .orElse("");
            return forms.scalar(mapping, "repository").isPresent()
                    ? inRepository(mapping, target.get(), prefix)
                    : Optional.of(new Import(target.get().text(), prefix, target.get().location()));
        }

        private Optional<Import> named(Mapping.Entry entry) {
            return switch (entry.value()) {
                case Node.Scalar path when !path.isNull() -> {
                    problems.tolerated(
                                    "named-import",
                                    entry.at(),
                                    "the name '%s' of this import has no meaning"
                                            .formatted(entry.name()))
                            .hint("write the path alone: - " + path.text());
                    yield Optional.of(new Import(path.text(), "", path.location()));
                }
                case Mapping mapping -> {
                    problems.tolerated(
                            "named-import",
                            entry.at(),
                            "the name '%s' of this import has no meaning".formatted(entry.name()));
                    yield map(mapping);
                }
                case Node.Scalar _, Node.Sequence _ -> {
                    forms.expected(entry.value(), "an import", "a path, an address or a map");
                    yield Optional.empty();
                }
            };
        }

        private Optional<Import> inRepository(Mapping mapping, Node.Scalar file, String prefix) {
            Node.Scalar name = forms.scalar(mapping, "repository").orElseThrow();
            String url = repositories.get(name.text());
            if (url == null) {
                problems.error(
                                "unknown-repository",
                                name.location(),
                                "there is no repository '%s'".formatted(name.text()))
                        .nearest(name.text(), repositories.keySet());
                return Optional.empty();
            }
            if (url.isEmpty()) {
                return Optional.empty();
            }
            String slash = url.endsWith("/") ? "" : "/";
            return Optional.of(new Import(url + slash + file.text(), prefix, file.location()));
        }
    }
}
