package floria.engine.draft;

import java.time.Instant;

/**
 * A template that is being written, as it was at one of its revisions.
 *
 * @param id the client's own name of it, unique in the project
 * @param content the template's text and all that is kept beside it, in the client's own form
 * @param number of the revision, from 1
 * @param actor who saved it
 * @param savedAt when that was
 */
public record Draft(
        String id, String name, String content, int number, String actor, Instant savedAt) {}
