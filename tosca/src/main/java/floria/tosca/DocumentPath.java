package floria.tosca;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Names the places of positions in a document by the keys that lead to them. */
final class DocumentPath {
    private static final Comparator<Part> BY_PLACE =
            Comparator.comparingInt((Part part) -> part.start().line())
                    .thenComparingInt(part -> part.start().column());

    private final Mapping root;

    /** The parts of each collection that was looked into, as they stand in the text. */
    private final IdentityHashMap<Node, Part[]> parts = new IdentityHashMap<>();

    DocumentPath(Mapping root) {
        this.root = root;
    }

    /** A part of a collection: under a key, or at an index. */
    private record Part(String name, Location start, Node value) {}

    String of(Location at) {
        List<String> keys = new ArrayList<>();
        Optional<Part> part = part(root, at);
        while (part.isPresent()) {
            keys.add(part.get().name());
            part =
                    covers(part.get().value().location(), at)
                            ? part(part.get().value(), at)
                            : Optional.empty();
        }
        return String.join("/", keys);
    }

    /** The last part that begins at the position or before it, if it reaches so far. */
    private Optional<Part> part(Node node, Location at) {
        Part[] all = parts.computeIfAbsent(node, DocumentPath::parts);
        int found = Arrays.binarySearch(all, new Part("", at, node), BY_PLACE);
        int index = found >= 0 ? found : -found - 2;
        return index >= 0
                        && (covers(all[index].start(), at)
                                || covers(all[index].value().location(), at))
                ? Optional.of(all[index])
                : Optional.empty();
    }

    private static Part[] parts(Node node) {
        Stream<Part> all =
                switch (node) {
                    case Mapping mapping ->
                            mapping.entries().stream()
                                    .map(entry ->
                                            new Part(entry.name(), entry.at(), entry.value()));
                    case Node.Sequence(List<Node> items, _) ->
                            IntStream.range(0, items.size())
                                    .mapToObj(i ->
                                            new Part(
                                                    String.valueOf(i),
                                                    items.get(i).location(),
                                                    items.get(i)));
                    case Node.Scalar _ -> Stream.empty();
                };
        return all.sorted(BY_PLACE).toArray(Part[]::new);
    }

    private static boolean covers(Location outer, Location at) {
        boolean begun =
                outer.line() < at.line()
                        || (outer.line() == at.line() && outer.column() <= at.column());
        boolean open =
                at.line() < outer.endLine()
                        || (at.line() == outer.endLine() && at.column() < outer.endColumn())
                        || (at.line() == outer.line() && at.column() == outer.column());
        return begun && open;
    }
}
