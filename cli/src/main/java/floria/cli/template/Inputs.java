package floria.cli.template;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Failure;
import floria.cli.api.Json;

/** The inputs of a template as given on the command line; their types are the server's affair. */
public final class Inputs {

    private Inputs() {}

    /**
     * The values of a file, those of the command line over them.
     *
     * @param file YAML or JSON, one mapping of names to values
     * @param given {@code name=value} each; the value is sent as text
     */
    public static ObjectNode read(Optional<Path> file, List<String> given) {
        ObjectNode inputs = Json.object();
        file.ifPresent(path -> inputs.setAll(load(path)));
        for (String pair : given) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw Failure.usage(
                        "Not an input: " + pair + ".",
                        "Write it as name=value, such as -i cpus=4; values with spaces in quotes.");
            }
            inputs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return inputs;
    }

    private static ObjectNode load(Path file) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
            Object loaded = new Load(settings).loadFromString(Files.readString(file));
            if (node(loaded) instanceof ObjectNode object) {
                return object;
            }
            throw Failure.usage(
                    "The inputs in " + file + " are not a mapping of names to values.",
                    "Write one `name: value` a line.");
        } catch (MarkedYamlEngineException e) {
            String where =
                    e.getProblemMark()
                            .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                            .orElse("");
            throw Failure.usage(
                    "The inputs in " + file + where + " are not YAML: " + e.getProblem() + ".",
                    "Write one `name: value` a line; values with special characters in quotes.");
        } catch (YamlEngineException e) {
            throw Failure.usage(
                    "The inputs in " + file + " are not YAML: " + e.getMessage(),
                    "Write one `name: value` a line.");
        } catch (IOException e) {
            throw Failure.usage(
                    "The file of inputs " + file + " cannot be read.",
                    "Check the path after --inputs.");
        }
    }

    private static JsonNode node(@Nullable Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value) {
            case null -> json.nullNode();
            case String text -> json.stringNode(text);
            case Boolean truth -> json.booleanNode(truth);
            case Integer number -> json.numberNode(number);
            case Long number -> json.numberNode(number);
            case BigInteger number -> json.numberNode(number);
            case Double number -> json.numberNode(BigDecimal.valueOf(number));
            case List<?> items -> {
                ArrayNode array = json.arrayNode();
                items.forEach(item -> array.add(node(item)));
                yield array;
            }
            case Map<?, ?> entries -> {
                ObjectNode object = json.objectNode();
                entries.forEach((key, entry) -> object.set(String.valueOf(key), node(entry)));
                yield object;
            }
            default -> json.stringNode(value.toString());
        };
    }
}
