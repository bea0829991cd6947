package floria.engine.revision;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import floria.engine.state.Instance;
import floria.placement.Links;
import floria.tosca.evaluation.Facts;
import floria.tosca.value.Value;

/**
 * What the instances of a deployment say of themselves; a node with several instances has lists of
 * values, unless one of them is meant. To who is on another site, a public endpoint is where it is
 * reached from outside.
 *
 * @param meant for nodes of which one instance is meant: its index
 * @param departed of these nodes, where the one that is meant is gone: what it was last
 * @param links which endpoints are public
 * @param here the site of who asks; empty when nobody in the deployment does
 */
record InstanceFacts(
        Instances instances,
        Map<String, Integer> meant,
        Map<String, Instance> departed,
        Hosting hosting,
        Links links,
        Optional<String> here)
        implements Facts {

    /** Attributes of endpoints that hold on their own site, and what stands for them elsewhere. */
    private static final Map<String, String> OUTSIDE =
            Map.of("ip_address", "published_host", "bind_port", "published_port");

    @Override
    public Optional<Value> attribute(String node, Optional<String> capability, String attribute) {
        String name = capability.map(prefix -> prefix + "/" + attribute).orElse(attribute);
        Optional<String> outside =
                capability.flatMap(prefix ->
                        Optional.ofNullable(OUTSIDE.get(attribute)).map(it -> prefix + "/" + it));
        return gather(
                node,
                instance ->
                        outside.filter(_ -> isElsewhere(instance))
                                .filter(_ -> links.isPublic(node, capability.orElse("")))
                                .map(instance.attributes()::get)
                                .or(() -> Optional.ofNullable(instance.attributes().get(name)))
                                .or(() -> state(instance, name)));
    }

    private boolean isElsewhere(Instance instance) {
        return here.isPresent()
                && hosting.machineOf(instance)
                        .filter(machine -> !machine.site().equals(here.get()))
                        .isPresent();
    }

    /** TOSCA's attribute of every node (1.3 §5.9.1), where no word of a workflow's own stands. */
    private static Optional<Value> state(Instance instance, String name) {
        return name.equals("state")
                ? Optional.of(Value.text(instance.state().name().toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    @Override
    public Optional<Value> generated(String node, String property) {
        // Every instance of a node shares what was made for the node.
        return instances.of(node).stream()
                .findFirst()
                .map(instance -> instance.generated().get(property));
    }

    private Optional<Value> gather(String node, Function<Instance, Optional<Value>> of) {
        Instance gone = departed.get(node);
        if (gone != null) {
            // Another instance would answer for it otherwise.
            return of.apply(gone);
        }
        Integer index = meant.get(node);
        if (index != null || !instances.several(node)) {
            return instances.companion(node, index == null ? 0 : index).flatMap(of);
        }
        List<Value> values =
                instances.of(node).stream()
                        .flatMap(instance -> of.apply(instance).stream())
                        .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(new Value.Items(values));
    }
}
