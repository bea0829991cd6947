package floria.engine.callback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import floria.engine.state.Event;
import floria.engine.state.Scope;
import floria.engine.state.StoreException;

/**
 * Keeps webhooks, and how far each has come with the events. Safe for use by many threads; every
 * method fails with a {@link StoreException} and nothing else. What a write did is on disk when it
 * returns.
 */
public interface Outbox {

    /** Keeps a webhook that begins with the next event, whatever its position says. */
    Webhook add(Webhook webhook);

    /** Oldest first. */
    List<Webhook> of(Scope scope);

    Optional<Webhook> find(Scope scope, String id);

    /** Removes it with its dead letters; whether it was there. */
    boolean remove(Scope scope, String id);

    /** What could not be delivered, oldest first. */
    List<DeadLetter> deadLetters(Scope scope, String webhook);

    /** Asks for a dead letter to be delivered again; whether there is one. */
    boolean again(Scope scope, String webhook, long event, Instant now);

    // ---- for the one who delivers

    /** Those of every project, oldest first. */
    List<Webhook> all();

    /** The event, if it is of the project of the webhook. */
    Optional<Event> event(Webhook webhook, long id);

    /** Writes how far it has come; nothing when it is gone or has come farther. */
    void advance(Webhook webhook);

    /** As {@link #advance}, and keeps the event as not delivered. */
    void bury(Webhook webhook, DeadLetter letter);

    /** Dead letters that are to be delivered again, of every project. */
    List<DeadLetter> asked();

    /** A dead letter was delivered after all, and is forgotten. */
    void delivered(DeadLetter letter);
}
