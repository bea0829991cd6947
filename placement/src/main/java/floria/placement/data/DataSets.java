package floria.placement.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * The data sets of a topology, nodes of the type {@code floria.nodes.DataSet}, and who reads them:
 * what depends on one. How often a copy reads it is said by the property {@code times} of the
 * relationship, once if nothing is.
 */
public record DataSets(Topology topology, Evaluator evaluator) {
    private static final String TYPE = "floria.nodes.DataSet";

    /** What machines read, by what runs on them. */
    public List<DataDemand> demands() {
        List<DataDemand> demands = new ArrayList<>();
        for (NodeTemplate node : topology.nodes().values()) {
            for (Requirement requirement : node.requirements()) {
                requirement
                        .target()
                        .map(target -> topology.node(target.node()))
                        .filter(target -> target.isA(TYPE))
                        .ifPresent(dataSet ->
                                demands.add(
                                        new DataDemand(
                                                top(node),
                                                dataSet.name(),
                                                times(requirement, node),
                                                texts(dataSet, "countries"))));
            }
        }
        return demands;
    }

    /** Where the data sets are. */
    public List<ReplicaOffer> replicas() {
        return topology.nodes().values().stream()
                .filter(node -> node.isA(TYPE))
                .flatMap(node ->
                        texts(node, "replicas").stream()
                                .sorted()
                                .map(place -> ReplicaOffer.at(node.name(), place, size(node))))
                .toList();
    }

    /** The machine that a node is or runs on. */
    private String top(NodeTemplate node) {
        Set<String> seen = new HashSet<>();
        NodeTemplate now = node;
        Optional<NodeTemplate> host = topology.hostOf(now);
        while (host.isPresent() && seen.add(now.name())) {
            now = host.get();
            host = topology.hostOf(now);
        }
        return now.name();
    }

    private double times(Requirement requirement, NodeTemplate node) {
        Value times = requirement.relationship().properties().get("times");
        return times == null ? 1 : amount(evaluator.evaluate(times, node.name())).doubleValue();
    }

    private long size(NodeTemplate node) {
        return amount(evaluator.property(node.name(), "size")).longValue();
    }

    private static BigDecimal amount(Value value) {
        return switch (value) {
            case Value.Int(var number) -> new BigDecimal(number);
            case Value.Real(var number) -> number;
            case Value.Scalar(_, var amount, _) -> amount;
            case Value.Secret(var hidden) -> amount(hidden);
            case Value.Nil _,
                    Value.Text _,
                    Value.Bool _,
                    Value.Items _,
                    Value.Entries _,
                    Value.Call _ ->
                    BigDecimal.ONE;
        };
    }

    private Set<String> texts(NodeTemplate node, String property) {
        Set<String> texts = new HashSet<>();
        Stream<Value> values =
                evaluator.property(node.name(), property) instanceof Value.Items(var items)
                        ? items.stream()
                        : Stream.empty();
        values.filter(Value.Text.class::isInstance).map(Value::asText).forEach(texts::add);
        return texts;
    }
}
