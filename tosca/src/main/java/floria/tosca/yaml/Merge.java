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
        List<Node> merged = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i + 1 < items.size(); i += 2) {
            Mapping.Entry entry = new Mapping.Entry(items.get(i), items.get(i + 1));
            if (entry.key() instanceof Node.Scalar key && key.plain() && key.text().equals("<<")) {
                merged.add(entry.value());
                continue;
            }
            Integer before = place(entries, places, entry.name());
            if (before == null) {
                places.put(entry.name(), entries.size());
                entries.add(entry);
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
            merge(from, entries, places);
        }
        return new Mapping(entries, location);
    }

    private static @Nullable Integer place(
            List<Mapping.Entry> entries, Map<String, Integer> places, String name) {
        if (entries.size() > FEW) {
            return places.get(name);
        }
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).name().equals(name)) {
                return i;
            }
        }
        return null;
    }

    private void merge(Node from, List<Mapping.Entry> entries, Map<String, Integer> places) {
        switch (from) {
            case Mapping mapping -> {
                for (Mapping.Entry entry : mapping.entries()) {
                    if (place(entries, places, entry.name()) == null) {
                        places.put(entry.name(), entries.size());
                        entries.add(entry);
                    }
                }
            }
            case Node.Sequence(List<Node> items, _) -> {
                for (Node item : items) {
                    if (item instanceof Mapping) {
                        merge(item, entries, places);
                    } else {
                        notMap(item);
                    }
                }
            }
            case Node.Scalar scalar -> notMap(scalar);
        }
    }

    private void notMap(Node node) {
        problems.error("bad-merge", node.location(), "'<<' takes a mapping or a list of mappings");
    }
}
