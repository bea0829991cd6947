package floria.tosca.edit;

import java.util.List;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * A place in the tree.
 *
 * @param entry the entry, if it is one of a mapping
 * @param number of the item or entry in what it is in
 */
record Spot(Node in, Optional<Mapping.Entry> entry, int number, Node value) {
    int siblings() {
        return switch (in) {
            case Mapping mapping -> mapping.entries().size();
            case Node.Sequence(List<Node> items, _) -> items.size();
            case Node.Scalar _ -> 0;
        };
    }

    Location start() {
        return entry.map(Mapping.Entry::at).orElse(value.location());
    }
}
