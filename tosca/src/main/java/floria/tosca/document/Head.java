package floria.tosca.document;

import java.util.Optional;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Checks what stands at the top of a file and is no type and no template (TOSCA 1.3 §3.10). */
final class Head {
    private final Version version;
    private final Problems problems;
    private final Forms forms;

    Head(Version version, Problems problems) {
        this.version = version;
        this.problems = problems;
        this.forms = new Forms(problems, version);
    }

    void check(Mapping root) {
        forms.keynames(root, Construct.FILE, version);
        first(root);
        forms.mapping(root, "dsl_definitions");
        repositories(root);
        templateVersion(root);
        forms.description(root);
    }

    /** The version comes first, so that everything after it can be understood. */
    private void first(Mapping root) {
        Mapping.Entry entry = root.entry("tosca_definitions_version").orElseThrow();
        if (!root.entries().getFirst().equals(entry)) {
            problems.graded(
                    !version.isSimple(),
                    "version-not-first",
                    entry.at(),
                    "tosca_definitions_version must be the first line of a file");
        }
    }

    private void repositories(Mapping root) {
        for (Mapping.Entry entry : forms.mapping(root, "repositories").entries()) {
            if (entry.value() instanceof Node.Scalar url && !url.isNull()) {
                continue;
            }
            Optional<Mapping> body =
                    forms.mapping(entry.value(), "repository '" + entry.name() + "'");
            body.ifPresent(found -> {
                forms.keynames(found, Construct.REPOSITORY, version);
                if (found.get("credential").orElse(null) instanceof Mapping credential
                        && !credential.has("token")) {
                    problems.error(
                            "missing-field",
                            credential.location(),
                            "the credential of repository '%s' needs a 'token'"
                                    .formatted(entry.name()));
                }
                if (forms.scalar(found, "url").isEmpty()) {
                    problems.error(
                            "missing-keyname",
                            entry.at(),
                            "repository '%s' needs a 'url'".formatted(entry.name()));
                }
            });
        }
    }

    /** The one entry of metadata that has a form of its own (TOSCA 1.3 §3.10.3.2). */
    private void templateVersion(Mapping root) {
        if (root.get("metadata").orElse(null) instanceof Mapping metadata
                && version.isSimple()
                && metadata.get("template_version").orElse(null) instanceof Node.Scalar written
                && !written.isNull()
                && !Primitive.isVersion(written.text())) {
            problems.error(
                            "wrong-type",
                            written.location(),
                            "'template_version' must be a version, not %s"
                                    .formatted(Forms.kind(written)))
                    .hint("write such as 1.2 or 1.2.3");
        }
    }
}
