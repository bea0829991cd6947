package floria.server.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML file as maps and texts; what is otherwise is a mistake with its line. */
final class SitesYaml {
    private final Path file;
    private final List<String> mistakes = new ArrayList<>();

    SitesYaml(Path file) {
        this.file = file;
    }

    /** All mistakes so far. */
    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    Optional<Node> load() {
        try (var reader = Files.newBufferedReader(file)) {
            return new Compose(LoadSettings.builder().setLabel(file.toString()).build())
                    .composeReader(reader);
        } catch (MarkedYamlEngineException e) {
            mistakes.add(
                    e.getProblemMark()
                                    .map(mark -> file + ":" + (mark.getLine() + 1))
                                    .orElse(file.toString())
                            + ": it is not YAML: "
                            + e.getProblem());
        } catch (YamlEngineException e) {
            wrong("it is not YAML: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return Optional.empty();
    }

    /** What stands under each key; nothing, and a mistake, where it is no map. */
    Map<String, Node> map(Node node, String what) {
        Map<String, Node> map = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                text(tuple.getKeyNode(), "a key of " + what)
                        .ifPresent(key -> {
                            if (map.put(key, tuple.getValueNode()) != null) {
                                wrong(tuple.getKeyNode(), what + " has the key " + key + " twice");
                            }
                        });
            }
        } else {
            wrong(node, what + " must be a map");
        }
        return map;
    }

    /** The texts under each key. */
    Map<String, String> texts(Node node, String what) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(node, what)
                .forEach((key, value) ->
                        text(value, key + " in " + what).ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    Optional<String> text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            return Optional.of(scalar.getValue());
        }
        wrong(node, what + " must be a text");
        return Optional.empty();
    }

    /** A text, or a list of them, which becomes one text. */
    Optional<String> words(Node node, String what) {
        if (!(node instanceof SequenceNode list)) {
            return text(node, what);
        }
        List<String> words = new ArrayList<>();
        list.getValue().forEach(item -> text(item, "each of " + what).ifPresent(words::add));
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
    }

    void wrong(Node at, String mistake) {
        String line = at.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
        mistakes.add(file + line + ": " + mistake);
    }

    void wrong(String mistake) {
        mistakes.add(file + ": " + mistake);
    }
}
