package floria.tosca.write;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** A mapping in the making; what says nothing is left out. */
final class Tree {
    private static final Location NOWHERE = Location.startOf("");

    private final List<Mapping.Entry> entries = new ArrayList<>();

    Tree with(String key, Node value) {
        boolean says =
                switch (value) {
                    case Mapping mapping -> !mapping.entries().isEmpty();
                    case Node.Sequence(List<Node> items, _) -> !items.isEmpty();
                    case Node.Scalar _ -> true;
                };
        return says ? always(key, value) : this;
    }

    Tree always(String key, Node value) {
        entries.add(new Mapping.Entry(text(key), value));
        return this;
    }

    Tree with(String key, String text) {
        return text.isEmpty() ? this : always(key, text(text));
    }

    Tree with(String key, Optional<Node> value) {
        return value.map(node -> always(key, node)).orElse(this);
    }

    Tree names(String key, Collection<String> names) {
        return with(key, list(names, Tree::text));
    }

    Tree values(String key, Map<String, Value> values) {
        return with(key, each(values, Values::node));
    }

    Tree metadata(Map<String, String> metadata) {
        return with("metadata", each(metadata, Tree::text));
    }

    Mapping node() {
        return new Mapping(entries, NOWHERE);
    }

    static <T> Mapping each(Map<String, T> things, Function<T, ? extends Node> node) {
        Tree tree = new Tree();
        things.forEach((name, thing) -> tree.always(name, node.apply(thing)));
        return tree.node();
    }

    static <T> Node list(Collection<T> things, Function<T, ? extends Node> node) {
        return new Node.Sequence(things.stream().<Node>map(node).toList(), NOWHERE);
    }

    static Node list(List<Node> items) {
        return new Node.Sequence(items, NOWHERE);
    }

    /** A string, in quotes if it would be something else without. */
    static Node text(String text) {
        Node.Scalar bare = plain(text);
        return bare.core() == Core.STRING ? bare : new Node.Scalar(text, false, NOWHERE);
    }

    static Node.Scalar plain(String text) {
        return new Node.Scalar(text, true, NOWHERE);
    }
}
