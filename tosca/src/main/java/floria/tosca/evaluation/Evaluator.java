package floria.tosca.evaluation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * Evaluates functions against a topology, its inputs and the {@link Facts} of a deployment (TOSCA
 * 1.3 §4, 2.0 §10.2). What cannot be known yet stays a {@link Value.Call}; nothing throws. Values
 * that came from a secret stay secret. Safe for use by many threads if the facts are.
 */
public final class Evaluator {
    private final Map<String, NodeTemplate> nodes;
    private final Map<String, PropertyDefinition> declared;
    private final Map<String, Value> inputs;
    private final Facts facts;

    public Evaluator(Topology topology, Map<String, Value> inputs, Facts facts) {
        this(topology.nodes(), topology.inputs(), inputs, facts);
    }

    /**
     * Over templates that are still being read: what {@code nodes} holds when a value is asked for.
     */
    public Evaluator(
            Map<String, NodeTemplate> nodes,
            Map<String, PropertyDefinition> declared,
            Map<String, Value> inputs,
            Facts facts) {
        this.nodes = nodes;
        this.declared = declared;
        this.inputs = Map.copyOf(inputs);
        this.facts = facts;
    }

    /** The value of a property of a node: as written, generated, or open. */
    public Value property(String node, String property) {
        return new Evaluation(nodes, declared, inputs, facts)
                .property(node, property, 0)
                .orElseGet(() ->
                        new Value.Call(
                                "get_property", List.of(Value.text(node), Value.text(property))));
    }

    /** Evaluates {@code value} where {@code SELF} is the node template {@code self}. */
    public Value evaluate(Value value, String self) {
        return new Evaluation(nodes, declared, inputs, facts)
                .evaluate(value, self, Optional.empty());
    }

    /**
     * Evaluates a value of the relationship that {@code requirement} of the node {@code source}
     * forms: {@code SELF} is the relationship, {@code SOURCE} and {@code TARGET} are its ends.
     */
    public Value evaluate(Value value, String source, Requirement requirement) {
        return new Evaluation(nodes, declared, inputs, facts)
                .evaluate(value, source, Optional.of(requirement));
    }

    /** Evaluates a value that belongs to no node, such as an output of the topology. */
    public Value evaluate(Value value) {
        return evaluate(value, "");
    }
}
