package floria.tosca.template;

import java.util.Optional;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement.Selection;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Node;

/**
 * A requirement that has been read and names no template: any that is like it may fulfil it.
 *
 * @param type the type that the target must have
 * @param capability the name or type of the capability that is wanted
 * @param relationship as written
 * @param written whether the text mentions it
 */
record Wish(
        NodeTemplate source,
        RequirementDefinition definition,
        Optional<String> type,
        Optional<Node.Scalar> capability,
        Optional<Node> relationship,
        Selection selection,
        boolean written,
        Location location) {}
