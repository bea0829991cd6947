package floria.server.catalogue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Refusal;

/** Templates to begin with. */
@RestController
@RequestMapping("/api/v1/templates")
@Tag(name = "Catalogue", description = "The types and templates that come with Floria.")
public class ExampleController {
    /** Read when somebody first asks, since the start of a server is to be quick. */
    private final AtomicReference<List<Examples.Example>> examples =
            new AtomicReference<>(List.of());

    /** A template to begin with. */
    @Schema(name = "TemplateEntry")
    public record Entry(String name, String description) {}

    /** All of them. */
    @Schema(name = "TemplatePage")
    public record Page(List<Entry> items) {}

    /**
     * A template with its files, as other paths take them.
     *
     * @param template path of the service template in files
     */
    @Schema(name = "Template")
    public record View(
            String name, String description, String template, Map<String, TextFile> files) {}

    /** A file of a template. */
    public record TextFile(String text) {}

    @GetMapping
    @Operation(summary = "Lists the templates that come with Floria")
    Page listTemplates() {
        return new Page(
                examples().stream()
                        .map(example -> new Entry(example.name(), example.description()))
                        .toList());
    }

    @GetMapping("/{name}")
    @Operation(summary = "A template that comes with Floria, with its files")
    View template(@PathVariable String name) {
        return examples().stream()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .map(example ->
                        new View(
                                example.name(),
                                example.description(),
                                example.template(),
                                example.files().entrySet().stream()
                                        .collect(
                                                java.util.stream.Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        file -> new TextFile(file.getValue())))))
                .orElseThrow(() ->
                        new Refusal(Refusal.Code.NOT_FOUND, "there is no template named " + name));
    }

    private List<Examples.Example> examples() {
        return examples.updateAndGet(known -> known.isEmpty() ? Examples.read() : known);
    }
}
