package floria.tosca.grammar;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.problem.Problems;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Takes nodes for what the grammar expects of them. What is something else becomes a problem, and
 * reads as if it were not there.
 */
public final class Forms {
    private static final Set<Construct> TOPS =
            EnumSet.of(Construct.FILE, Construct.TOPOLOGY, Construct.IMPORT);

    private final Problems problems;
    private final Version version;

    /**
     * @param version whether there is something to tolerate: 2.0 spells everything out
     */
    public Forms(Problems problems, Version version) {
        this.problems = problems;
        this.version = version;
    }

    /** Reports keynames that {@code construct} does not have. */
    public void keynames(Mapping mapping, Construct construct, Version version) {
        for (Mapping.Entry entry : mapping.entries()) {
            String name = entry.name();
            if (construct.has(name, version)) {
                continue;
            }
            if (problems.isFull()) {
                return;
            }
            Optional<Version> first = construct.firstWith(name);
            // What another version writes can be understood, but not a whole other top.
            if (first.isPresent() && construct != Construct.FILE) {
                problems.tolerated(
                        "keyname-of-other-version",
                        entry.at(),
                        "'%s' is a keyname of a %s in %s; this file says %s"
                                .formatted(name, construct.title(), first.get(), version));
            } else {
                // What looks like no keyname is an addition of somebody's own.
                boolean slip =
                        TOPS.contains(construct)
                                || problems.isSlip(name, construct.keynames(version));
                problems.graded(
                                slip,
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
        Mapping.Entry entry = parent.entry(key).orElse(null);
        if (entry == null) {
            return Mapping.empty(parent.location());
        }
        if (entry.value() instanceof Mapping mapping) {
            return mapping;
        }
        if (!entry.value().isNull()) {
            expected(entry.value(), "'" + key + "'", "a map");
        }
        return Mapping.empty(entry.at());
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
        Node node = parent.get(key).orElse(null);
        return node == null || node.isNull() ? Optional.empty() : scalar(node, "'" + key + "'");
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
            problems.graded(
                    !version.isSimple(),
                    "list-expected",
                    single.location(),
                    "'%s' should be a list".formatted(key));
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
            problems.graded(
                            !version.isSimple(),
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
            if (!version.isSimple() && entry.value().isNull()) {
                expected(entry.value(), "metadata '" + entry.name() + "'", "a value");
                continue;
            }
            switch (entry.value()) {
                case Node.Scalar scalar -> {
                    if (version.isSimple() && scalar.core() != Core.STRING) {
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
            problems.graded(
                    !version.isSimple(),
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
        if (version.isSimple()) {
            problems.tolerated(
                    "string-expected", node.location(), "metadata are strings; this is left out");
        }
    }

    /** The {@code description}, which is a text. */
    public String description(Mapping parent) {
        Node.Scalar scalar = scalar(parent, "description").orElse(null);
        if (scalar == null) {
            return "";
        }
        if (scalar.core() != Core.STRING) {
            problems.graded(
                            !version.isSimple(),
                            "string-expected",
                            scalar.location(),
                            "a description is a string, not '%s'".formatted(scalar.text()))
                    .hint("put it in quotes");
        }
        return scalar.text();
    }

    /** A list of two bounds, the upper one perhaps {@code UNBOUNDED}. */
    public Optional<Bounds> bounds(Mapping parent, String... keys) {
        for (String key : keys) {
            Node node = parent.get(key).orElse(null);
            if (node != null && !node.isNull()) {
                return bounds(node, key);
            }
        }
        return Optional.empty();
    }

    private Optional<Bounds> bounds(Node node, String key) {
        if (node instanceof Node.Sequence(List<Node> items, _) && items.size() == 2) {
            Optional<Integer> lower = number(items.get(0));
            Optional<Integer> upper = number(items.get(1));
            boolean open =
                    items.get(1) instanceof Node.Scalar scalar && scalar.text().equals("UNBOUNDED");
            if (lower.isPresent()
                    && (open || upper.isPresent())
                    && upper.orElse(lower.get()) >= lower.get()) {
                return Optional.of(new Bounds(lower.get(), upper));
            }
        }
        expected(node, "'" + key + "'", "a range such as [0, 1] or [1, UNBOUNDED]");
        return Optional.empty();
    }

    private static Optional<Integer> number(Node node) {
        return node instanceof Node.Scalar scalar
                        && !scalar.text().isEmpty()
                        && scalar.text().length() < 10
                        && scalar.text().chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(Integer.parseInt(scalar.text()))
                : Optional.empty();
    }

    /**
     * How often something may be there.
     *
     * @param upper empty for unbounded
     */
    public record Bounds(int lower, Optional<Integer> upper) {
        /** Exactly once. */
        public static final Bounds ONE = new Bounds(1, Optional.of(1));

        /** As often as wanted. */
        public static final Bounds ANY = new Bounds(0, Optional.empty());

        /** Whether all that this allows is allowed by {@code other} too. */
        public boolean isWithin(Bounds other) {
            return lower >= other.lower
                    && (other.upper.isEmpty()
                            || (upper.isPresent() && upper.get() <= other.upper.get()));
        }

        @Override
        public String toString() {
            return "[%d, %s]".formatted(lower, upper.map(String::valueOf).orElse("UNBOUNDED"));
        }
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
