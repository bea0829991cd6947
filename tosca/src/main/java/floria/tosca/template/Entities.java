package floria.tosca.template;

import java.util.Optional;
import java.util.Set;

import floria.tosca.grammar.Forms;
import floria.tosca.model.NodeTemplate;
import floria.tosca.problem.Problems;
import floria.tosca.types.PendingCalls.Pending;
import floria.tosca.types.Place;

/**
 * What functions begin with: a node template or a keyword (TOSCA 1.3 §4.1), which means something
 * else in each place.
 */
final class Entities {
    private static final Set<String> KEYWORDS = Set.of("SELF", "HOST", "SOURCE", "TARGET");

    private final Templates templates;
    private final Set<String> groups;
    private final Problems problems;

    Entities(Templates templates, Set<String> groups, Problems problems) {
        this.templates = templates;
        this.groups = groups;
        this.problems = problems;
    }

    /** The node that an argument means, if it means one that is known. */
    Optional<NodeTemplate> node(Pending pending, String name) {
        return switch (name) {
            case "SELF" -> {
                refuseInTopology(pending, name);
                yield pending.place() instanceof Place.InNode(String self)
                        ? Optional.ofNullable(templates.nodes().get(self))
                        : Optional.empty();
            }
            case "HOST" -> {
                refuseInTopology(pending, name);
                yield Optional.empty();
            }
            case "SOURCE", "TARGET" -> end(pending, name);
            default -> named(pending, name);
        };
    }

    private Optional<NodeTemplate> end(Pending pending, String name) {
        refuseInTopology(pending, name);
        if (pending.place() instanceof Place.InNode) {
            problems.error(
                            "bad-entity",
                            FunctionCheck.at(pending, 0),
                            "'%s' has a meaning in relationships only".formatted(name))
                    .hint("name the node, or go over a requirement: [ SELF, REQUIREMENT, NAME ]");
        }
        return pending.place()
                        instanceof Place.InRelationship(_, String source, Optional<String> target)
                ? (name.equals("SOURCE") ? Optional.of(source) : target)
                        .map(node -> templates.nodes().get(node))
                : Optional.empty();
    }

    private Optional<NodeTemplate> named(Pending pending, String name) {
        if (!templates.names().contains(name)
                && !templates.relationshipNames().contains(name)
                && !groups.contains(name)) {
            problems.again(
                    "node " + name,
                    problems.graded(
                                    !isDefined(pending),
                                    "unknown-node",
                                    FunctionCheck.at(pending, 0),
                                    "there is no node template '%s'"
                                            .formatted(Forms.shortened(name)))
                            .nearest(name, templates.names(), KEYWORDS));
        }
        return Optional.ofNullable(templates.nodes().get(name));
    }

    /** Names in types mean something in the templates that use them. */
    static boolean isDefined(Pending pending) {
        return pending.place() instanceof Place.InType
                || pending.place() instanceof Place.InFilter
                || pending.place() instanceof Place.InDefinition;
    }

    private void refuseInTopology(Pending pending, String keyword) {
        if (pending.place() instanceof Place.InTopology(String what)) {
            problems.error(
                            "bad-entity",
                            FunctionCheck.at(pending, 0),
                            "'%s' has no meaning in %s".formatted(keyword, what))
                    .hint("name a node template");
        }
    }
}
