package floria.engine.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import floria.engine.revision.Instances;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.site.Offer;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * What the change of one instance means for those that rest on it: what is hosted on something that
 * is made anew, or has it attached, is made anew, too; what is linked to it, or reads of how many
 * there are, is started again, unless the link has operations that tell it.
 */
final class Propagation {
    private static final List<String> TELLING = List.of("target_changed", "add_target");

    private final Topology topology;
    private final Instances instances;
    private final Map<String, Change> changes;

    /** The sites where the deployment's private network is made. */
    private final Set<String> networked;

    private final Map<String, Map<Integer, Change>> byNode = new HashMap<>();

    Propagation(Topology topology, Instances instances, Map<String, Change> changes) {
        this.topology = topology;
        this.instances = instances;
        this.changes = changes;
        changes.values().forEach(this::index);
        networked =
                changes.values().stream()
                        .filter(change -> Placer.isNetwork(change.instance().node()))
                        .filter(change -> change.kind().makes())
                        .map(Change::site)
                        .collect(Collectors.toSet());
    }

    Map<String, Change> done() {
        List<String> order =
                Order.of(topology.nodes().keySet(), node -> needs(topology.node(node)));
        for (String node : order) {
            byNode.getOrDefault(node, Map.of()).values().stream().toList().forEach(this::follow);
        }
        return changes;
    }

    private static List<String> needs(NodeTemplate node) {
        return node.requirements().stream()
                .flatMap(requirement -> requirement.target().stream())
                .map(Requirement.Target::node)
                .toList();
    }

    private void index(Change change) {
        if (change.kind() != Change.Kind.REMOVE) {
            byNode.computeIfAbsent(change.instance().node(), _ -> new java.util.TreeMap<>())
                    .put(change.instance().index(), change);
        }
    }

    private void follow(Change change) {
        NodeTemplate node = topology.node(change.instance().node());
        Change now = change;
        for (Requirement requirement : node.requirements()) {
            String target = requirement.target().map(Requirement.Target::node).orElse("");
            if (target.isEmpty() || target.equals(node.name())) {
                continue;
            }
            boolean bound =
                    requirement.relationship().type().isA("tosca.relationships.HostedOn")
                            || requirement
                                    .relationship()
                                    .type()
                                    .isA("tosca.relationships.AttachesTo");
            now = bound ? bound(now, target, requirement) : linked(now, node, target, requirement);
        }
        if (Demands.kindOf(node).filter(kind -> kind == Offer.Kind.MACHINE).isPresent()) {
            now = network(now);
        }
        if (!now.equals(change)) {
            changes.put(now.instance().id(), now);
            index(now);
        }
    }

    private Change bound(Change now, String target, Requirement requirement) {
        Optional<Change> its = companion(target, now.instance().index());
        if (its.filter(found -> found.kind().makes()).isPresent()) {
            Change more =
                    now.atLeast(
                            Change.Kind.REPLACE,
                            "its " + requirement.name() + " " + target + " is made anew");
            boolean hosted = requirement.relationship().type().isA("tosca.relationships.HostedOn");
            return hosted && its.get().gone()
                    ? new Change(
                            more.instance(),
                            more.kind(),
                            more.reasons(),
                            true,
                            more.site(),
                            more.offer())
                    : more;
        }
        return its.filter(found -> found.kind() == Change.Kind.RESTART).isPresent()
                ? now.atLeast(
                        Change.Kind.RESTART,
                        "its " + requirement.name() + " " + target + " is started again")
                : now;
    }

    private Change linked(Change now, NodeTemplate node, String target, Requirement requirement) {
        if (TELLING.stream().anyMatch(operation -> has(requirement, operation))) {
            return now;
        }
        Map<Integer, Change> theirs = byNode.getOrDefault(target, Map.of());
        if (theirs.values().stream()
                .anyMatch(its -> its.kind().makes() && its.kind() != Change.Kind.CREATE)) {
            return now.atLeast(Change.Kind.RESTART, target + ", which it uses, is made anew");
        }
        boolean more = theirs.values().stream().anyMatch(its -> its.kind() == Change.Kind.CREATE);
        boolean fewer = instances.of(target).size() > theirs.size();
        return (more || fewer) && reads(node, target, requirement.name())
                ? now.atLeast(
                        Change.Kind.RESTART,
                        "it reads of every " + target + ", and there will be " + theirs.size())
                : now;
    }

    /** A machine has to be in the network that its deployment has on its site. */
    private Change network(Change now) {
        return networked.contains(now.site())
                ? now.atLeast(Change.Kind.REPLACE, "its network is made anew")
                : now;
    }

    private Optional<Change> companion(String node, int index) {
        Map<Integer, Change> theirs = byNode.getOrDefault(node, Map.of());
        return Optional.ofNullable(theirs.get(index))
                .or(() -> theirs.values().stream().findFirst());
    }

    private static boolean has(Requirement requirement, String operation) {
        return requirement.relationship().interfaces().values().stream()
                .anyMatch(found ->
                        Optional.ofNullable(found.operations().get(operation))
                                .filter(one -> one.implementation().isPresent())
                                .isPresent());
    }

    /**
     * Whether a node's operations or properties read what instances of another say of themselves.
     */
    private static boolean reads(NodeTemplate node, String target, String requirement) {
        return node.interfaces().values().stream()
                        .flatMap(found -> found.operations().values().stream())
                        .flatMap(operation -> operation.inputs().values().stream())
                        .anyMatch(value -> reads(value, target, requirement))
                || node.properties().values().stream()
                        .anyMatch(value -> reads(value, target, requirement));
    }

    private static boolean reads(Value value, String target, String requirement) {
        return switch (value) {
            case Value.Call(var function, var arguments) ->
                    (function.endsWith("get_attribute")
                                    && arguments.stream()
                                            .anyMatch(argument ->
                                                    names(argument, target)
                                                            || names(argument, requirement)))
                            || arguments.stream()
                                    .anyMatch(argument -> reads(argument, target, requirement));
            case Value.Items(var items) ->
                    items.stream().anyMatch(item -> reads(item, target, requirement));
            case Value.Entries(var entries) ->
                    entries.values().stream().anyMatch(item -> reads(item, target, requirement));
            case Value.Secret(var hidden) -> reads(hidden, target, requirement);
            case Value.Nil _,
                    Value.Text _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Real _,
                    Value.Scalar _ ->
                    false;
        };
    }

    private static boolean names(Value argument, String name) {
        return switch (argument) {
            case Value.Text(var text) -> text.equals(name);
            case Value.Items(var items) -> items.stream().anyMatch(item -> names(item, name));
            default -> false;
        };
    }
}
