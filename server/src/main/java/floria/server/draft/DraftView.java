package floria.server.draft;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;

import floria.engine.draft.Draft;
import floria.engine.draft.Drafts.Head;

/** A draft at one of its revisions, as JSON. */
@Schema(name = "DraftView")
public record DraftView(
        String id, int revision, String savedBy, Instant savedAt, DraftBody content) {

    static DraftView of(Draft draft, DraftBody content) {
        return new DraftView(draft.id(), draft.number(), draft.actor(), draft.savedAt(), content);
    }

    /** The same without its content. */
    @Schema(name = "DraftHead")
    public record HeadView(String id, String name, int revision, String savedBy, Instant savedAt) {
        static HeadView of(Head head) {
            return new HeadView(
                    head.id(), head.name(), head.number(), head.actor(), head.savedAt());
        }
    }
}
