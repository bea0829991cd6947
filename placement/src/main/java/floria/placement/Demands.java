package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.placement.hardware.Wish.Preemption;
import floria.site.Interconnect;
import floria.site.Interconnect.Infiniband;
import floria.site.Offer;
import floria.site.ResourceSpec.Allocation;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * Reads out of a topology what each node asks of a site: the properties of {@code host}, {@code os}
 * and {@code scalable} that TOSCA has (TOSCA 1.3 §5.5.3, §5.5.9, §5.5.11), those of Floria's
 * profile, and the names of the INDIGO types.
 */
public final class Demands {
    private static final long GIBIBYTE = 1L << 30;
    private static final String ALLOCATION = "floria.nodes.Allocation";

    private final Topology topology;
    private final Evaluator evaluator;

    public Demands(Topology topology, Evaluator evaluator) {
        this.topology = topology;
        this.evaluator = evaluator;
    }

    /** What a node template is made of at a site; empty for what runs on another node. */
    public static Optional<Offer.Kind> kindOf(NodeTemplate node) {
        if (node.isA(ALLOCATION)) {
            return Optional.of(Offer.Kind.ALLOCATION);
        }
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
        Policies policies = new Policies(topology, evaluator);
        List<Demand> demands = new ArrayList<>();
        for (NodeTemplate node : topology.nodes().values()) {
            of(node, policies).ifPresent(demands::add);
        }
        return demands;
    }

    /** What one node asks; empty when it asks nothing of a site. */
    public Optional<Demand> of(NodeTemplate node) {
        return kindOf(node).isEmpty()
                ? Optional.empty()
                : of(node, new Policies(topology, evaluator));
    }

    private Optional<Demand> of(NodeTemplate node, Policies policies) {
        return kindOf(node)
                .map(kind ->
                        new Demand(
                                node.name(),
                                kind,
                                policies.preemption(node.name(), wish(node, kind)),
                                image(node),
                                copies(node),
                                policies.restriction(node.name())));
    }

    /** What a node asks of a batch system; empty for every other machine. */
    public Optional<Allocation> allocation(NodeTemplate node) {
        if (!node.isA(ALLOCATION)) {
            return Optional.empty();
        }
        return Optional.of(
                new Allocation(
                        amount(node, "nodes").map(BigDecimal::intValue).orElse(1),
                        amount(node, "tasks_per_node").map(BigDecimal::intValue).orElse(1),
                        amount(node, "wall_time")
                                .map(seconds ->
                                        Duration.ofMillis(seconds.movePointRight(3).longValue())),
                        text(host(node, "constraint")),
                        text(host(node, "account")),
                        text(host(node, "qos")),
                        text(host(node, "reservation")),
                        truth(host(node, "requeue"))));
    }

    /** What holds between nodes by their links and by policies. */
    public List<Bond> bonds() {
        List<Bond> bonds = new ArrayList<>(new Links(topology, evaluator).bonds());
        bonds.addAll(new Policies(topology, evaluator).bonds());
        return bonds;
    }

    private Wish wish(NodeTemplate node, Offer.Kind kind) {
        if (kind == Offer.Kind.VOLUME) {
            long size =
                    number(evaluator.property(node.name(), "size"))
                            .map(BigDecimal::longValue)
                            .orElse(GIBIBYTE);
            return Wish.of(0, 0, size);
        }
        Wish wish =
                Wish.of(
                        amount(node, "num_cpus").map(BigDecimal::doubleValue).orElse(1.0),
                        amount(node, "mem_size").map(BigDecimal::longValue).orElse(0L),
                        amount(node, "disk_size").map(BigDecimal::longValue).orElse(0L));
        Optional<GpuWish> gpu = gpu(node);
        if (gpu.isPresent()) {
            wish = wish.with(gpu.get());
        }
        Optional<String> architecture = text(capability(node, "os", "architecture"));
        if (architecture.isPresent()) {
            wish = wish.on(architecture.get());
        }
        Optional<String> flavour =
                text(host(node, "instance_type")).filter(name -> !name.equals("any"));
        if (flavour.isPresent()) {
            wish = wish.named(flavour.get());
        }
        wish =
                wish.over(
                        new Interconnect(
                                amount(node, "network_speed")
                                        .map(speed -> speed.doubleValue() / 1e9)
                                        .orElse(0.0),
                                infiniband(node),
                                Optional.empty()),
                        truth(host(node, "same_fabric")));
        boolean preemptible =
                truth(host(node, "preemtible_instance"))
                        || text(host(node, "preemption"))
                                .filter(how -> !how.equals("refused"))
                                .isPresent();
        return preemptible ? wish.preempted(Preemption.ALLOWED) : wish;
    }

