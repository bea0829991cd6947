package floria.tosca.grammar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Problems;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Takes nodes for what the grammar expects of them. What is something else becomes a problem, and
 * reads as if it were not there.
 */
public final class Forms {
    private final Problems problems;

    public Forms(Problems problems) {
        this.problems = problems;
    }

    /** Reports keynames that {@code construct} does not have. */
    public void keynames(Mapping mapping, Construct construct, Version version) {
        for (Mapping.Entry entry : mapping.entries()) {
            String name = entry.name();
            if (construct.has(name, version)) {
                continue;
            }
            Optional<Version> first = construct.firstWith(name);
            if (first.isPresent() && first.get().isSimple() && version.isSimple()) {
                problems.tolerated(
                        "keyname-of-other-version",
                        entry.at(),
                        "'%s' came to a %s with %s; this file says %s"
                                .formatted(name, construct.title(), first.get(), version));
            } else {
                problems.error(
                                "unknown-keyname",
                                entry.at(),
                                "a %s has no keyname '%s' in %s"
                                        .formatted(construct.title(), name, version))
                        .nearest(name, construct.keynames(version));
            }
        }
    }

    /** The mapping under {@code key}, empty if there is nothing. */
    public Mapping mapping(Mapping parent, String key) {
        return parent.entry(key)
                .map(entry ->
                        entry.value().isNull()
                                ? Mapping.empty(entry.at())
                                : mapping(entry.value(), "'" + key + "'")
                                        .orElse(Mapping.empty(entry.at())))
                .orElse(Mapping.empty(parent.location()));
    }

    /** {@code node} as a mapping; {@code what} names it in the problem. */
    public Optional<Mapping> mapping(Node node, String what) {
        if (node instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        expected(node, what, "a map");
        return Optional.empty();
    }

    /** The items of the list under {@code key}, empty if there is nothing. */
    public List<Node> list(Mapping parent, String key) {
        Node node = parent.get(key).orElse(null);
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (node instanceof Node.Sequence(List<Node> items, _)) {
            return items;
        }
        expected(node, "'" + key + "'", "a list");
        return List.of();
    }

    /** The scalar under {@code key} as it was written. */
    public Optional<Node.Scalar> scalar(Mapping parent, String key) {
        return parent.get(key)
                .filter(node -> !node.isNull())
                .flatMap(node -> scalar(node, "'" + key + "'"));
    }

    public Optional<Node.Scalar> scalar(Node node, String what) {
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar);
        }
        expected(node, what, "a string");
        return Optional.empty();
    }

    /** The text under {@code key}, or nothing. */
    public Optional<String> text(Mapping parent, String key) {
        return scalar(parent, key).map(Node.Scalar::text);
    }

    /** A list of names; a single name is taken for a list of one. */
    public List<Node.Scalar> names(Mapping parent, String key) {
        Node node = parent.get(key).orElse(null);
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (node instanceof Node.Scalar single) {
            problems.tolerated(
                    "list-expected", single.location(), "'%s' should be a list".formatted(key));
            return List.of(single);
        }
        return list(parent, key).stream()
                .flatMap(item -> scalar(item, "an item of '" + key + "'").stream())
                .toList();
    }

    /** A truth value under {@code key}. */
    public boolean truth(Mapping parent, String key, boolean otherwise) {
        Optional<Node.Scalar> scalar = scalar(parent, key);
        if (scalar.isEmpty()) {
            return otherwise;
        }
        Optional<Boolean> truth = truth(scalar.get());
        if (truth.isEmpty()) {
            expected(scalar.get(), "'" + key + "'", "true or false");
        }
        return truth.orElse(otherwise);
    }

    /** The truth in a scalar; the {@code yes} and {@code no} of YAML 1.1 draw a warning. */
    public Optional<Boolean> truth(Node.Scalar scalar) {
        String text = scalar.text().toLowerCase(Locale.ROOT);
        if (scalar.core() == Core.BOOL) {
            return Optional.of(text.equals("true"));
        }
        Optional<Boolean> truth =
                switch (text) {
                    case "yes", "on", "true" -> Optional.of(true);
                    case "no", "off", "false" -> Optional.of(false);
                    default -> Optional.empty();
                };
        if (truth.isPresent()) {
            problems.tolerated(
                            "not-a-boolean",
                            scalar.location(),
                            "'%s' is a string in YAML 1.2".formatted(scalar.text()))
                    .hint("write " + truth.get());
        }
        return truth;
    }

    /** {@code metadata} as text; values that are not strings draw a warning. */
    public Map<String, String> metadata(Mapping parent) {
        Mapping mapping = mapping(parent, "metadata");
        Map<String, String> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : mapping.entries()) {
            switch (entry.value()) {
                case Node.Scalar scalar -> {
                    if (scalar.core() != Core.STRING) {
                        problems.tolerated(
                                        "string-expected",
                                        scalar.location(),
                                        "metadata are strings; '%s' is taken as written"
                                                .formatted(scalar.text()))
                                .hint("put it in quotes");
                    }
                    all.put(entry.name(), scalar.text());
                }
                case Node.Sequence other -> strange(other);
                case Mapping other -> strange(other);
            }
        }
        return all;
    }

    /** A list of mappings of one key each, or (with a warning) one mapping. */
    public List<Mapping.Entry> singles(Mapping parent, String key) {
        Node node = parent.get(key).orElse(null);
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (node instanceof Mapping mapping) {
            problems.tolerated(
                    "list-expected",
                    parent.entry(key).map(Mapping.Entry::at).orElse(mapping.location()),
                    "'%s' should be a list of maps with one key each".formatted(key));
            return mapping.entries();
        }
        return list(parent, key).stream().flatMap(item -> single(item, key).stream()).toList();
    }

    private List<Mapping.Entry> single(Node item, String key) {
        if (item instanceof Mapping mapping && mapping.entries().size() == 1) {
            return mapping.entries();
        }
        expected(item, "an item of '" + key + "'", "a map with one key");
        return List.of();
    }

    private void strange(Node node) {
        problems.tolerated(
                "string-expected", node.location(), "metadata are strings; this is left out");
    }

    /** Reports that {@code node} is not what is expected. */
    public void expected(Node node, String what, String wanted) {
        problems.error(
                "wrong-form",
                node.location(),
                "%s must be %s, not %s".formatted(what, wanted, kind(node)));
    }

    /** What a node is, in words. */
    public static String kind(Node node) {
        return switch (node) {
            case Mapping _ -> "a map";
            case Node.Sequence _ -> "a list";
            case Node.Scalar scalar ->
                    scalar.isNull() ? "empty" : "'" + shortened(scalar.text()) + "'";
        };
    }

    /** A text that fits into a message. */
    public static String shortened(String text) {
        String line = text.replace('\n', ' ').strip();
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }
}
