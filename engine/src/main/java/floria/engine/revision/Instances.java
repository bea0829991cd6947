package floria.engine.revision;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import floria.engine.state.Instance;
import floria.placement.Placer;

/**
 * The instances of a deployment as they stand, found by id, and by node and index. May be read by
 * many threads while one changes it; a reader sees each instance as it was or as it is.
 */
public final class Instances {
    private final Map<String, Instance> byId = new ConcurrentHashMap<>();
    private final Map<String, NavigableMap<Integer, Instance>> byNode = new ConcurrentHashMap<>();

    public Instances(Collection<Instance> instances) {
        instances.forEach(this::put);
    }

    /** Takes an instance in, in the place of what it was. */
    public void put(Instance instance) {
        byId.put(instance.id(), instance);
        NavigableMap<Integer, Instance> indexed =
                byNode.computeIfAbsent(instance.node(), _ -> new ConcurrentSkipListMap<>());
        if (instance.state() == Instance.State.DELETED) {
            indexed.remove(instance.index());
        } else {
            indexed.put(instance.index(), instance);
        }
    }

    /** Also one that is deleted. */
    public Optional<Instance> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** In no order, those included that are deleted. */
    public Collection<Instance> all() {
        return byId.values();
    }

    /** Those of a node that are not deleted, by index. */
    public List<Instance> of(String node) {
        NavigableMap<Integer, Instance> indexed = byNode.get(node);
        return indexed == null ? List.of() : List.copyOf(indexed.values());
    }

    /**
     * What the instance of that index was last, where it is deleted and no other took its place.
     */
    public Optional<Instance> departed(String node, int index) {
        NavigableMap<Integer, Instance> indexed = byNode.get(node);
        return indexed != null && indexed.containsKey(index)
                ? Optional.empty()
                : byId.values().stream()
                        .filter(one -> one.node().equals(node) && one.index() == index)
                        .max(Comparator.comparingInt(Instance::revision));
    }

    /** The deployment's private networks, by name. */
    public List<Instance> networks() {
        return byNode.keySet().stream()
                .filter(Placer::isNetwork)
                .sorted()
                .flatMap(node -> of(node).stream())
                .toList();
    }

    /** Whether a node has more than one. */
    public boolean several(String node) {
        NavigableMap<Integer, Instance> indexed = byNode.get(node);
        return indexed != null && indexed.size() > 1;
    }

    /** The instance of {@code node} with that index, or its first when it has none such. */
    public Optional<Instance> companion(String node, int index) {
        NavigableMap<Integer, Instance> indexed = byNode.get(node);
        if (indexed == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(indexed.get(index))
                .or(() -> Optional.ofNullable(indexed.firstEntry()).map(Map.Entry::getValue));
    }
}
