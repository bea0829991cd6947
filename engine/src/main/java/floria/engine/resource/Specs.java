package floria.engine.resource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Hosting;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.placement.Demand;
import floria.placement.Demands;
import floria.site.Endpoint;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Offer;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Mount;
import floria.site.ResourceSpec.Port;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/** Says to a site what an instance is to be. */
final class Specs {
    static final String ENDPOINT_TYPE = "tosca.capabilities.Endpoint";

    private final Located located;
    private final Blueprint blueprint;
    private final Instances instances;
    private final Evaluator evaluator;
    private final Hosting hosting;

    Specs(Located located, Blueprint blueprint, Instances instances) {
        this.located = located;
        this.blueprint = blueprint;
        this.instances = instances;
        this.evaluator = blueprint.evaluator(instances);
        this.hosting = new Hosting(blueprint.topology(), instances);
    }

    ResourceSpec of(Instance instance) {
        Topology topology = blueprint.topology();
        Key key = located.key(topology, instance).orElseThrow();
        Labels labels =
                new Labels(
                        blueprint.deployment().project(),
                        blueprint.deployment().name(),
                        instance.node());
        Offer.Kind kind = Located.kind(topology, instance.node()).orElseThrow();
        return switch (kind) {
            case NETWORK -> new ResourceSpec.Network(key, labels, instance.offer());
            case VOLUME ->
                    new ResourceSpec.Volume(
                            key,
                            labels,
                            instance.offer(),
                            demand(instance.node()).hardware().disk());
            case MACHINE, ALLOCATION -> {
                Demand demand = demand(instance.node());
                yield new ResourceSpec.Machine(
                        key,
                        labels,
                        instance.offer(),
                        demand.hardware(),
                        demand.image(),
                        hostname(instance),
                        ports(instance),
                        networks(instance),
                        mounts(instance),
                        demands().allocation(topology.node(instance.node())));
            }
            case CONTAINER ->
                    throw new IllegalStateException("no node type is made of a container yet");
        };
    }

    /** The names of published ports: which capability of which hosted node each of them is. */
    Map<String, Endpointed> endpoints(Instance machine) {
        Map<String, Endpointed> endpoints = new LinkedHashMap<>();
        boolean first =
                instances
                        .companion(machine.node(), Integer.MAX_VALUE)
                        .filter(found -> found.id().equals(machine.id()))
                        .isPresent();
        for (NodeTemplate node : blueprint.hostedBy(machine.node())) {
            // The first machine also takes what has an index that no machine has.
            List<Instance> hosted =
                    first
                            ? instances.of(node.name())
                            : instances.companion(node.name(), machine.index()).stream().toList();
            hosted.stream()
                    .filter(instance -> isOn(instance, machine))
                    .forEach(instance -> endpoints(node, instance, endpoints));
        }
        return endpoints;
    }

    private boolean isOn(Instance hosted, Instance machine) {
        return hosting.machineOf(hosted)
                .filter(found -> found.id().equals(machine.id()))
                .isPresent();
    }

    private void endpoints(NodeTemplate node, Instance hosted, Map<String, Endpointed> endpoints) {
        node.capabilities()
                .forEach((name, capability) -> {
                    if (capability.definition().type().isA(ENDPOINT_TYPE)) {
                        port(hosted, name, capability)
                                .ifPresent(port ->
                                        endpoints.put(
                                                port.name(), new Endpointed(hosted, name, port)));
                    }
                });
    }

    /** A port of a machine, and the capability that it is for. */
    record Endpointed(Instance instance, String capability, Port port) {}

