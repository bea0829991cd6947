package floria.server.catalogue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** What declarations are made of, as what JSON is made of. */
final class Bodies {

    private Bodies() {}

    static Optional<Mapping> mapping(Mapping body, String key) {
        return body.get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    static Optional<String> text(Mapping body, String key) {
        return body.get(key)
                .filter(Node.Scalar.class::isInstance)
                .map(node -> ((Node.Scalar) node).text());
    }

    /** A text, or the first text of a mapping that says more ({@code {type: x, ...}}). */
    static Optional<String> textOrType(Mapping body, String key) {
        return text(body, key).or(() -> mapping(body, key).flatMap(more -> text(more, "type")));
    }

    static List<String> texts(Mapping body, String key) {
        return body.get(key).orElse(null) instanceof Node.Sequence(List<Node> items, _)
                ? items.stream()
                        .filter(Node.Scalar.class::isInstance)
                        .map(item -> ((Node.Scalar) item).text())
                        .toList()
                : List.of();
    }

    /** Named things, written as a map or, as requirements are, as a list of maps of one. */
    static List<Mapping.Entry> named(Mapping body, String key) {
        return switch (body.get(key).orElse(null)) {
            case Mapping mapping -> mapping.entries();
            case Node.Sequence(List<Node> items, _) ->
                    items.stream()
                            .filter(Mapping.class::isInstance)
                            .flatMap(item -> ((Mapping) item).entries().stream())
                            .toList();
            case Node.Scalar _ -> List.of();
            case null -> List.of();
        };
    }

    static @Nullable Object json(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> json(scalar);
            case Node.Sequence(List<Node> items, _) -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.forEach(item -> list.add(json(item)));
                yield list;
            }
            case Mapping mapping -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> map.put(entry.name(), json(entry.value())));
                yield map;
            }
        };
    }

    private static @Nullable Object json(Node.Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.core()) {
            case NULL -> null;
            case BOOL -> Boolean.valueOf(text);
            case INT -> text.matches("[+-]?\\d{1,18}") ? new BigInteger(text) : text;
            case FLOAT -> text.matches("[+-]?\\d{1,18}\\.\\d{1,18}") ? new BigDecimal(text) : text;
            case STRING -> text;
        };
    }
}
