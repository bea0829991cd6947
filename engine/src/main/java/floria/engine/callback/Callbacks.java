package floria.engine.callback;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import floria.engine.deployment.Refusal;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.Ulid;

/** What users do with webhooks. Fails with {@link Refusal} for what they can do something about. */
public final class Callbacks {
    private static final int LEAST_SECRET = 16;

    private final Outbox outbox;
    private final Store store;
    private final Reach reach;
    private final Ulid ids;
    private final InstantSource clock;

    public Callbacks(Outbox outbox, Store store, Reach reach, Ulid ids, InstantSource clock) {
        this.outbox = outbox;
        this.store = store;
        this.reach = reach;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Calls {@code url} back from the next event on.
     *
     * @param deployment its name or id; empty for all of the project
     * @param events see {@link Webhook#events()}
     */
    public Webhook add(
            Scope scope,
            String url,
            String secret,
            Optional<String> deployment,
            List<String> events) {
        reach.refused(url)
                .ifPresent(why -> {
                    throw new Refusal(
                            Refusal.Code.BAD_REQUEST,
                            "that address cannot be called back: " + why,
                            "private addresses are allowed where the server runs with FLORIA_WEBHOOKS=private");
                });
        if (secret.length() < LEAST_SECRET) {
            throw new Refusal(
                    Refusal.Code.BAD_REQUEST,
                    "the secret is shorter than " + LEAST_SECRET + " characters",
                    "make one with: openssl rand -hex 32");
        }
        for (String event : events) {
            if (!event.matches("\\*|[a-z_]+\\.(\\*|[a-z_]+)")) {
                throw new Refusal(
                        Refusal.Code.BAD_REQUEST,
                        event + " is not a type of events",
                        "types are such as deployment.status, run.* or *");
            }
        }
        Optional<String> id =
                deployment.map(name ->
                        store.deploymentNamed(scope, name)
                                .or(() -> store.deployment(scope, name))
                                .orElseThrow(() ->
                                        new Refusal(
                                                Refusal.Code.NOT_FOUND,
                                                "there is no deployment " + name))
                                .id());
        return outbox.add(
                new Webhook(
                        ids.next(),
                        scope.project(),
                        scope.actor(),
                        id,
                        url,
                        secret,
                        events.isEmpty() ? List.of("*") : events,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        clock.instant()));
    }

    public List<Webhook> list(Scope scope) {
        return outbox.of(scope);
    }

    public void remove(Scope scope, String id) {
        if (!outbox.remove(scope, id)) {
            throw unknown(id);
        }
    }

    /** What could not be delivered, oldest first. */
    public List<DeadLetter> deadLetters(Scope scope, String id) {
        return outbox.deadLetters(scope, known(scope, id).id());
    }

    /** Has an event delivered again that was given up. */
    public void redeliver(Scope scope, String id, long event) {
        if (!outbox.again(scope, known(scope, id).id(), event, clock.instant())) {
            throw new Refusal(
                    Refusal.Code.NOT_FOUND,
                    "event " + event + " is not among what could not be delivered to " + id);
        }
    }

    private Webhook known(Scope scope, String id) {
        return outbox.find(scope, id).orElseThrow(() -> unknown(id));
    }

    private static Refusal unknown(String id) {
        return new Refusal(
                Refusal.Code.NOT_FOUND,
                "there is no webhook " + id,
                "floria webhooks shows those that there are");
    }
}
