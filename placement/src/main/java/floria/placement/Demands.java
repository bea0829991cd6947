package floria.placement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import floria.site.Hardware;
import floria.site.Offer;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/** Reads out of a topology what each node asks of a site. */
public final class Demands {
    private static final long GIBIBYTE = 1L << 30;

    private final Topology topology;
    private final Evaluator evaluator;

    public Demands(Topology topology, Evaluator evaluator) {
        this.topology = topology;
        this.evaluator = evaluator;
    }

    /** What a node template is made of at a site; empty for what runs on another node. */
    public static Optional<Offer.Kind> kindOf(NodeTemplate node) {
        if (node.isA("tosca.nodes.Compute")) {
            return Optional.of(Offer.Kind.MACHINE);
        }
        if (node.isA("tosca.nodes.BlockStorage") || node.isA("tosca.nodes.Storage.BlockStorage")) {
            return Optional.of(Offer.Kind.VOLUME);
        }
        return Optional.empty();
    }

    /** One demand for each node that a site has to make, in the order of the template. */
    public List<Demand> all() {
        List<Demand> demands = new ArrayList<>();
        for (NodeTemplate node : topology.nodes().values()) {
            of(node).ifPresent(demands::add);
        }
        return demands;
    }

    /** What one node asks; empty when it asks nothing of a site. */
    public Optional<Demand> of(NodeTemplate node) {
        return kindOf(node)
                .map(kind -> new Demand(node.name(), kind, hardware(node, kind), image(node)));
    }

    private Hardware hardware(NodeTemplate node, Offer.Kind kind) {
        if (kind == Offer.Kind.VOLUME) {
            long size =
                    number(evaluator.property(node.name(), "size"))
                            .map(BigDecimal::longValue)
                            .orElse(GIBIBYTE);
            return Hardware.of(0, 0, size);
        }
        double cpus =
                number(capability(node, "host", "num_cpus"))
                        .map(BigDecimal::doubleValue)
                        .orElse(1.0);
        long memory =
                number(capability(node, "host", "mem_size")).map(BigDecimal::longValue).orElse(0L);
        long disk =
                number(capability(node, "host", "disk_size")).map(BigDecimal::longValue).orElse(0L);
        return Hardware.of(cpus, memory, disk);
    }

    /** The operating system as a logical image name: {@code debian:12}. */
    private Optional<String> image(NodeTemplate node) {
        Optional<String> distribution = text(capability(node, "os", "distribution"));
        Optional<String> version = text(capability(node, "os", "version"));
        return distribution.map(name ->
                name.toLowerCase(Locale.ROOT) + version.map(number -> ":" + number).orElse(""));
    }

    private Value capability(NodeTemplate node, String capability, String property) {
        NodeTemplate.Capability found = node.capabilities().get(capability);
        if (found == null) {
            return new Value.Nil();
        }
        Value value = found.properties().get(property);
        return value == null ? new Value.Nil() : evaluator.evaluate(value, node.name());
    }

    private static Optional<BigDecimal> number(Value value) {
        return switch (value) {
            case Value.Int(var number) -> Optional.of(new BigDecimal(number));
            case Value.Real(var number) -> Optional.of(number);
            case Value.Scalar(_, var amount, _) -> Optional.of(amount);
            case Value.Secret(var hidden) -> number(hidden);
            case Value.Nil _,
                    Value.Text _,
                    Value.Bool _,
                    Value.Items _,
                    Value.Entries _,
                    Value.Call _ ->
                    Optional.empty();
        };
    }

    private static Optional<String> text(Value value) {
        return value instanceof Value.Nil || value.isOpen()
                ? Optional.empty()
                : Optional.of(value.asText()).filter(text -> !text.isBlank());
    }
}
