package floria.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import floria.placement.solve.Model.Level;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * Which machines and volumes have to be on one site since what they are for is linked, and which
 * links may cross from one site to another. A link may cross when it only orders ({@code
 * DependsOn}), or connects to an endpoint that is reached from outside: one of the type {@code
 * tosca.capabilities.Endpoint.Public}, or with {@code network_name: PUBLIC} (TOSCA 1.3 §5.5.6,
 * §5.5.7). One to any other endpoint crosses only between sites that are on one network, and when
 * {@code network_name} names a network, on that one.
 */
public final class Links {
    /** What derives from {@code DependsOn}, and joins a machine to a network. */
    private static final Set<String> NETWORKED =
            Set.of(
                    "tosca.relationships.network.LinksTo",
                    "tosca.relationships.network.BindsTo",
                    "tosca.relationships.LinksTo",
                    "tosca.relationships.BindsTo",
                    "tosca.relationships.nfv.VirtualBindsTo",
                    "tosca.relationships.nfv.VirtualLinksTo");

    /** Attributes that hold an address within a network. */
    private static final Set<String> PRIVATE = Set.of("private_address", "ip_address");

    private final Topology topology;
    private final Evaluator evaluator;
    private final Map<String, String> places = new HashMap<>();

    public Links(Topology topology, Evaluator evaluator) {
        this.topology = topology;
        this.evaluator = evaluator;
    }

    /**
     * A link over a published address.
     *
     * @param from the node that connects
     * @param source the machine of that
     * @param target the machine of {@code to}
     */
    public record Open(String from, String to, String source, String target) {}

    /**
     * A link over private addresses.
     *
     * @param source the machine of {@code from}
     * @param target the machine of {@code to}
     * @param networks that will do where both are not on one site; any when empty
     */
    public record Private(
            String from, String to, String source, String target, Set<String> networks) {}

    /** The machine or volume that a node is or runs on; the node itself when there is none. */
    private String place(NodeTemplate node) {
        Optional<NodeTemplate> now = Optional.of(node);
        for (int hops = topology.nodes().size(); now.isPresent() && hops >= 0; hops--) {
            if (Demands.kindOf(now.get()).isPresent()) {
                return now.get().name();
            }
            now = topology.hostOf(now.get());
        }
        return node.name();
    }

    private String placeOf(String node) {
        return Optional.ofNullable(topology.nodes().get(node))
                .map(one -> places.computeIfAbsent(node, _ -> place(one)))
                .orElse(node);
    }

    /**
     * What has to be on one site, a volume in one region with the machine that mounts it; and what
     * has to be on one site or one network.
     */
    public List<Bond> bonds() {
        Ties sites = new Ties();
        Ties regions = new Ties();
        Ties networks = new Ties();
        for (NodeTemplate node : topology.nodes().values()) {
            for (Requirement requirement : node.requirements()) {
                requirement
                        .target()
                        .filter(_ -> !connects(requirement) && !mayCross(requirement))
                        .ifPresent(target -> {
                            String one = placeOf(node.name());
                            String other = placeOf(target.node());
                            String words = node.name() + " → " + target.node();
                            sites.tie(one, other, words, Optional.empty());
                            if (isAttachment(requirement)) {
                                regions.tie(one, other, words, Optional.empty());
                            }
                        });
            }
            readPrivately(node)
                    .forEach(other ->
                            networks.tie(
                                    placeOf(node.name()),
                                    placeOf(other),
                                    node.name() + " reads the private address of " + other,
                                    Optional.empty()));
        }
        closed().forEach(link ->
                networks.tie(
                        link.source(),
                        link.target(),
                        "private link " + link.from() + " → " + link.to(),
                        link.networks().stream().findFirst()));
        List<Bond> bonds = new ArrayList<>();
        sites.groups(this::isPlaced)
                .forEach(group ->
                        bonds.add(new Bond.Together(group.why(), Level.SITE, group.names())));
        regions.groups(this::isPlaced)
                .forEach(group ->
                        bonds.add(new Bond.Together(group.why(), Level.PLACE, group.names())));
        networks.groups(this::isPlaced)
                .forEach(group ->
                        bonds.add(new Bond.Linked(group.why(), group.names(), group.networks())));
        return bonds;
    }

    private boolean isPlaced(String name) {
        return Optional.ofNullable(topology.nodes().get(name)).flatMap(Demands::kindOf).isPresent();
    }

    /** The links over private addresses. */
    public List<Private> closed() {
        List<Private> closed = new ArrayList<>();
        for (NodeTemplate node : topology.nodes().values()) {
            for (Requirement requirement : node.requirements()) {
                requirement
                        .target()
                        .filter(_ -> connects(requirement) && !mayCross(requirement))
                        .map(target ->
                                new Private(
                                        node.name(),
                                        target.node(),
                                        placeOf(node.name()),
                                        placeOf(target.node()),
                                        network(target).map(Set::of).orElse(Set.of())))
                        .filter(link -> !link.source().equals(link.target()))
                        .ifPresent(closed::add);
            }
        }
        return closed;
    }

