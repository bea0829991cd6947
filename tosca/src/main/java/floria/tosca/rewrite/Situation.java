package floria.tosca.rewrite;

import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Version;
import floria.tosca.types.TypeTable;
import floria.tosca.yaml.Mapping;

/**
 * What rules have to know besides the element.
 *
 * @param file as it was at first, with what it imports
 * @param root the tree as it is now
 */
record Situation(Version target, ServiceFile file, TypeTable types, Mapping root) {

    boolean toTwo() {
        return target == Version.TOSCA_2_0;
    }

    Version source() {
        return file.version();
    }

    /** Whether a node template of that name is there. */
    boolean isNode(String name) {
        return templates("node_templates").map(all -> all.has(name)).orElse(false);
    }

    boolean isRelationship(String name) {
        return templates("relationship_templates").map(all -> all.has(name)).orElse(false);
    }

    private Optional<Mapping> templates(String section) {
        return root.get("topology_template")
                .or(() -> root.get("service_template"))
                .flatMap(node ->
                        node instanceof Mapping topology ? topology.get(section) : Optional.empty())
                .flatMap(node -> node instanceof Mapping all ? Optional.of(all) : Optional.empty());
    }
}
