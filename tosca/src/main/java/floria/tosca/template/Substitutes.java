package floria.tosca.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.model.NodeType;
import floria.tosca.types.TypeKind;
import floria.tosca.types.TypeTable;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * The imported templates that can stand in for a node (TOSCA 1.3 §3.8.13). The capabilities that
 * one maps are those of its own nodes, whose properties have values there.
 */
final class Substitutes {
    private final TypeTable types;
    private final List<Mappings> all = new ArrayList<>();

    /** The mappings of one template. */
    private record Mappings(ServiceFile file, String nodeType, Set<String> capabilities) {}

    Substitutes(ServiceFile template, TypeTable types) {
        this.types = types;
        if (template.version().isSimple()) {
            gather(template, new HashSet<>(Set.of(template)));
        }
    }

    private void gather(ServiceFile importer, Set<ServiceFile> seen) {
        for (ServiceFile.Link link : importer.links()) {
            ServiceFile file = link.file();
            if (seen.add(file)) {
                if (file.root().get("topology_template").orElse(null) instanceof Mapping topology
                        && topology.get("substitution_mappings").orElse(null)
                                instanceof Mapping body
                        && body.get("node_type").orElse(null) instanceof Node.Scalar name) {
                    List<String> mapped =
                            body.get("capabilities").orElse(null) instanceof Mapping map
                                    ? map.names()
                                    : List.of();
                    all.add(new Mappings(file, name.text(), Set.copyOf(mapped)));
                }
                gather(file, seen);
            }
        }
    }

    /** Whether the values of a capability of nodes of {@code type} come from such a template. */
    boolean have(NodeType type, String capability) {
        return all.stream()
                .anyMatch(each ->
                        each.capabilities().contains(capability)
                                && types.derives(
                                        TypeKind.NODE, each.nodeType(), type.name(), each.file()));
    }
}