    /** The network that an endpoint names, unless that is one of the template's own. */
    private Optional<String> network(Requirement.Target target) {
        return endpoints(target.node(), target.capability())
                .flatMap(endpoint -> networkName(endpoint, target.node()).stream())
                .filter(name -> !name.equalsIgnoreCase("PRIVATE"))
                .filter(name -> !topology.nodes().containsKey(name))
                .findFirst();
    }

    /** The links that may cross, whether or not they do. */
    public List<Open> open() {
        List<Open> open = new ArrayList<>();
        for (NodeTemplate node : topology.nodes().values()) {
            for (Requirement requirement : node.requirements()) {
                requirement
                        .target()
                        .filter(_ -> connects(requirement) && mayCross(requirement))
                        .map(target ->
                                new Open(
                                        node.name(),
                                        target.node(),
                                        placeOf(node.name()),
                                        placeOf(target.node())))
                        .filter(link -> !link.source().equals(link.target()))
                        .ifPresent(open::add);
            }
        }
        return open;
    }

    private static boolean connects(Requirement requirement) {
        return requirement.relationship().type().isA("tosca.relationships.ConnectsTo");
    }

    private static boolean isAttachment(Requirement requirement) {
        return requirement.relationship().type().isA("tosca.relationships.AttachesTo");
    }

    private boolean mayCross(Requirement requirement) {
        Requirement.Target target = requirement.target().orElseThrow();
        return connects(requirement)
                ? isPublic(target.node(), target.capability())
                : requirement.relationship().type().isA("tosca.relationships.DependsOn")
                        && NETWORKED.stream().noneMatch(requirement.relationship().type()::isA);
    }

    /** Whether an endpoint is reached from outside; of a node without a name for it, any of its. */
    public boolean isPublic(String node, String capability) {
        return endpoints(node, capability)
                .anyMatch(endpoint ->
                        endpoint.definition().type().isA("tosca.capabilities.Endpoint.Public")
                                || networkName(endpoint, node)
                                        .filter("PUBLIC"::equalsIgnoreCase)
                                        .isPresent());
    }

    private Stream<NodeTemplate.Capability> endpoints(String node, String capability) {
        NodeTemplate target = topology.node(node);
        return Optional.ofNullable(target.capabilities().get(capability))
                .filter(Links::isEndpoint)
                .map(Stream::of)
                .orElseGet(() -> target.capabilities().values().stream().filter(Links::isEndpoint));
    }

    private Optional<String> networkName(NodeTemplate.Capability endpoint, String node) {
        return Optional.ofNullable(endpoint.properties().get("network_name"))
                .flatMap(value -> Demands.text(evaluator.evaluate(value, node)));
    }

    private static boolean isEndpoint(NodeTemplate.Capability capability) {
        return capability.definition().type().isA("tosca.capabilities.Endpoint");
    }

    /** Other nodes of which a node is given an address that holds in their own network only. */
    private Set<String> readPrivately(NodeTemplate node) {
        Set<String> others = new LinkedHashSet<>();
        Stream.concat(
                        node.properties().values().stream(),
                        node.interfaces().values().stream()
                                .flatMap(found -> found.operations().values().stream())
                                .flatMap(operation -> operation.inputs().values().stream()))
                .forEach(value -> readPrivately(node, value, others));
        return others;
    }

    private void readPrivately(NodeTemplate node, Value value, Set<String> others) {
        switch (value) {
            case Value.Call(var function, var arguments) -> {
                if (function.endsWith("get_attribute")) {
                    List<String> path =
                            arguments.stream()
                                    .filter(Value.Text.class::isInstance)
                                    .map(Value::asText)
                                    .toList();
                    if (!path.isEmpty() && PRIVATE.contains(path.getLast())) {
                        target(node, path)
                                .filter(other -> !isPublic(other, path))
                                .ifPresent(others::add);
                    }
                }
                arguments.forEach(argument -> readPrivately(node, argument, others));
            }
            case Value.Items(var items) -> items.forEach(item -> readPrivately(node, item, others));
            case Value.Entries(var entries) ->
                    entries.values().forEach(item -> readPrivately(node, item, others));
            case Value.Secret(var hidden) -> readPrivately(node, hidden, others);
            case Value.Nil _,
                    Value.Text _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Real _,
                    Value.Scalar _ -> {}
        }
    }

    private boolean isPublic(String node, List<String> path) {
        return path.getLast().equals("ip_address")
                && isPublic(
                        node,
                        path.stream()
                                .filter(topology.node(node).capabilities()::containsKey)
                                .findFirst()
                                .orElse(""));
    }

    /** The node that a path of {@code get_attribute} leads to, by its name or by a requirement. */
    private Optional<String> target(NodeTemplate node, List<String> path) {
        if (topology.nodes().containsKey(path.getFirst())) {
            return Optional.of(path.getFirst());
        }
        return node.requirements().stream()
                .filter(requirement -> path.contains(requirement.name()))
                .flatMap(requirement -> requirement.target().stream())
                .map(Requirement.Target::node)
                .findFirst();
    }
}
