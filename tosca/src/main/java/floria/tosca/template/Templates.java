package floria.tosca.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;

/** The templates of a topology by name, those that could not be read among them by name only. */
final class Templates {
    private final Set<String> names;
    private final Map<String, NodeTemplate> nodes;
    private final Map<String, Requirement.Relationship> relationships;
    private final Set<String> relationshipNames;
    private final Map<String, List<String>> byType = new HashMap<>();

    /**
     * @param names all node templates in the text
     * @param nodes those of them that could be read
     * @param relationshipNames all relationship templates in the text
     */
    Templates(
            Set<String> names,
            Map<String, NodeTemplate> nodes,
            Set<String> relationshipNames,
            Map<String, Requirement.Relationship> relationships) {
        this.names = names;
        this.nodes = new LinkedHashMap<>(nodes);
        this.relationshipNames = relationshipNames;
        this.relationships = relationships;
        for (NodeTemplate node : nodes.values()) {
            for (String type : node.type().derivation()) {
                byType.computeIfAbsent(type, _ -> new ArrayList<>()).add(node.name());
            }
        }
    }

    Set<String> names() {
        return names;
    }

    Set<String> relationshipNames() {
        return relationshipNames;
    }

    Map<String, NodeTemplate> nodes() {
        return nodes;
    }

    Map<String, Requirement.Relationship> relationships() {
        return relationships;
    }

    /** The templates of a type or of one that derives from it. */
    List<String> ofType(String type) {
        return byType.getOrDefault(type, List.of());
    }

    /** Puts a template in the place of the one with its name. */
    void replace(NodeTemplate node) {
        nodes.put(node.name(), node);
    }
}
