package floria.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a step waits for, and what that is to be.
 *
 * @param ids of steps; one may be there twice
 * @param edges one for each
 */
record Way(List<String> ids, List<Edge> edges) {
    /** From the beginning. */
    static final Way OPEN = new Way(List.of(), List.of());

    Way {
        ids = List.copyOf(ids);
        edges = List.copyOf(edges);
    }

    /** After the success of all. */
    static Way after(Collection<String> ids) {
        return OPEN.and(ids, Edge.SUCCESS);
    }

    Way and(Collection<String> more, Edge edge) {
        List<String> allIds = new ArrayList<>(ids);
        List<Edge> allEdges = new ArrayList<>(edges);
        more.forEach(id -> {
            allIds.add(id);
            allEdges.add(edge);
        });
        return new Way(allIds, allEdges);
    }

    /** Whether all must have succeeded. */
    boolean isPlain() {
        return edges.stream().allMatch(edge -> edge == Edge.SUCCESS);
    }

    /** As {@link Kinds#EDGES} has it. */
    String letters() {
        return edges.stream()
                .map(edge -> Character.toString(edge.letter()))
                .collect(Collectors.joining());
    }
}
