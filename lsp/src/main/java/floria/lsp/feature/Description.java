package floria.lsp.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import floria.lsp.meaning.Meaning;
import floria.tosca.types.Catalogue;
import floria.tosca.types.Declaration;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** What there is to say of a thing, in Markdown: what it is, whence it derives, what it is for. */
final class Description {
    private final Catalogue types;

    Description(Catalogue types) {
        this.types = types;
    }

    String of(Meaning meaning) {
        List<String> parts = new ArrayList<>();
        parts.add(
                "**%s** `%s`%s"
                        .formatted(meaning.role().title(), meaning.name(), of(type(meaning))));
        parts.add(meaning.text("description").strip());
        facts(meaning, parts);
        meaning.subject().type().ifPresent(type -> derivation(meaning, type, parts));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    /** One line for a list: the type, or whence a type derives. */
    static String brief(Meaning meaning) {
        String type =
                meaning.role().kind().isPresent() ? meaning.text("derived_from") : type(meaning);
        return type.isEmpty() ? meaning.role().title() : type;
    }

    private static String type(Meaning meaning) {
        if (meaning.role().kind().isPresent()) {
            return "";
        }
        if (meaning.value() instanceof Node.Scalar scalar && !scalar.text().contains("\n")) {
            return scalar.text();
        }
        for (String keyname : List.of("type", "node", "capability")) {
            if (!meaning.text(keyname).isEmpty()) {
                return meaning.text(keyname);
            }
        }
        return "";
    }

    private static String of(String type) {
        return type.isEmpty() ? "" : " of `" + type + "`";
    }

    private static void facts(Meaning meaning, List<String> parts) {
        if (!(meaning.value() instanceof Mapping body) || meaning.role().kind().isPresent()) {
            return;
        }
        List<String> facts = new ArrayList<>();
        for (String keyname :
                List.of(
                        "required",
                        "default",
                        "status",
                        "constraints",
                        "validation",
                        "capability",
                        "relationship",
                        "occurrences",
                        "count_range")) {
            body.get(keyname)
                    .map(Description::written)
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> facts.add("- %s: `%s`".formatted(keyname, text)));
        }
        parts.add(String.join("\n", facts));
    }

    private void derivation(Meaning meaning, Declaration type, List<String> parts) {
        List<Declaration> chain = types.ancestry(type);
        if (meaning.role().kind().isEmpty()
                && type.body().get("description").orElse(null) instanceof Node.Scalar about) {
            parts.add("`" + type.name() + "`: " + about.text().strip());
        }
        if (chain.size() > 1) {
            parts.add(
                    chain.stream()
                            .map(each -> "`" + each.name() + "`")
                            .collect(Collectors.joining(" → ")));
        }
    }

    private static String written(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.text().strip();
            case Node.Sequence(List<Node> items, _) ->
                    items.stream()
                            .map(Description::written)
                            .collect(Collectors.joining(", ", "[ ", " ]"));
            case Mapping map ->
                    map.entries().stream()
                            .map(entry -> entry.name() + ": " + written(entry.value()))
                            .collect(Collectors.joining(", ", "{ ", " }"));
        };
    }
}
