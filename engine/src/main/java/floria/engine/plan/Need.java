package floria.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.placement.Demands;
import floria.placement.Placer;
import floria.site.Offer;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;

/**
 * A node that another needs.
 *
 * @param paired whether an instance needs only the one with its own index
 */
record Need(String node, boolean paired) {

    /**
     * What a node of a topology needs.
     *
     * @param network the deployment's own on the node's site, which a machine needs
     */
    static List<Need> of(Topology topology, String node, Optional<String> network) {
        if (Placer.isNetwork(node) || !topology.nodes().containsKey(node)) {
            return List.of();
        }
        List<Need> needs = new ArrayList<>();
        for (Requirement requirement : topology.node(node).requirements()) {
            requirement
                    .target()
                    .filter(target -> !target.node().equals(node))
                    .ifPresent(target ->
                            needs.add(
                                    new Need(
                                            target.node(),
                                            requirement
                                                    .relationship()
                                                    .type()
                                                    .isA("tosca.relationships.HostedOn"))));
        }
        if (Demands.kindOf(topology.node(node)).filter(Offer.Kind::isMachine).isPresent()) {
            network.ifPresent(name -> needs.add(new Need(name, false)));
        }
        return needs;
    }

    /** The change of the instance that the one of this index is paired with. */
    Optional<Change> pair(Map<String, List<Change>> byNode, int index) {
        List<Change> all = byNode.getOrDefault(node, List.of());
        return index < all.size() && all.get(index).instance().index() == index
                ? Optional.of(all.get(index))
                : all.stream()
                        .filter(change -> change.instance().index() == index)
                        .findFirst()
                        .or(() -> all.stream().findFirst());
    }
}
