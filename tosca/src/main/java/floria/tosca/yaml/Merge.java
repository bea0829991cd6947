package floria.tosca.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;

/**
 * Makes mappings of keys and values: a key that comes twice keeps its last value, and {@code <<}
 * brings in what is not there (YAML 1.1 merge keys, which templates use with {@code
 * dsl_definitions}).
 */
final class Merge {
    private static final int FEW = 12;

    private final Problems problems;

    Merge(Problems problems) {
        this.problems = problems;
    }

    /** Keys and values in turn. */
    Mapping mapping(List<Node> items, Location location) {
        List<Mapping.Entry> entries = new ArrayList<>(items.size() / 2);
        List<Node> merged = List.of();
        Places places = new Places(entries);
        for (int i = 0; i + 1 < items.size(); i += 2) {
            Mapping.Entry entry = new Mapping.Entry(items.get(i), items.get(i + 1));
            if (entry.key() instanceof Node.Scalar key && key.plain() && key.text().equals("<<")) {
                merged = merged.isEmpty() ? new ArrayList<>() : merged;
                merged.add(entry.value());
                continue;
            }
            int before = places.of(entry.name());
            if (before < 0) {
                places.add(entry);
            } else {
                problems.tolerated(
                                "duplicate-key",
                                entry.at(),
                                "the key '%s' is here a second time; its last value is used"
                                        .formatted(entry.name()))
                        .related(entries.get(before).at(), "first here");
                entries.set(before, entry);
            }
        }
        for (Node from : merged) {
            merge(from, places);
        }
        return new Mapping(entries, location);
    }

    private void merge(Node from, Places places) {
        switch (from) {
            case Mapping mapping -> {
                for (Mapping.Entry entry : mapping.entries()) {
                    if (places.of(entry.name()) < 0) {
                        places.add(entry);
                    }
                }
            }
            case Node.Sequence(List<Node> items, _) -> {
                for (Node item : items) {
                    if (item instanceof Mapping) {
                        merge(item, places);
                    } else {
                        notMap(item);
                    }
                }
            }
            case Node.Scalar scalar -> notMap(scalar);
        }
    }

    /** Where each key stands among the entries; of few entries all are looked at. */
    private static final class Places {
        private final List<Mapping.Entry> entries;
        private @Nullable Map<String, Integer> index;

        Places(List<Mapping.Entry> entries) {
            this.entries = entries;
        }

        void add(Mapping.Entry entry) {
            if (index != null) {
                index.put(entry.name(), entries.size());
            }
            entries.add(entry);
            if (index == null && entries.size() > FEW) {
                index = HashMap.newHashMap(2 * FEW);
                for (int i = 0; i < entries.size(); i++) {
                    index.put(entries.get(i).name(), i);
                }
            }
        }

        /** Negative if it is not there. */
        int of(String name) {
            if (index != null) {
                return index.getOrDefault(name, -1);
            }
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).name().equals(name)) {
                    return i;
                }
            }
            return -1;
        }
    }

    private void notMap(Node node) {
        problems.error("bad-merge", node.location(), "'<<' takes a mapping or a list of mappings");
    }
}
