package floria.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import floria.placement.solve.Model.Level;
import floria.site.Offer;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * Which machines and volumes have to be on one site since what they are for is linked, and which
 * links may cross from one site to another. A link stays on its site unless it only orders ({@code
 * DependsOn}), or connects to an endpoint that is reached from outside: one of the type {@code
 * tosca.capabilities.Endpoint.Public}, or with {@code network_name: PUBLIC} (TOSCA 1.3 §5.5.6,
 * §5.5.7).
 */
public final class Links {
    private static final int TOLD = 3;

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
        topology.nodes().values().forEach(node -> places.put(node.name(), place(node)));
    }

    /**
     * A link over a published address.
     *
     * @param from the node that connects
     * @param source the machine of that
     * @param target the machine of {@code to}
     */
    public record Open(String from, String to, String source, String target) {}

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
        return places.getOrDefault(node, node);
    }

    /** What has to be on one site; a volume in one region with the machine that mounts it. */
    public List<Bond> bonds() {
        Groups sites = new Groups();
        Groups regions = new Groups();
        for (NodeTemplate node : topology.nodes().values()) {
            for (Requirement requirement : node.requirements()) {
                requirement
                        .target()
                        .filter(_ -> !mayCross(requirement))
                        .ifPresent(target -> {
                            String words = words(node, requirement, target.node());
                            sites.join(placeOf(node.name()), placeOf(target.node()), words);
                            if (isAttachment(requirement)) {
                                regions.join(placeOf(node.name()), placeOf(target.node()), words);
                            }
                        });
            }
            readPrivately(node)
                    .forEach(other ->
                            sites.join(
                                    placeOf(node.name()),
                                    placeOf(other),
                                    node.name() + " reads the private address of " + other));
        }
        List<Bond> bonds = new ArrayList<>(sites.bonds(Level.SITE));
        bonds.addAll(regions.bonds(Level.PLACE));
        return bonds;
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

    private static String words(NodeTemplate node, Requirement requirement, String target) {
        return (connects(requirement) ? "private link " : "") + node.name() + " → " + target;
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
    private boolean isPublic(String node, String capability) {
        NodeTemplate target = topology.node(node);
        Optional<NodeTemplate.Capability> named =
                Optional.ofNullable(target.capabilities().get(capability))
                        .filter(Links::isEndpoint);
        return named.map(Stream::of)
                .orElseGet(() -> target.capabilities().values().stream().filter(Links::isEndpoint))
                .anyMatch(one -> isPublic(one, node));
    }

    private boolean isPublic(NodeTemplate.Capability endpoint, String node) {
        return endpoint.definition().type().isA("tosca.capabilities.Endpoint.Public")
                || Optional.ofNullable(endpoint.properties().get("network_name"))
                        .flatMap(value -> Demands.text(evaluator.evaluate(value, node)))
                        .filter("PUBLIC"::equalsIgnoreCase)
                        .isPresent();
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

    /** Names that belong together, and why. */
    private final class Groups {
        private final Map<String, String> roots = new LinkedHashMap<>();
        private final Map<String, Set<String>> reasons = new LinkedHashMap<>();

        void join(String one, String other, String why) {
            if (one.equals(other)) {
                return;
            }
            String root = root(one);
            String second = root(other);
            if (!root.equals(second)) {
                roots.put(second, root);
                Set<String> theirs = reasons.remove(second);
                if (theirs != null) {
                    reasons.computeIfAbsent(root, _ -> new LinkedHashSet<>()).addAll(theirs);
                }
            }
            reasons.computeIfAbsent(root, _ -> new LinkedHashSet<>()).add(why);
        }

        private String root(String name) {
            String now = name;
            for (String next = roots.putIfAbsent(now, now);
                    next != null && !next.equals(now);
                    next = roots.get(now)) {
                now = next;
            }
            return now;
        }

        List<Bond> bonds(Level level) {
            Map<String, Set<String>> members = new LinkedHashMap<>();
            for (String name : List.copyOf(roots.keySet())) {
                if (isPlaced(name)) {
                    members.computeIfAbsent(root(name), _ -> new LinkedHashSet<>()).add(name);
                }
            }
            List<Bond> bonds = new ArrayList<>();
            members.forEach((root, names) -> {
                if (names.size() > 1) {
                    bonds.add(new Bond.Together(why(root), level, names));
                }
            });
            return bonds;
        }

        private String why(String root) {
            List<String> all = List.copyOf(reasons.getOrDefault(root, Set.of()));
            return String.join(", ", all.subList(0, Math.min(TOLD, all.size())))
                    + (all.size() > TOLD ? " and " + (all.size() - TOLD) + " more" : "");
        }

        private boolean isPlaced(String name) {
            return Optional.ofNullable(topology.nodes().get(name))
                    .flatMap(Demands::kindOf)
                    .filter(kind -> kind == Offer.Kind.MACHINE || kind == Offer.Kind.VOLUME)
                    .isPresent();
        }
    }
}
