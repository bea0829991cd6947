package floria.tosca.rewrite;

import java.util.List;
import java.util.Optional;

import floria.tosca.edit.Changes;
import floria.tosca.types.TypeKind;
import floria.tosca.value.Value;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Keynames that are called otherwise, and words that are written otherwise. */
final class Keynames implements Rule {

    @Override
    public void rewrite(Element element, Changes changes, Situation situation) {
        Mapping body = element.body();
        switch (element.construct()) {
            case FILE -> file(body, changes, situation);
            case TOPOLOGY -> singles(body, "policies", changes);
            case NODE_TYPE -> singles(body, "requirements", changes);
            case NODE_TEMPLATE -> {
                singles(body, "requirements", changes);
                directives(body, changes);
            }
            case GROUP -> rename(body, "targets", "members", changes);
            case TRIGGER -> event(body, changes);
            case CAPABILITY_TYPE, CAPABILITY_DEFINITION -> {
                if (situation.toTwo()) {
                    rename(body, "valid_source_types", "valid_source_node_types", changes);
                }
            }
            case RELATIONSHIP_TYPE -> {
                if (situation.toTwo()) {
                    rename(body, "valid_target_types", targets(body, situation), changes);
                }
            }
            case IMPLEMENTATION -> {
                if (situation.toTwo()) {
                    timeout(body, changes);
                }
            }
            default -> {} // nothing else has such
        }
    }

    private static void file(Mapping root, Changes changes, Situation situation) {
        if (root.get("tosca_definitions_version").orElse(null) instanceof Node.Scalar version) {
            changes.replace(version, Value.text(situation.target().text()));
        }
        if (situation.toTwo()) {
            rename(root, "topology_template", "service_template", changes);
        }
    }

    private static void rename(Mapping body, String from, String to, Changes changes) {
        body.entry(from).filter(_ -> !body.has(to)).ifPresent(entry -> changes.rename(entry, to));
    }

    /** Lists of maps of one name each, which some write as one map. */
    private static void singles(Mapping body, String key, Changes changes) {
        if (body.get(key).orElse(null) instanceof Mapping map) {
            changes.list(map);
        }
    }

    /** The words of 1.2 (1.3 §3.4.3). */
    private static void directives(Mapping body, Changes changes) {
        if (body.get("directives").orElse(null) instanceof Node.Sequence(List<Node> words, _)) {
            for (Node word : words) {
                if (word instanceof Node.Scalar scalar) {
                    switch (scalar.text()) {
                        case "selectable" -> changes.replace(scalar, Value.text("select"));
                        case "substitutable" -> changes.replace(scalar, Value.text("substitute"));
                        default -> {} // as it is
                    }
                }
            }
        }
    }

    /** An event is a name; drafts have a map with its type. */
    private static void event(Mapping body, Changes changes) {
        Mapping.Entry entry = body.entry("event").or(() -> body.entry("event_type")).orElse(null);
        if (entry == null) {
            return;
        }
        if (entry.value() instanceof Mapping map
                && map.entries().size() == 1
                && map.get("type").orElse(null) instanceof Node.Scalar type) {
            changes.replace(body, entry, "event", type);
        } else if (!entry.name().equals("event")) {
            changes.rename(entry, "event");
        }
    }

    /** Types of capabilities; some files name those of nodes. */
    private static String targets(Mapping body, Situation situation) {
        Optional<Node> first =
                body.get("valid_target_types")
                        .flatMap(node ->
                                node instanceof Node.Sequence(List<Node> names, _)
                                        ? names.stream().findFirst()
                                        : Optional.of(node));
        boolean nodes =
                first.orElse(null) instanceof Node.Scalar name
                        && !situation
                                .types()
                                .has(TypeKind.CAPABILITY, name.text(), situation.file())
                        && situation.types().has(TypeKind.NODE, name.text(), situation.file());
        return nodes ? "valid_target_node_types" : "valid_capability_types";
    }

    /** Before 2.0 a number of seconds. */
    private static void timeout(Mapping body, Changes changes) {
        if (body.get("timeout").orElse(null) instanceof Node.Scalar scalar
                && scalar.core() == Core.INT) {
            changes.replace(scalar, Value.text(scalar.text() + " s"));
        }
    }
}
