package floria.engine.revision;

import java.util.Optional;

import floria.engine.state.Instance;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.site.Offer;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;

/** Which machine each instance of a deployment runs on. */
public final class Hosting {
    private final Topology topology;
    private final Instances instances;

    public Hosting(Topology topology, Instances instances) {
        this.topology = topology;
        this.instances = instances;
    }

    /**
     * The machine that an instance runs on, itself if it is one; empty when none is up its host
     * chain.
     */
    public Optional<Instance> machineOf(Instance instance) {
        return Placer.isNetwork(instance.node())
                ? Optional.empty()
                : machineOf(topology.node(instance.node()))
                        .flatMap(node -> instances.companion(node.name(), instance.index()));
    }

    /** The machine up a node's host chain, itself if it is one. */
    public Optional<NodeTemplate> machineOf(NodeTemplate node) {
        Optional<NodeTemplate> host = Optional.of(node);
        // A host chain is no longer than the topology; a loop in it must not hang the engine.
        for (int hops = topology.nodes().size(); host.isPresent() && hops >= 0; hops--) {
            NodeTemplate now = host.get();
            if (Demands.kindOf(now).filter(kind -> kind == Offer.Kind.MACHINE).isPresent()) {
                return host;
            }
            host = topology.hostOf(now);
        }
        return Optional.empty();
    }
}
