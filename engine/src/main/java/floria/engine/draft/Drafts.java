package floria.engine.draft;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import floria.engine.state.Scope;
import floria.engine.state.StoreException;

/**
 * Keeps templates that are being written, with their last {@value #REVISIONS} revisions. Nobody
 * overwrites what another one saved without having seen it. Safe for use by many threads; every
 * method fails with a {@link StoreException} and nothing else. What a write did is on disk when it
 * returns.
 */
public interface Drafts {
    /** How many revisions of a draft are kept. */
    int REVISIONS = 50;

    /** A draft or a revision without its content. */
    record Head(String id, String name, int number, String actor, Instant savedAt) {}

    /** The newest first. */
    List<Head> list(Scope scope);

    /** The draft at its newest revision. */
    Optional<Draft> find(Scope scope, String id);

    /** Keeps a new draft, unless there is one of that id. */
    Saved add(Scope scope, String id, String name, String content, Instant now);

    /** Keeps the next revision of a draft, if {@code seen} is the newest one. */
    Saved save(Scope scope, String id, int seen, String name, String content, Instant now);

    /** Removes a draft with its revisions; whether it was there. */
    boolean remove(Scope scope, String id);

    /** Those that are still kept, the newest first. */
    List<Head> revisions(Scope scope, String id);

    Optional<Draft> revision(Scope scope, String id, int number);
}
