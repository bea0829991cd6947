package floria.engine.deployment;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.revision.Blueprint;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * How many instances a node starts with: {@code default_instances} of its scalable capability, or
 * as many as its host has.
 */
public final class Counts {

    private Counts() {}

    /** As many as the revision asks for, or else its template. */
    public static int of(Blueprint wanted, NodeTemplate node) {
        return of(wanted.topology(), node, wanted.revision().inputs(), wanted.revision().counts());
    }

    static int of(
            Topology topology,
            NodeTemplate node,
            Map<String, Value> inputs,
            Map<String, Integer> counts) {
        Evaluator evaluator = new Evaluator(topology, inputs, Facts.NONE);
        Set<String> seen = new HashSet<>();
        Optional<NodeTemplate> now = Optional.of(node);
        while (now.isPresent() && seen.add(now.get().name())) {
            NodeTemplate here = now.get();
            Optional<Integer> own =
                    Optional.ofNullable(counts.get(here.name())).or(() -> own(here, evaluator));
            if (own.isPresent()) {
                return own.get();
            }
            now = topology.hostOf(here);
        }
        return 1;
    }

    /** The node whose number of instances decides on that of {@code node}: itself, or its host. */
    public static NodeTemplate decisive(Topology topology, NodeTemplate node) {
        Set<String> seen = new HashSet<>();
        NodeTemplate last = node;
        Optional<NodeTemplate> now = Optional.of(node);
        while (now.isPresent() && seen.add(now.get().name())) {
            last = now.get();
            if (scalable(last).isPresent()) {
                return last;
            }
            now = topology.hostOf(last);
        }
        return last;
    }

    /** What a worker of a cluster says of how many of it there may be; its machine is counted. */
    private static final String WORKERS = "wn";

    static Optional<NodeTemplate.Capability> scalable(NodeTemplate node) {
        return node.capabilities().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(WORKERS))
                .map(Map.Entry::getValue)
                .filter(Counts::isScalable)
                .findFirst();
    }

    private static boolean isScalable(NodeTemplate.Capability capability) {
        return capability.definition().type().isA("tosca.capabilities.Scalable");
    }

    /** A bound of the scalable capability, such as {@code max_instances}, where it says one. */
    static Optional<Integer> bound(Blueprint blueprint, NodeTemplate node, String property) {
        return scalable(node).flatMap(capability -> bound(blueprint, node, capability, property));
    }

    private static Optional<Integer> bound(
            Blueprint blueprint,
            NodeTemplate node,
            NodeTemplate.Capability capability,
            String property) {
        Evaluator evaluator =
                new Evaluator(blueprint.topology(), blueprint.revision().inputs(), Facts.NONE);
        return Optional.ofNullable(capability.properties().get(property))
                .map(value -> evaluator.evaluate(value, node.name()))
                .filter(Value.Int.class::isInstance)
                .map(value -> ((Value.Int) value).number().intValue());
    }

    /** The number of instances that is nearest to {@code number} within the node's bounds. */
    public static int within(Blueprint blueprint, NodeTemplate node, int number) {
        Bounds bounds = bounds(blueprint, node);
        return Math.max(bounds.least(), Math.min(bounds.most(), number));
    }

    /** How many instances a node may have. */
    record Bounds(int least, int most) {}

    static Bounds bounds(Blueprint blueprint, NodeTemplate node) {
        int least = bound(blueprint, node, "min_instances").orElse(0);
        int most = bound(blueprint, node, "max_instances").orElse(Integer.MAX_VALUE);
        // Both are 1 by default in the normative type, which no template means by saying nothing.
        Bounds own =
                least == 1 && most == 1
                        ? new Bounds(0, Integer.MAX_VALUE)
                        : new Bounds(least, most);
        for (NodeTemplate hosted : blueprint.hostedBy(node.name())) {
            own = narrowed(blueprint, hosted, own);
        }
        return own;
    }

    private static Bounds narrowed(Blueprint blueprint, NodeTemplate hosted, Bounds bounds) {
        return Optional.ofNullable(hosted.capabilities().get(WORKERS))
                .filter(Counts::isScalable)
                .map(wn ->
                        new Bounds(
                                bound(blueprint, hosted, wn, "min_instances")
                                        .orElse(bounds.least()),
                                bound(blueprint, hosted, wn, "max_instances")
                                        .orElse(bounds.most())))
                .filter(workers -> workers.least() != 1 || workers.most() != 1)
                .map(workers ->
                        new Bounds(
                                Math.max(bounds.least(), workers.least()),
                                Math.min(bounds.most(), workers.most())))
                .orElse(bounds);
    }

    private static Optional<Integer> own(NodeTemplate node, Evaluator evaluator) {
        return scalable(node).stream()
                .flatMap(capability ->
                        Optional.ofNullable(capability.properties().get("default_instances"))
                                // The same in the words of INDIGO's types.
                                .or(() -> Optional.ofNullable(capability.properties().get("count")))
                                .stream())
                .map(value -> evaluator.evaluate(value, node.name()))
                .filter(Value.Int.class::isInstance)
                .map(value -> ((Value.Int) value).number())
                .filter(number -> number.signum() > 0)
                .map(BigInteger::intValueExact)
                .findFirst();
    }
}
