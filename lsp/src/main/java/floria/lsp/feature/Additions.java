package floria.lsp.feature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.lsp4j.TextEdit;

import floria.lsp.text.Text;
import floria.lsp.workspace.Document;
import floria.lsp.workspace.Workspace;
import floria.tosca.document.ServiceFile;
import floria.tosca.edit.Draft;
import floria.tosca.edit.EditRefused;
import floria.tosca.types.Catalogue;
import floria.tosca.types.Declaration;
import floria.tosca.types.TypeKind;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Puts in what a template lacks: a property that its type requires, with a value to change. */
final class Additions {
    private static final Pattern NEEDS =
            Pattern.compile(
                    "(?:capability '(.+)' of )?node '(.+)' needs the property '(.+?)'(?:\\n.*)?",
                    Pattern.DOTALL);

    private Additions() {}

    /** An edit with the words that an editor offers it under. */
    record Addition(String title, TextEdit edit) {}

    /** What mends a problem with this message, if something is to be put in. */
    static Optional<Addition> of(Workspace workspace, Document document, String message) {
        Matcher needs = NEEDS.matcher(message);
        if (!needs.matches()) {
            return Optional.empty();
        }
        Optional<String> capability = Optional.ofNullable(needs.group(1));
        String node = needs.group(2);
        String property = needs.group(3);
        return template(document, node)
                .flatMap(found -> {
                    Value value = value(View.of(workspace, document), found, capability, property);
                    return edit(document, place(document, node, capability, property), value);
                })
                .map(edit -> new Addition("Add the property '" + property + "'", edit));
    }

    private static List<String> place(
            Document document, String node, Optional<String> capability, String property) {
        String top =
                document.tree().has("service_template") ? "service_template" : "topology_template";
        return capability
                .map(name ->
                        List.of(
                                top,
                                "node_templates",
                                node,
                                "capabilities",
                                name,
                                "properties",
                                property))
                .orElse(List.of(top, "node_templates", node, "properties", property));
    }

    private static Optional<Mapping> template(Document document, String node) {
        return document.tree()
                .get("topology_template")
                .or(() -> document.tree().get("service_template"))
                .flatMap(topology -> child(topology, "node_templates"))
                .flatMap(nodes -> child(nodes, node))
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast);
    }

    private static Optional<Node> child(Node node, String key) {
        return node instanceof Mapping map ? map.get(key) : Optional.empty();
    }

    /** The least value of the property's type. */
    private static Value value(
            View view, Mapping node, Optional<String> capability, String property) {
        Catalogue types = view.knowledge().types();
        Optional<Declaration> type =
                typeOf(node).flatMap(name -> types.find(TypeKind.NODE, name, view.names().file()));
        Optional<Declaration> owner =
                capability.isEmpty()
                        ? type
                        : type.flatMap(found ->
                                        member(types, found, "capabilities", capability.get()))
                                .flatMap(definition ->
                                        definition instanceof Node.Scalar scalar
                                                ? Optional.of(scalar.text())
                                                : typeOf(definition))
                                .flatMap(name -> capability(types, name, type));
        String data =
                owner.flatMap(found -> member(types, found, "properties", property))
                        .flatMap(Additions::typeOf)
                        .orElse("string");
        return switch (data) {
            case "integer" -> Value.integer(0);
            case "boolean" -> new Value.Bool(false);
            case "list" -> new Value.Items(List.of());
            case "map" -> new Value.Entries(Map.of());
            default -> Value.text("");
        };
    }

    private static Optional<Declaration> capability(
            Catalogue types, String name, Optional<Declaration> node) {
        ServiceFile file = node.orElseThrow().file();
        return types.find(TypeKind.CAPABILITY, name, file);
    }

    private static Optional<Node> member(
            Catalogue types, Declaration type, String section, String name) {
        return types.ancestry(type).stream()
                .flatMap(each -> each.body().get(section).stream())
                .flatMap(members -> child(members, name).stream())
                .findFirst();
    }

    private static Optional<String> typeOf(Node node) {
        return child(node, "type")
                .filter(Node.Scalar.class::isInstance)
                .map(name -> ((Node.Scalar) name).text());
    }

    /** What differs between the text and the same with the value, as one edit. */
    private static Optional<TextEdit> edit(Document document, List<String> place, Value value) {
        Text text = document.text();
        try {
            String old = text.content();
            String fresh = Draft.of(old).set(place, value).text();
            int most = Math.min(old.length(), fresh.length());
            int start = 0;
            while (start < most && old.charAt(start) == fresh.charAt(start)) {
                start++;
            }
            int tail = 0;
            while (tail < most - start
                    && old.charAt(old.length() - 1 - tail)
                            == fresh.charAt(fresh.length() - 1 - tail)) {
                tail++;
            }
            return Optional.of(
                    new TextEdit(
                            text.range(start, old.length() - tail),
                            fresh.substring(start, fresh.length() - tail)));
        } catch (EditRefused _) {
            return Optional.empty();
        }
    }
}
