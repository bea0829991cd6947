package floria.engine.deployment;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * How many instances a node starts with: {@code default_instances} of its scalable capability, or
 * as many as its host has.
 */
final class Counts {

    private Counts() {}

    static int of(Topology topology, NodeTemplate node, Map<String, Value> inputs) {
        Evaluator evaluator = new Evaluator(topology, inputs, Facts.NONE);
        Set<String> seen = new HashSet<>();
        Optional<NodeTemplate> now = Optional.of(node);
        while (now.isPresent() && seen.add(now.get().name())) {
            Optional<Integer> own = own(now.get(), evaluator);
            if (own.isPresent()) {
                return own.get();
            }
            now = topology.hostOf(now.get());
        }
        return 1;
    }

    private static Optional<Integer> own(NodeTemplate node, Evaluator evaluator) {
        return node.capabilities().values().stream()
                .filter(capability ->
                        capability.definition().type().isA("tosca.capabilities.Scalable"))
                .flatMap(capability ->
                        Optional.ofNullable(capability.properties().get("default_instances"))
                                .stream())
                .map(value -> evaluator.evaluate(value, node.name()))
                .filter(Value.Int.class::isInstance)
                .map(value -> ((Value.Int) value).number())
                .filter(number -> number.signum() > 0)
                .map(BigInteger::intValueExact)
                .findFirst();
    }
}
