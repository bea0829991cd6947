package floria.tosca.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.model.Artifact;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Substitution;
import floria.tosca.model.Topology;
import floria.tosca.model.Trigger;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * A topology as the {@code service_template} of TOSCA 2.0 (§6.10): defaults filled in, requirements
 * with the targets that were found, and one form for everything. Its types are named by their full
 * names and have to be known where it is read.
 */
final class ServiceWriter {
    private final Topology topology;

    private ServiceWriter(Topology topology) {
        this.topology = topology;
    }

    static Mapping write(Topology topology) {
        return new ServiceWriter(topology).service();
    }

    private Mapping service() {
        return new Tree()
                .with("description", topology.description())
                .with("inputs", Definitions.all(topology.inputs()))
                .with("node_templates", Tree.each(topology.nodes(), ServiceWriter::node))
                .with(
                        "relationship_templates",
                        Tree.each(topology.relationships(), ServiceWriter::relationship))
                .with("groups", groups())
                .with("policies", Tree.list(topology.policies(), ServiceWriter::policy))
                .with("workflows", Tree.each(topology.workflows(), Activities::workflow))
                .with("substitution_mappings", topology.substitution().map(ServiceWriter::mapping))
                .with("outputs", Tree.each(topology.outputs(), ServiceWriter::output))
                .node();
    }

    private static Node node(NodeTemplate node) {
        Tree tree =
                new Tree()
                        .with("type", node.type().name())
                        .with("description", node.description())
                        .metadata(node.metadata())
                        .names("directives", node.directives())
                        .with("node_filter", node.filter().map(Activities::condition));
        if (!node.count().equals(Value.integer(1))) {
            tree.with("count", Values.node(node.count()));
        }
        Tree capabilities = new Tree();
        node.capabilities()
                .forEach((name, capability) ->
                        capabilities.with(
                                name,
                                new Tree()
                                        .values("properties", capability.properties())
                                        .values("attributes", capability.attributes())
                                        .node()));
        return tree.values("properties", node.properties())
                .values("attributes", node.attributes())
                .with("capabilities", capabilities.node())
                .with("requirements", Tree.list(requirements(node), ServiceWriter::requirement))
                .with(
                        "interfaces",
                        new Interfaces(node.type().interfaces(), node.artifacts())
                                .all(node.interfaces()))
                .with("artifacts", artifacts(node))
                .node();
    }

    /** Those of the type are there without being named. */
    private static Node artifacts(NodeTemplate node) {
        Tree tree = new Tree();
        for (Map.Entry<String, Artifact> artifact : node.artifacts().entrySet()) {
            if (artifact.getValue().location().address().equals(node.location().address())) {
                tree.with(artifact.getKey(), Interfaces.artifact(artifact.getValue()));
            }
        }
        return tree.node();
    }

    /** All but those that the text leaves out and nothing fulfils. */
    private static List<Requirement> requirements(NodeTemplate node) {
        return node.requirements().stream()
                .filter(requirement ->
                        requirement.target().isPresent()
                                || !requirement.location().equals(node.location()))
                .toList();
    }

    private static Node requirement(Requirement requirement) {
        Requirement.Selection selection = requirement.selection();
        Tree tree = new Tree();
        Optional<Node> name =
                requirement
                        .target()
                        .map(Requirement.Target::node)
                        .or(selection::node)
                        .map(Tree::text);
        tree.with(
                "node",
                name.map(node ->
                        selection
                                .index()
                                .map(index -> Tree.list(List.of(node, Values.node(index))))
                                .orElse(node)));
        tree.with("capability", requirement.target().map(target -> Tree.text(target.capability())));
        // A relationship of no declared type is what a requirement has that names none.
        if (!requirement.relationship().type().location().address().startsWith("tosca:")) {
            tree.with("relationship", relationship(requirement.relationship()));
        }
        tree.with("node_filter", selection.filter().map(Activities::condition))
                .names("directives", selection.directives())
                .values("allocation", selection.allocation());
        if (selection.optional()) {
            tree.always("optional", Tree.plain("true"));
        }
        if (!selection.count().equals(Value.integer(1))) {
            tree.with("count", Values.node(selection.count()));
        }
        return new Tree().always(requirement.name(), tree.node()).node();
    }

    private static Node relationship(Requirement.Relationship relationship) {
        return new Tree()
                .with("type", relationship.type().name())
                .values("properties", relationship.properties())
                .values("attributes", relationship.attributes())
                .with(
                        "interfaces",
                        new Interfaces(relationship.type().interfaces(), Map.of())
                                .all(relationship.interfaces()))
                .node();
    }

    private Node groups() {
        Tree tree = new Tree();
        for (Topology.Group group : topology.groups()) {
            tree.with(
                    group.name(),
                    new Tree()
                            .with("type", group.type().name())
                            .with("description", group.description())
                            .metadata(group.metadata())
                            .values("properties", group.properties())
                            .names("members", group.members())
                            .with(
                                    "interfaces",
                                    new Interfaces(group.type().interfaces(), Map.of())
                                            .all(group.interfaces()))
                            .node());
        }
        return tree.node();
    }

    private static Node policy(Topology.Policy policy) {
        Tree triggers = new Tree();
        for (Map.Entry<String, Trigger> trigger : policy.triggers().entrySet()) {
            if (!trigger.getValue().equals(policy.type().triggers().get(trigger.getKey()))) {
                triggers.with(trigger.getKey(), Activities.trigger(trigger.getValue()));
            }
        }
        return new Tree()
                .always(
                        policy.name(),
                        new Tree()
                                .with("type", policy.type().name())
                                .with("description", policy.description())
                                .metadata(policy.metadata())
                                .values("properties", policy.properties())
                                .names("targets", policy.targets())
                                .with("triggers", triggers.node())
                                .node())
                .node();
    }

    private static Node mapping(Substitution substitution) {
        return new Tree()
                .with("node_type", substitution.type().name())
                .with("substitution_filter", substitution.filter().map(Activities::condition))
                .with(
                        "properties",
                        Tree.each(
                                substitution.properties(),
                                property ->
                                        switch (property) {
                                            case Substitution.Property.Input(String name) ->
                                                    Tree.list(List.of(Tree.text(name)));
                                            case Substitution.Property.Inside(var path) ->
                                                    Tree.list(path, Tree::text);
                                            case Substitution.Property.Fixed(Value value) ->
                                                    new Tree()
                                                            .always("value", Values.node(value))
                                                            .node();
                                        }))
                .with("attributes", Interfaces.paths(substitution.attributes()))
                .with("capabilities", Tree.each(substitution.capabilities(), ServiceWriter::target))
                .with(
                        "requirements",
                        Tree.list(
                                substitution.requirements(),
                                required ->
                                        new Tree()
                                                .always(required.name(), target(required.target()))
                                                .node()))
                .with(
                        "interfaces",
                        Tree.each(
                                substitution.interfaces(),
                                operations -> Tree.each(operations, Tree::text)))
                .node();
    }

    private static Node target(Substitution.Target target) {
        return Tree.list(List.of(Tree.text(target.node()), Tree.text(target.name())));
    }

    private static Node output(Topology.Output output) {
        return new Tree()
                .with("description", output.description())
                .with("value", output.value().map(Values::node))
                .node();
    }
}
