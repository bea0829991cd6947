package floria.tosca;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Names the place of a position in a document by the keys that lead to it. */
final class DocumentPath {

    private DocumentPath() {}

    static String of(Mapping root, Location at) {
        List<String> keys = new ArrayList<>();
        Optional<Node> node = Optional.of(root);
        while (node.isPresent()) {
            node =
                    switch (node.get()) {
                        case Mapping mapping -> into(mapping, at, keys);
                        case Node.Sequence(List<Node> items, _) -> into(items, at, keys);
                        case Node.Scalar _ -> Optional.empty();
                    };
        }
        return String.join("/", keys);
    }

    private static Optional<Node> into(Mapping mapping, Location at, List<String> keys) {
        for (Mapping.Entry entry : mapping.entries()) {
            if (covers(entry.key().location(), at)) {
                keys.add(entry.name());
                return Optional.empty();
            }
            if (covers(entry.value().location(), at)) {
                keys.add(entry.name());
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    private static Optional<Node> into(List<Node> items, Location at, List<String> keys) {
        for (int i = 0; i < items.size(); i++) {
            if (covers(items.get(i).location(), at)) {
                keys.add(String.valueOf(i));
                return Optional.of(items.get(i));
            }
        }
        return Optional.empty();
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
