package floria.server.draft;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

import floria.engine.deployment.Refusal;
import floria.engine.draft.Draft;
import floria.engine.draft.Drafts;
import floria.engine.draft.Saved;
import floria.engine.state.Scope;
import floria.server.problem.BadRequest;
import floria.server.problem.TooLarge;

/** Templates that are being written: saved often, and never over what somebody else saved. */
@RestController
@RequestMapping("/api/v1/drafts")
@Tag(name = "Drafts", description = "Templates that are being written.")
public class DraftController {
    private static final long LIMIT = 8L << 20;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");

    private final Drafts drafts;
    private final JsonMapper json;
    private final InstantSource clock;

    public DraftController(Drafts drafts, JsonMapper json, InstantSource clock) {
        this.drafts = drafts;
        this.json = json;
        this.clock = clock;
    }

    /** Drafts or revisions, the newest first. */
    @Schema(name = "DraftPage")
    public record Page(List<DraftView.HeadView> items) {}

    @GetMapping
    @Operation(summary = "Lists drafts without their content")
    Page listDrafts(Scope scope) {
        return new Page(drafts.list(scope).stream().map(DraftView.HeadView::of).toList());
    }

    @GetMapping("/{draft}")
    @Operation(
            summary = "A draft as it was saved last",
            description = "The header ETag names its revision, for If-Match when it is saved.")
    ResponseEntity<DraftView> draft(Scope scope, @PathVariable String draft) {
        return tagged(HttpStatus.OK, drafts.find(scope, draft).orElseThrow(() -> unknown(draft)));
    }

    @PutMapping("/{draft}")
    @Operation(
            summary = "Saves a draft",
            description =
                    "A new one with If-None-Match: *, the next revision of one with If-Match and the"
                            + " ETag that was read. 412 when somebody else saved it since.")
    ResponseEntity<DraftView> saveDraft(
            Scope scope,
            @PathVariable String draft,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String noneMatch,
            @RequestBody DraftBody body) {
        if (!ID.matcher(draft).matches()) {
            throw new BadRequest(
                    "The id of a draft is up to 64 letters, digits and hyphens, not '"
                            + draft
                            + "'.");
        }
        String name = body.nameForPeople();
        String content = json.writeValueAsString(body.complete());
        if (content.length() > LIMIT) {
            throw new TooLarge(LIMIT);
        }
        Saved saved =
                "*".equals(noneMatch)
                        ? drafts.add(scope, draft, name, content, clock.instant())
                        : drafts.save(scope, draft, seen(match), name, content, clock.instant());
        return switch (saved) {
            case Saved.Kept(Draft kept) ->
                    tagged(kept.number() == 1 ? HttpStatus.CREATED : HttpStatus.OK, kept);
            case Saved.Stale(int number, String actor) ->
                    throw new ResponseStatusException(
                            HttpStatus.PRECONDITION_FAILED,
                            "The draft '%s' was saved by %s since; its revision is %d now."
                                    .formatted(draft, actor, number));
            case Saved.Missing() -> throw unknown(draft);
        };
    }

    @DeleteMapping("/{draft}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Deletes a draft with its revisions")
    void removeDraft(Scope scope, @PathVariable String draft) {
        if (!drafts.remove(scope, draft)) {
            throw unknown(draft);
        }
    }

    @GetMapping("/{draft}/revisions")
    @Operation(summary = "The revisions of a draft that are still kept")
    Page draftRevisions(Scope scope, @PathVariable String draft) {
        return new Page(
                drafts.revisions(scope, draft).stream().map(DraftView.HeadView::of).toList());
    }

    @GetMapping("/{draft}/revisions/{number}")
    @Operation(summary = "A draft as it was")
    ResponseEntity<DraftView> draftRevision(
            Scope scope, @PathVariable String draft, @PathVariable int number) {
        return tagged(
                HttpStatus.OK,
                drafts.revision(scope, draft, number)
                        .orElseThrow(() -> unknown(draft + "' at revision '" + number)));
    }

    private ResponseEntity<DraftView> tagged(HttpStatus status, Draft draft) {
        return ResponseEntity.status(status)
                .eTag("\"" + draft.number() + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(DraftView.of(draft, json.readValue(draft.content(), DraftBody.class)));
    }

    private static int seen(@Nullable String match) {
        return Optional.ofNullable(match)
                .map(TAG::matcher)
                .filter(Matcher::matches)
                .map(tag -> Integer.parseInt(tag.group(1)))
                .orElseThrow(() ->
                        new ResponseStatusException(
                                HttpStatus.PRECONDITION_REQUIRED,
                                "Saving takes the header If-Match with the ETag of the draft that"
                                        + " was read, or If-None-Match: * for a new one."));
    }

    private static Refusal unknown(String draft) {
        return new Refusal(Refusal.Code.NOT_FOUND, "There is no draft '" + draft + "'.");
    }
}
