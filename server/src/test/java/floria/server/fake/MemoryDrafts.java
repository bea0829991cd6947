package floria.server.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.engine.draft.Draft;
import floria.engine.draft.Drafts;
import floria.engine.draft.Saved;
import floria.engine.state.Scope;

/** Drafts of one project in memory. */
public final class MemoryDrafts implements Drafts {
    private final List<Draft> revisions = new ArrayList<>();

    @Override
    public synchronized List<Head> list(Scope scope) {
        return revisions.stream()
                .map(Draft::id)
                .distinct()
                .flatMap(id -> revisions(scope, id).stream().limit(1))
                .toList();
    }

    @Override
    public synchronized Optional<Draft> find(Scope scope, String id) {
        return revisions.stream().filter(one -> one.id().equals(id)).reduce((_, later) -> later);
    }

    @Override
    public synchronized Saved add(
            Scope scope, String id, String name, String content, Instant now) {
        return find(scope, id)
                .<Saved>map(there -> new Saved.Stale(there.number(), there.actor()))
                .orElseGet(() -> keep(new Draft(id, name, content, 1, scope.actor(), now)));
    }

    @Override
    public synchronized Saved save(
            Scope scope, String id, int seen, String name, String content, Instant now) {
        return find(scope, id)
                .map(there ->
                        there.number() == seen
                                ? keep(new Draft(id, name, content, seen + 1, scope.actor(), now))
                                : new Saved.Stale(there.number(), there.actor()))
                .orElseGet(Saved.Missing::new);
    }

    private Saved keep(Draft draft) {
        revisions.add(draft);
        return new Saved.Kept(draft);
    }

    @Override
    public synchronized boolean remove(Scope scope, String id) {
        return revisions.removeIf(one -> one.id().equals(id));
    }

    @Override
    public synchronized List<Head> revisions(Scope scope, String id) {
        return revisions.stream()
                .filter(one -> one.id().equals(id))
                .map(one ->
                        new Head(one.id(), one.name(), one.number(), one.actor(), one.savedAt()))
                .toList()
                .reversed();
    }

    @Override
    public synchronized Optional<Draft> revision(Scope scope, String id, int number) {
        return revisions.stream()
                .filter(one -> one.id().equals(id) && one.number() == number)
                .findFirst();
    }
}
