package floria.server.fake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import floria.engine.callback.DeadLetter;
import floria.engine.callback.Outbox;
import floria.engine.callback.Webhook;
import floria.engine.state.Event;
import floria.engine.state.Scope;

/** Webhooks in memory that nothing is delivered to. */
public final class MemoryOutbox implements Outbox {
    private final List<Webhook> webhooks = new CopyOnWriteArrayList<>();

    @Override
    public Webhook add(Webhook webhook) {
        webhooks.add(webhook);
        return webhook;
    }

    @Override
    public List<Webhook> of(Scope scope) {
        return webhooks.stream().filter(one -> one.project().equals(scope.project())).toList();
    }

    @Override
    public Optional<Webhook> find(Scope scope, String id) {
        return of(scope).stream().filter(one -> one.id().equals(id)).findFirst();
    }

    @Override
    public boolean remove(Scope scope, String id) {
        return find(scope, id).map(webhooks::remove).orElse(false);
    }

    @Override
    public List<DeadLetter> deadLetters(Scope scope, String webhook) {
        return List.of();
    }

    @Override
    public boolean again(Scope scope, String webhook, long event, Instant now) {
        return false;
    }

    @Override
    public List<Webhook> all() {
        return List.copyOf(webhooks);
    }

    @Override
    public Optional<Event> event(Webhook webhook, long id) {
        return Optional.empty();
    }

    @Override
    public void advance(Webhook webhook) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void bury(Webhook webhook, DeadLetter letter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<DeadLetter> asked() {
        return List.of();
    }

    @Override
    public void delivered(DeadLetter letter) {
        throw new UnsupportedOperationException();
    }
}
