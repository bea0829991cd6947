package floria.engine.revision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.placement.Links;
import floria.tosca.Reading;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Topology;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

/**
 * A revision with the topology that its frozen sources mean.
 *
 * @param reading what they read as; it has a topology
 * @param sources by address, as they were when the revision was made
 * @param hosted the nodes that run on each machine, itself included, by the machine's node
 */
public record Blueprint(
        Deployment deployment,
        Revision revision,
        Reading reading,
        Map<String, Source> sources,
        Map<String, List<NodeTemplate>> hosted) {

    static Blueprint of(
            Deployment deployment,
            Revision revision,
            Reading reading,
            Map<String, Source> sources) {
        Topology topology = reading.topology().orElseThrow();
        Map<String, List<NodeTemplate>> hosted = new HashMap<>();
        Hosting hosting = new Hosting(topology, new Instances(List.of()));
        for (NodeTemplate node : topology.nodes().values()) {
            hosting.machineOf(node)
                    .ifPresent(machine ->
                            hosted.computeIfAbsent(machine.name(), _ -> new ArrayList<>())
                                    .add(node));
        }
        return new Blueprint(deployment, revision, reading, sources, Map.copyOf(hosted));
    }

    /** The same as part of what its deployment is now. */
    Blueprint with(Deployment now) {
        return new Blueprint(now, revision, reading, sources, hosted);
    }

    public Topology topology() {
        return reading.topology().orElseThrow();
    }

    /** The nodes that run on a machine, itself included. */
    public List<NodeTemplate> hostedBy(String machine) {
        return hosted.getOrDefault(machine, List.of());
    }

    /** Evaluates functions as things stand with {@code instances}. */
    public Evaluator evaluator(Instances instances) {
        return new Evaluator(
                topology(),
                revision.inputs(),
                new InstanceFacts(
                        instances,
                        Map.of(),
                        Map.of(),
                        new Hosting(topology(), instances),
                        links(),
                        Optional.empty()));
    }

    /**
     * As {@link #evaluator(Instances)}, as some instances see it: their own nodes and what hosts
     * them are one each, those with their index.
     */
    public Evaluator evaluator(Instances instances, Instance... selves) {
        return evaluator(topology().inputs(), revision.inputs(), instances, selves);
    }

    /** As that, with these inputs instead of the topology's. */
    public Evaluator evaluator(
            Map<String, PropertyDefinition> declared,
            Map<String, Value> inputs,
            Instances instances,
            Instance... selves) {
        Map<String, Integer> meant = new HashMap<>();
        Map<String, Instance> departed = new HashMap<>();
        for (Instance self : selves) {
            Optional<NodeTemplate> node = Optional.ofNullable(topology().nodes().get(self.node()));
            // A loop of hosts must not hang the engine.
            while (node.isPresent() && meant.put(node.get().name(), self.index()) == null) {
                if (self.state() == Instance.State.DELETED) {
                    String name = node.get().name();
                    instances
                            .departed(name, self.index())
                            .ifPresent(gone -> departed.put(name, gone));
                }
                node = topology().hostOf(node.get());
            }
        }
        Hosting hosting = new Hosting(topology(), instances);
        Optional<String> here =
                Arrays.stream(selves).findFirst().flatMap(hosting::machineOf).map(Instance::site);
        return new Evaluator(
                topology().nodes(),
                declared,
                inputs,
                new InstanceFacts(instances, meant, departed, hosting, links(), here));
    }

    private Links links() {
        return new Links(topology(), new Evaluator(topology(), revision.inputs(), Facts.NONE));
    }
}
