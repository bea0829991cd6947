package floria.server.draft;

import java.util.Map;
import java.util.Optional;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import floria.server.problem.BadRequest;
import floria.server.template.TemplateRequest.FileContent;

/** A draft as clients send it. */
@Schema(name = "DraftBody")
public record DraftBody(
        @Schema(description = "For people.", requiredMode = Schema.RequiredMode.REQUIRED)
                @Nullable String name,
        @Schema(
                        description = "Path of the template among the files.",
                        example = "template.yaml",
                        requiredMode = Schema.RequiredMode.REQUIRED)
                @Nullable String path,
        @Schema(
                        description = "The template; it need not be valid.",
                        requiredMode = Schema.RequiredMode.REQUIRED)
                @Nullable String text,
        @Schema(description = "The other files by their relative paths.")
                @Nullable Map<String, @Nullable FileContent> files,
        @Schema(description = "Values of the template's inputs by name.")
                @Nullable Map<String, @Nullable Object> inputs,
        @Schema(
                        description =
                                "Where nodes stand on the canvas, by name; it is no part of the text.")
                @Nullable Map<String, Point> layout) {
    private static final int LONGEST_NAME = 200;

    /** A place on the canvas, within the node that contains it. */
    public record Point(double x, double y) {}

    String nameForPeople() {
        return Optional.ofNullable(name)
                .filter(one -> !one.isBlank() && one.length() <= LONGEST_NAME)
                .orElseThrow(() ->
                        new BadRequest(
                                "The field name is missing, or longer than "
                                        + LONGEST_NAME
                                        + " characters."));
    }

    DraftBody complete() {
        if (path == null || path.isBlank() || text == null) {
            throw new BadRequest("The fields path and text are both needed.");
        }
        return this;
    }
}
