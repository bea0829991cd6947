package floria.tosca.yaml;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import floria.tosca.problem.Location;

/** A YAML mapping in the order of the text, keys merged in by {@code <<} last. Immutable. */
public final class Mapping implements Node {
    private static final int FEW = 8;

    private final List<Entry> entries;
    private final @Nullable Map<String, Entry> index;
    private final Location location;

    /** A key with its value. */
    public record Entry(Node key, Node value) {

        /** The key as text; keys that are not scalars have a text that no keyname has. */
        public String name() {
            return key instanceof Scalar scalar ? scalar.text() : "{" + key.location() + "}";
        }

        /** Where the key stands. */
        public Location at() {
            return key.location();
        }
    }

    public Mapping(List<Entry> entries, Location location) {
        this.entries = List.copyOf(entries);
        this.location = location;
        if (this.entries.size() > FEW) {
            Map<String, Entry> byName = HashMap.newHashMap(this.entries.size());
            for (Entry entry : this.entries) {
                byName.put(entry.name(), entry);
            }
            index = byName;
        } else {
            index = null;
        }
    }

    /** A mapping with nothing in it. */
    public static Mapping empty(Location location) {
        return new Mapping(List.of(), location);
    }

    public List<Entry> entries() {
        return entries;
    }

    public Optional<Entry> entry(String name) {
        return Optional.ofNullable(find(name));
    }

    public Optional<Node> get(String name) {
        Entry entry = find(name);
        return entry == null ? Optional.empty() : Optional.of(entry.value());
    }

    public boolean has(String name) {
        return find(name) != null;
    }

    /** The keys as text. */
    public List<String> names() {
        return new AbstractList<>() {
            @Override
            public String get(int at) {
                return entries.get(at).name();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }

    /** This mapping without some of its keys. */
    public Mapping without(Set<String> names) {
        return new Mapping(
                entries.stream().filter(entry -> !names.contains(entry.name())).toList(), location);
    }

    /** The entries of this mapping, then those of {@code other} that it does not have. */
    public Mapping over(Mapping other) {
        List<Entry> all = new ArrayList<>(entries);
        other.entries.stream().filter(entry -> !has(entry.name())).forEach(all::add);
        return new Mapping(all, location);
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public String toString() {
        return new TreeSet<>(names()) + " at " + location;
    }

    private @Nullable Entry find(String name) {
        if (index != null) {
            return index.get(name);
        }
        for (Entry entry : entries) {
            if (entry.key() instanceof Scalar scalar && scalar.text().equals(name)) {
                return entry;
            }
        }
        return null;
    }
}
