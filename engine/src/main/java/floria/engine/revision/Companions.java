package floria.engine.revision;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import floria.engine.state.Instance;

/** Pairs the instances of nodes that are linked. */
public final class Companions {

    private Companions() {}

    /** The instance of {@code node} with that index, or its first when it has fewer. */
    public static Optional<Instance> of(String node, int index, Collection<Instance> instances) {
        return instances.stream()
                .filter(instance -> instance.node().equals(node))
                .min(
                        Comparator.comparing((Instance instance) -> instance.index() != index)
                                .thenComparingInt(Instance::index));
    }
}
