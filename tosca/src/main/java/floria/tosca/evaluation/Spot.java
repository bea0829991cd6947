package floria.tosca.evaluation;

import java.util.List;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;

/** What the path of {@code get_property} or {@code get_attribute} leads to. */
sealed interface Spot {

    /** The names that are left: of fields, entries and items within the value. */
    List<String> rest();

    /** A property or an attribute of a node. */
    record OfNode(NodeTemplate node, String name, List<String> rest) implements Spot {}

    /** A property or an attribute of a capability. */
    record OfCapability(
            NodeTemplate node, NodeTemplate.Capability capability, String name, List<String> rest)
            implements Spot {}

    /** A property of the relationship that a requirement of the node {@code source} forms. */
    record OfRelationship(String source, Requirement requirement, String name, List<String> rest)
            implements Spot {}
}
