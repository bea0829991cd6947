package floria.server.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Deployments;
import floria.engine.deployment.Request;
import floria.server.problem.BadRequest;
import floria.server.problem.Problems;
import floria.server.problem.Problems.TemplateProblem;
import floria.server.template.TemplateRequest;
import floria.server.template.TemplateRequest.FileContent;
import floria.tosca.archive.Archive;
import floria.tosca.archive.Packing;
import floria.tosca.edit.Composition;
import floria.tosca.edit.EditRefused;
import floria.tosca.problem.Problem;
import floria.tosca.source.Source;

/** Archives of templates (CSAR), and add-ons merged onto a template. Keeps nothing. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Archives", description = "Make, open and check archives; merge add-ons.")
public class ArchiveController {
    private static final String SCHEME = "file:";

    private final Deployments deployments;

    public ArchiveController(Deployments deployments) {
        this.deployments = deployments;
    }

    /**
     * What is in an archive, and what is wrong with it and its template.
     *
     * @param template the path of its template; empty where it has none that can be found
     * @param files by path, without the archive's own metadata
     */
    @Schema(name = "ArchiveReport")
    public record Report(
            boolean valid,
            Optional<String> template,
            Map<String, FileContent> files,
            List<TemplateProblem> problems) {}

    /**
     * Texts to be put together.
     *
     * @param addOns in the order in which they are merged, by the names that problems are told with
     */
    @Schema(name = "CompositionRequest")
    public record Parts(String template, List<AddOn> addOns) {}

    /** A template that adds to another. */
    @Schema(name = "AddOn")
    public record AddOn(String name, String text) {}

    /** What came of it. */
    @Schema(name = "Composition")
    public record Merged(boolean valid, String template, List<TemplateProblem> problems) {}

    @PostMapping(value = "/archives", produces = "application/zip")
    @Operation(
            summary = "Makes an archive (CSAR) of a template and its files",
            description = "Files of the web that the request carries are not part of it.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/zip",
                            schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> pack(@RequestBody TemplateRequest template) {
        Request request = template.toRequest();
        Map<String, byte[]> files = new LinkedHashMap<>();
        request.files()
                .forEach((path, source) -> {
                    if (source.address().startsWith(SCHEME)) {
                        files.put(path, source.bytes());
                    }
                });
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(Packing.zip(request.template(), files));
    }

    @PostMapping("/archives/reports")
    @Operation(
            summary = "Opens an archive, lists its files and all problems, and keeps nothing",
            description = "The field template of the request names the archive in its files.")
    Report report(@RequestBody TemplateRequest archive) {
        Request request = archive.toRequest();
        Source source = Objects.requireNonNull(request.files().get(request.template()));
        if (!Archive.is(source)) {
            throw new BadRequest(
                    request.template() + " is no archive.", "Archives are zip, tar or tar.gz.");
        }
        Archive opened = Archive.open(source);
        Map<String, FileContent> files = new TreeMap<>();
        opened.files()
                .forEach((path, file) -> {
                    if (!path.startsWith("TOSCA-Metadata/") && !path.equals("TOSCA.meta")) {
                        files.put(path, content(file.bytes()));
                    }
                });
        Optional<String> template =
                opened.entry()
                        .map(entry -> entry.address().substring(source.address().length() + 2));
        List<Problem> problems = new ArrayList<>(deployments.validate(request));
        return new Report(
                template.isPresent() && problems.stream().noneMatch(Problem::isError),
                template,
                files,
                Problems.of(problems));
    }

    @PostMapping("/compositions")
    @Operation(
            summary = "Merges add-ons onto a template, as floria compose does",
            description =
                    "What only an add-on has is added, mappings are merged, lists made longer;"
                            + " where both have a value the add-on's is taken, with a warning.")
    Merged compose(@RequestBody Parts parts) {
        try {
            Composition.Result result =
                    Composition.compose(
                            source("template", parts.template()),
                            parts.addOns().stream()
                                    .map(addOn -> source(addOn.name(), addOn.text()))
                                    .toList());
            return new Merged(
                    result.problems().stream().noneMatch(Problem::isError),
                    result.text(),
                    Problems.of(result.problems()));
        } catch (EditRefused e) {
            throw new BadRequest(
                    "The templates cannot be merged: "
                            + e.getMessage()
                            + e.location().map(at -> " (line " + at.line() + ")").orElse("")
                            + ".",
                    "See to the problems of each of them first.");
        }
    }

    private static Source source(String name, String text) {
        return new Source(SCHEME + name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Text where it is one, since people can read and change that. */
    private static FileContent content(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') < 0
                    ? new FileContent(text, null)
                    : new FileContent(null, bytes);
        } catch (CharacterCodingException _) {
            return new FileContent(null, bytes);
        }
    }
}
