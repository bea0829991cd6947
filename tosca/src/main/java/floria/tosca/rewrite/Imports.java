package floria.tosca.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.tosca.document.ServiceFile;
import floria.tosca.edit.Changes;
import floria.tosca.grammar.Construct;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Imports have no names, and in 2.0 a {@code url} or a {@code profile} and a {@code namespace}
 * (TOSCA 1.3 §3.6.8, 2.0 §6.9). The normative types of 1.x, which are part of its language, come by
 * a profile.
 */
final class Imports implements Rule {
    private static final Location NOWHERE = Location.startOf("");
    private static final String NORMATIVE = "org.oasis-open.simple:";

    private static final Pattern BUNDLED = Pattern.compile("profile:([^/]+)/profile\\.yaml");

    /** What an import may stand before, if there are none yet. */
    private static final Set<String> BODY =
            Set.of(
                    "data_types",
                    "artifact_types",
                    "capability_types",
                    "interface_types",
                    "relationship_types",
                    "node_types",
                    "group_types",
                    "policy_types",
                    "topology_template",
                    "service_template");

    @Override
    public void rewrite(Element element, Changes changes, Situation situation) {
        if (element.construct() == Construct.FILE && situation.toTwo()) {
            normative(element.body(), changes, situation);
        } else if (element.construct() == Construct.IMPORT) {
            item(element, changes, situation);
        }
    }

    private static void item(Element element, Changes changes, Situation situation) {
        Node.Sequence in = (Node.Sequence) element.in();
        if (element.value() instanceof Mapping named && isNamed(named)) {
            Node inner = named.entries().getFirst().value();
            changes.replace(in, named, situation.toTwo() ? two(inner) : inner);
        } else if (situation.toTwo() && element.value() instanceof Mapping body) {
            body.entry("file").ifPresent(entry -> changes.rename(entry, "url"));
            body.entry("namespace_prefix")
                    .filter(_ -> !body.has("namespace"))
                    .ifPresent(entry -> changes.rename(entry, "namespace"));
        } else if (situation.toTwo() && isProfile(element.value())) {
            changes.replace(in, element.value(), profile(element.value()));
        }
    }

    private static boolean isNamed(Mapping body) {
        return body.entries().size() == 1
                && Construct.IMPORT.firstWith(body.names().getFirst()).isEmpty();
    }

    private static Node two(Node inner) {
        if (!(inner instanceof Mapping body)) {
            return isProfile(inner) ? profile(inner) : inner;
        }
        return new Mapping(
                body.entries().stream()
                        .map(entry ->
                                switch (entry.name()) {
                                    case "file" -> entry("url", entry.value());
                                    case "namespace_prefix" -> entry("namespace", entry.value());
                                    default -> entry;
                                })
                        .toList(),
                NOWHERE);
    }

    /** A word alone is the name of a profile, and no file. */
    private static boolean isProfile(Node node) {
        return node instanceof Node.Scalar scalar
                && !scalar.isNull()
                && scalar.text().matches("[A-Za-z][\\w-]*(\\.[\\w-]+)*(:[\\w.-]+)?")
                && !scalar.text().matches(".*\\.(ya?ml|csar|zip|tosca)");
    }

    private static Node profile(Node name) {
        return new Mapping(List.of(entry("profile", name)), NOWHERE);
    }

    private static void normative(Mapping root, Changes changes, Situation situation) {
        String version =
                situation.types().version().text().replaceFirst(".*_(\\d)_(\\d)$", "$1.$2");
        Node item = profile(new Node.Scalar(NORMATIVE + version, true, NOWHERE));
        Optional<Mapping.Entry> imports = root.entry("imports");
        if (imports.isPresent()
                && imports.get().value() instanceof Node.Sequence list
                && !list.items().isEmpty()) {
            changes.addFirst(list, item);
            return;
        }
        List<Node> items = new ArrayList<>(List.of(item));
        // What a template takes for granted that imports nothing.
        for (ServiceFile.Link link : situation.file().links()) {
            Matcher bundled = BUNDLED.matcher(link.file().address());
            if (bundled.matches()) {
                items.add(profile(new Node.Scalar(bundled.group(1), true, NOWHERE)));
            }
        }
        Node all = new Node.Sequence(items, NOWHERE);
        if (imports.isPresent()) {
            changes.replace(root, imports.get(), "imports", all);
        } else {
            root.entries().stream()
                    .filter(entry -> BODY.contains(entry.name()))
                    .findFirst()
                    .ifPresent(entry -> changes.addBefore(entry, "imports", all));
        }
    }

    private static Mapping.Entry entry(String key, Node value) {
        return new Mapping.Entry(new Node.Scalar(key, true, NOWHERE), value);
    }
}
