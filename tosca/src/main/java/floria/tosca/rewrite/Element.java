package floria.tosca.rewrite;

import java.util.List;
import java.util.Optional;

import floria.tosca.grammar.Construct;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * A part of a template where it stands.
 *
 * @param in the mapping or list that it is in
 * @param entry the entry of it, if that is a mapping
 * @param path the keys that lead to it
 */
record Element(
        Construct construct,
        Node in,
        Optional<Mapping.Entry> entry,
        Node value,
        List<String> path) {

    Element {
        path = List.copyOf(path);
    }

    /** Its keynames; none if it is written in another form. */
    Mapping body() {
        return value instanceof Mapping mapping ? mapping : Mapping.empty(value.location());
    }

    String name() {
        return path.isEmpty() ? "" : path.getLast();
    }
}
