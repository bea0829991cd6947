package floria.tosca.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.tosca.edit.Changes;
import floria.tosca.grammar.Construct;
import floria.tosca.yaml.Mapping;

/** Names of the template and its namespace, which 2.0 has no keynames for, become metadata. */
final class Head implements Rule {
    private static final Set<String> MOVED =
            Set.of(
                    "template_name",
                    "template_author",
                    "template_version",
                    "namespace",
                    "namespace_uri",
                    "default_namespace");

    @Override
    public void rewrite(Element element, Changes changes, Situation situation) {
        if (element.construct() != Construct.FILE) {
            return;
        }
        Mapping root = element.body();
        List<Mapping.Entry> moved =
                root.entries().stream().filter(entry -> MOVED.contains(entry.name())).toList();
        Optional<Mapping> metadata =
                root.get("metadata")
                        .flatMap(node ->
                                node instanceof Mapping map ? Optional.of(map) : Optional.empty());
        if (moved.isEmpty()) {
            return;
        }
        if (metadata.isEmpty()) {
            changes.nest(root, moved, "metadata");
        } else {
            changes.move(
                    root,
                    moved.stream().filter(entry -> !metadata.get().has(entry.name())).toList(),
                    metadata.get());
        }
    }
}
