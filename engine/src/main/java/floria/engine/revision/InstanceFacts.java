package floria.engine.revision;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import floria.engine.state.Instance;
import floria.tosca.evaluation.Facts;
import floria.tosca.value.Value;

/**
 * What the instances of a deployment say of themselves; a node with several instances has lists of
 * values.
 */
final class InstanceFacts implements Facts {
    private final Map<String, List<Instance>> byNode;

    InstanceFacts(List<Instance> instances) {
        this.byNode = instances.stream().collect(Collectors.groupingBy(Instance::node));
    }

    @Override
    public Optional<Value> attribute(String node, Optional<String> capability, String attribute) {
        String name = capability.map(prefix -> prefix + "/" + attribute).orElse(attribute);
        return gather(node, instance -> Optional.ofNullable(instance.attributes().get(name)));
    }

    @Override
    public Optional<Value> generated(String node, String property) {
        // Every instance of a node shares what was made for the node.
        return byNode.getOrDefault(node, List.of()).stream()
                .findFirst()
                .map(instance -> instance.generated().get(property));
    }

    private Optional<Value> gather(String node, Function<Instance, Optional<Value>> of) {
        List<Instance> instances = byNode.getOrDefault(node, List.of());
        if (instances.size() == 1) {
            return of.apply(instances.getFirst());
        }
        List<Value> values =
                instances.stream().flatMap(instance -> of.apply(instance).stream()).toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(new Value.Items(values));
    }
}
