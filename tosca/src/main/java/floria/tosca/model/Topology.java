package floria.tosca.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * The typed, resolved meaning of a service template (TOSCA 2.0 §6.1). Immutable; maps keep the
 * order of the text; every name in it resolves.
 *
 * @param version the {@code tosca_definitions_version} as written
 */
public record Topology(
        String version,
        String description,
        Map<String, String> metadata,
        Map<String, PropertyDefinition> inputs,
        Map<String, NodeTemplate> nodes,
        Map<String, Requirement.Relationship> relationships,
        List<Policy> policies,
        List<Group> groups,
        Map<String, Workflow> workflows,
        Optional<Substitution> substitution,
        Map<String, Output> outputs) {

    public Topology {
        inputs = ordered(inputs);
        nodes = ordered(nodes);
        relationships = ordered(relationships);
        workflows = ordered(workflows);
        outputs = ordered(outputs);
        policies = List.copyOf(policies);
        groups = List.copyOf(groups);
    }

    /** A value that the template gives to the outside. */
    public record Output(
            String name, String description, Optional<Value> value, Location location) {}

    /** A policy with the names of the nodes and groups it is for (TOSCA 2.0 §13.4). */
    public record Policy(
            String name,
            PolicyType type,
            String description,
            Map<String, String> metadata,
            Map<String, Value> properties,
            List<String> targets,
            Map<String, Trigger> triggers,
            Location location) {}

    /** A named set of nodes (TOSCA 2.0 §13.2). */
    public record Group(
            String name,
            GroupType type,
            String description,
            Map<String, String> metadata,
            Map<String, Value> properties,
            List<String> members,
            Map<String, NodeTemplate.Interface> interfaces,
            Location location) {}

    /** The node template of that name; for names that came out of this topology. */
    public NodeTemplate node(String name) {
        NodeTemplate node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node template " + name + " in this topology");
        }
        return node;
    }

    /** The node that {@code node} is hosted on, if it is on one. */
    public Optional<NodeTemplate> hostOf(NodeTemplate node) {
        return node.host().map(this::node);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