    /**
     * What an endpoint's capability says of itself once its machine is there: where to listen,
     * where other machines of the deployment connect, where it is reached from outside.
     */
    Map<String, Value> attributesOf(Endpointed at, Endpoint endpoint, Observed machine) {
        NodeTemplate node = blueprint.topology().node(at.instance().node());
        String protocol =
                Optional.ofNullable(node.capabilities().get(at.capability()))
                        .map(capability -> evaluated(capability, "protocol", node.name()).asText())
                        .filter(text -> !text.isBlank())
                        .orElse("tcp");
        String prefix = at.capability() + "/";
        return Map.of(
                prefix + "bind_host", Value.text(endpoint.bindHost()),
                prefix + "bind_port", Value.integer(endpoint.bindPort()),
                prefix + "ip_address",
                        Value.text(
                                machine.attributes()
                                        .getOrDefault("private_address", endpoint.host())),
                prefix + "published_host", Value.text(endpoint.host()),
                prefix + "published_port", Value.integer(endpoint.port()),
                prefix + "url",
                        Value.text(protocol + "://" + endpoint.host() + ":" + endpoint.port()));
    }

    private Optional<Port> port(Instance hosted, String name, NodeTemplate.Capability capability) {
        Value port = evaluated(capability, "port", hosted.node());
        Value published = evaluated(capability, "published_port", hosted.node());
        return number(port)
                .map(inside ->
                        new Port(
                                hosted.node() + "." + name,
                                inside,
                                number(published)
                                        .map(OptionalInt::of)
                                        .orElse(OptionalInt.empty())));
    }

    private Value evaluated(NodeTemplate.Capability capability, String property, String node) {
        Value value = capability.properties().get(property);
        return value == null ? new Value.Nil() : evaluator.evaluate(value, node);
    }

    private static Optional<Integer> number(Value value) {
        return value instanceof Value.Int(BigInteger number)
                ? Optional.of(number.intValue())
                : Optional.empty();
    }

    private List<Port> ports(Instance machine) {
        return endpoints(machine).values().stream().map(Endpointed::port).toList();
    }

    private Demands demands() {
        return new Demands(blueprint.topology(), evaluator);
    }

    private Demand demand(String node) {
        return demands()
                .of(blueprint.topology().node(node))
                .orElseGet(() ->
                        new Demand(
                                node, Offer.Kind.MACHINE, Hardware.of(1, 0, 0), Optional.empty()));
    }

    /** A private network does not reach beyond its site. */
    private List<Key> networks(Instance machine) {
        return instances.networks().stream()
                .filter(network -> network.site().equals(machine.site()))
                .flatMap(instance -> located.key(blueprint.topology(), instance).stream())
                .toList();
    }

    private List<Mount> mounts(Instance machine) {
        List<Mount> mounts = new ArrayList<>();
        NodeTemplate node = blueprint.topology().node(machine.node());
        for (Requirement requirement : node.requirementsOf("tosca.relationships.AttachesTo")) {
            requirement
                    .target()
                    .flatMap(target -> instances.companion(target.node(), machine.index()))
                    .flatMap(volume -> located.key(blueprint.topology(), volume))
                    .ifPresent(key -> mounts.add(new Mount(key, location(requirement, node))));
        }
        return mounts;
    }

    private String location(Requirement requirement, NodeTemplate node) {
        Value location = requirement.relationship().properties().get("location");
        return location == null
                ? "/mnt/" + requirement.target().map(Requirement.Target::node).orElse("volume")
                : evaluator.evaluate(location, node.name()).asText();
    }

    /**
     * The node's name as a DNS label, with the index from the second on; made unique where two
     * names fall together.
     */
    private String hostname(Instance instance) {
        String label = label(instance.node());
        boolean shared =
                blueprint.topology().nodes().keySet().stream()
                        .anyMatch(other ->
                                !other.equals(instance.node()) && label(other).equals(label));
        return label
                + (instance.index() > 0 ? "-" + instance.index() : "")
                + (shared ? "-" + instance.id().substring(20) : "");
    }

    private static String label(String name) {
        String label =
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-+|-+$", "");
        return label.isEmpty() ? "node" : label.substring(0, Math.min(label.length(), 40));
    }
}
