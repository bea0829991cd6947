package floria.placement.solve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.placement.solve.Model.Level;
import floria.placement.solve.Model.Rule;

/**
 * The nodes in parts that are placed as one: those that rules keep together, by the widest rule.
 * Parts have no node in common, and every node is in one.
 */
final class Parts {

    private Parts() {}

    /**
     * Nodes that go together.
     *
     * @param level on which; empty for a node alone
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Part(Optional<Level> level, int[] nodes) {}

    static List<Part> of(Model model) {
        int[] parts = new int[model.nodes().size()];
        java.util.Arrays.fill(parts, -1);
        List<Part> found = new ArrayList<>();
        for (Level level : Level.values()) {
            int[] root = new int[parts.length];
            for (int n = 0; n < root.length; n++) {
                root[n] = n;
            }
            boolean any = false;
            for (Rule rule : model.rules()) {
                if (rule instanceof Rule.Together(var at, var nodes) && at == level) {
                    List<Integer> free = nodes.stream().filter(n -> parts[n] < 0).toList();
                    for (int n : free) {
                        root[find(root, n)] = find(root, free.getFirst());
                        any = true;
                    }
                }
            }
            if (any) {
                gather(parts, root, level, found);
            }
        }
        for (int n = 0; n < parts.length; n++) {
            if (parts[n] < 0) {
                found.add(new Part(Optional.empty(), new int[] {n}));
            }
        }
        return found;
    }

    private static void gather(int[] parts, int[] root, Level level, List<Part> found) {
        Map<Integer, List<Integer>> groups = new HashMap<>();
        for (int n = 0; n < root.length; n++) {
            if (parts[n] < 0) {
                groups.computeIfAbsent(find(root, n), _ -> new ArrayList<>()).add(n);
            }
        }
        groups.values().stream()
                .filter(group -> group.size() > 1)
                .sorted(java.util.Comparator.comparing(List::getFirst))
                .forEach(group -> {
                    group.forEach(n -> parts[n] = found.size());
                    found.add(
                            new Part(
                                    Optional.of(level),
                                    group.stream().mapToInt(Integer::intValue).toArray()));
                });
    }

    private static int find(int[] root, int n) {
        int at = n;
        while (root[at] != at) {
            root[at] = root[root[at]];
            at = root[at];
        }
        return at;
    }
}
