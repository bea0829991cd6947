package floria.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;

/**
 * The operations that relationships have of their own, in their interface {@code Configure} (TOSCA
 * 1.3 §5.8.5): for each, on which side it runs and for which pair of instances.
 */
final class Relations {
    static final String CONFIGURE = "Configure";

    private final Topology topology;
    private final Map<String, List<Link>> operated;

    Relations(Topology topology) {
        this.topology = topology;
        this.operated =
                topology.nodes().values().stream()
                        .flatMap(node -> from(node).stream())
                        .filter(link -> !link.requirement().relationship().interfaces().isEmpty())
                        .collect(Collectors.groupingBy(Link::target));
    }

    /** A requirement that leads to a node, and its place among those of its node. */
    record Link(NodeTemplate source, int number, Requirement requirement) {
        String target() {
            return requirement.target().orElseThrow().node();
        }

        boolean has(String operation) {
            return requirement.relationship().interfaces().values().stream()
                    .anyMatch(found ->
                            Optional.ofNullable(found.operations().get(operation))
                                    .filter(one -> one.implementation().isPresent())
                                    .isPresent());
        }

        /** The pair's own operation, as a stage of the instance where it runs. */
        Stage stage(String operation, Instance from, Instance to) {
            Instance other = runsAtSource(operation) ? to : from;
            return Stage.of(
                            operation + ":" + requirement.name() + ":" + other.label(),
                            Kinds.OPERATION,
                            requirement.relationship().type().name() + " declares " + operation)
                    .with(Kinds.INTERFACE, CONFIGURE)
                    .with(Kinds.OPERATION_NAME, operation)
                    .with(Kinds.SOURCE, from.id())
                    .with(Kinds.TARGET, to.id())
                    .with(Kinds.REQUIREMENT, Integer.toString(number));
        }
    }

    /** Where an operation runs: what tells of the other end runs at this one. */
    static boolean runsAtSource(String operation) {
        return switch (operation) {
            case "pre_configure_source",
                    "post_configure_source",
                    "add_target",
                    "remove_target",
                    "target_changed" ->
                    true;
            default -> false;
        };
    }

    /** The links that begin at a node. */
    List<Link> from(NodeTemplate node) {
        List<Link> links = new ArrayList<>();
        for (int number = 0; number < node.requirements().size(); number++) {
            Requirement requirement = node.requirements().get(number);
            if (requirement.target().filter(to -> !to.node().equals(node.name())).isPresent()) {
                links.add(new Link(node, number, requirement));
            }
        }
        return links;
    }

    /** The links that lead to a node and have operations of their own. */
    List<Link> to(String node) {
        return operated.getOrDefault(node, List.of());
    }

    /**
     * What runs on an instance before or after it is configured: for each of its links its end of
     * it, {@code moment} being {@code pre_configure} or {@code post_configure}.
     */
    Stream<Stage> around(String moment, Instance instance, Instances all) {
        NodeTemplate node = topology.node(instance.node());
        Stream<Stage> asSource =
                from(node).stream()
                        .filter(link -> link.has(moment + "_source"))
                        .flatMap(link ->
                                all.companion(link.target(), instance.index()).stream()
                                        .map(to -> link.stage(moment + "_source", instance, to)));
        Stream<Stage> asTarget =
                to(instance.node()).stream()
                        .filter(link -> link.has(moment + "_target"))
                        .flatMap(link ->
                                all.companion(link.source().name(), instance.index()).stream()
                                        .map(from ->
                                                link.stage(moment + "_target", from, instance)));
        return Stream.concat(asSource, asTarget);
    }
}