    private Optional<GpuWish> gpu(NodeTemplate node) {
        int count = amount(node, "num_gpus").map(BigDecimal::intValue).orElse(0);
        Optional<String> model = text(host(node, "gpu_model"));
        Optional<String> cuda = text(capability(node, "os", "cuda_min_version"));
        Optional<BigDecimal> share = amount(node, "gpu_share");
        if (count < 1) {
            return Optional.empty();
        }
        return Optional.of(
                new GpuWish(
                        count,
                        model.map(names -> List.of(names.strip().split("\\s*,\\s*")))
                                .orElse(List.of()),
                        text(host(node, "gpu_vendor")).map(name -> name.toLowerCase(Locale.ROOT)),
                        amount(node, "gpu_memory").map(BigDecimal::longValue).orElse(0L),
                        text(host(node, "gpu_compute_capability")),
                        text(capability(node, "os", "gpu_driver_version"))
                                .or(() -> text(host(node, "gpu_driver"))),
                        cuda.or(() -> text(host(node, "cuda"))),
                        share.map(BigDecimal::doubleValue)
                                .filter(part -> part > 0 && part <= 1)
                                .orElse(1.0),
                        text(host(node, "gpu_slice")),
                        truth(host(node, "gpu_link"))));
    }

    /** {@code infiniband_support: true} asks for any; {@code infiniband: HDR} for a generation. */
    private Optional<Infiniband> infiniband(NodeTemplate node) {
        Optional<Infiniband> least =
                text(host(node, "infiniband"))
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .flatMap(name ->
                                java.util.Arrays.stream(Infiniband.values())
                                        .filter(one -> one.name().equals(name))
                                        .findFirst());
        return least.isEmpty() && truth(host(node, "infiniband_support"))
                ? Optional.of(Infiniband.SDR)
                : least;
    }

    private int copies(NodeTemplate node) {
        Set<String> seen = new HashSet<>();
        Optional<NodeTemplate> now = Optional.of(node);
        while (now.isPresent() && seen.add(now.get().name())) {
            Optional<Integer> own = ownCopies(now.get());
            if (own.isPresent()) {
                return own.get();
            }
            now = topology.hostOf(now.get());
        }
        return 1;
    }

    private Optional<Integer> ownCopies(NodeTemplate node) {
        return node.capabilities().values().stream()
                .filter(capability ->
                        capability.definition().type().isA("tosca.capabilities.Scalable"))
                .flatMap(capability ->
                        Optional.ofNullable(capability.properties().get("default_instances"))
                                .stream())
                .flatMap(value -> number(evaluator.evaluate(value, node.name())).stream())
                .map(BigDecimal::intValue)
                .filter(count -> count > 0)
                .findFirst();
    }

    /**
     * The image that a machine names, or the operating system as a logical name: {@code debian:12}.
     */
    private Optional<String> image(NodeTemplate node) {
        Optional<String> named = text(host(node, "image"));
        if (named.isPresent()) {
            return named;
        }
        Optional<String> distribution = text(capability(node, "os", "distribution"));
        Optional<String> version = text(capability(node, "os", "version"));
        return distribution.map(name ->
                name.toLowerCase(Locale.ROOT) + version.map(number -> ":" + number).orElse(""));
    }

    private Value host(NodeTemplate node, String property) {
        return capability(node, "host", property);
    }

    private Optional<BigDecimal> amount(NodeTemplate node, String property) {
        return number(host(node, property));
    }

    private Value capability(NodeTemplate node, String capability, String property) {
        NodeTemplate.Capability found = node.capabilities().get(capability);
        if (found == null) {
            return new Value.Nil();
        }
        Value value = found.properties().get(property);
        return value == null ? new Value.Nil() : evaluator.evaluate(value, node.name());
    }

    static Optional<BigDecimal> number(Value value) {
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

    static Optional<String> text(Value value) {
        return value instanceof Value.Nil || value.isOpen()
                ? Optional.empty()
                : Optional.of(value.asText()).filter(text -> !text.isBlank());
    }

    private static boolean truth(Value value) {
        return value instanceof Value.Bool(boolean yes) && yes;
    }
}
