package floria.engine.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.reconcile.Activity;
import floria.engine.revision.Blueprints;
import floria.engine.state.Deployment;
import floria.engine.state.Store;
import floria.engine.state.StoreException;

/**
 * Looks at the triggers of deployments that stand: soon after something was written, and every few
 * seconds. Of the processes that share a store one does at a time; what has been seen is kept in
 * the store, so that another goes on where this one was.
 */
public final class Triggers implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Triggers.class);
    private static final String DUTY = "triggers";
    private static final Duration TERM = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final Store store;
    private final Blueprints blueprints;
    private final Looking looking;
    private final InstantSource clock;
    private final String holder;
    private final Map<String, Known> known = new HashMap<>();
    private volatile boolean closed;

    /** The rules of a revision, so that a template is not read at each look. */
    private record Known(int revision, List<Rule> rules) {}

    /**
     * @param holder unique among the processes that share the store
     */
    public Triggers(
            Store store,
            Blueprints blueprints,
            Firing firing,
            Activity activity,
            String holder,
            InstantSource clock) {
        this.store = store;
        this.blueprints = blueprints;
        this.looking = new Looking(store, firing, new Metrics(activity), clock);
        this.holder = holder;
        this.clock = clock;
    }

    /** Starts to look. */
    public void start() {
        Thread.ofVirtual().name("triggers").start(this::loop);
    }

    private void loop() {
        try {
            while (!closed) {
                try {
                    look();
                } catch (StoreException e) {
                    LOGGER.warn("cannot look at triggers now: {}", e.getMessage());
                } catch (RuntimeException e) {
                    // One look that fails must not be the last.
                    LOGGER.error("a look at the triggers failed", e);
                }
                Thread.sleep(BREATH);
                if (!closed) {
                    store.awaitCommit(EVERY);
                }
            }
        } catch (StoreException e) {
            LOGGER.debug("the store is closed: {}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once at all of them; nothing when another process has the duty. */
    public synchronized boolean look() {
        Instant now = clock.instant();
        List<Deployment> standing = new ArrayList<>();
        for (Deployment.Status status :
                List.of(Deployment.Status.RUNNING, Deployment.Status.FAILED)) {
            standing.addAll(store.deploymentsIn(status));
        }
        Set<String> ids = new HashSet<>();
        standing.forEach(deployment -> ids.add(deployment.id()));
        known.keySet().retainAll(ids);
        boolean held = false;
        for (Deployment deployment : standing) {
            List<Rule> rules = rules(deployment);
            if (rules.isEmpty()) {
                continue;
            }
            if (!held && !store.hold(DUTY, holder, now, now.plus(TERM))) {
                return false;
            }
            held = true;
            Scenery scenery =
                    Scenery.of(store, blueprints.of(deployment, deployment.revision()), deployment);
            for (Rule rule : rules) {
                look(scenery, rule);
            }
        }
        return true;
    }

    private void look(Scenery scenery, Rule rule) {
        try {
            looking.look(scenery, rule);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOGGER.error("cannot look at {} of {}", rule.topic(), scenery.deployment().name(), e);
        }
    }

    private List<Rule> rules(Deployment deployment) {
        Known now = known.get(deployment.id());
        if (now == null || now.revision() != deployment.revision()) {
            try {
                now =
                        new Known(
                                deployment.revision(),
                                Rule.of(
                                        blueprints
                                                .of(deployment, deployment.revision())
                                                .topology()));
            } catch (StoreException | IllegalArgumentException e) {
                LOGGER.warn(
                        "cannot read the triggers of {}: {}", deployment.name(), e.getMessage());
                now = new Known(deployment.revision(), List.of());
            }
            known.put(deployment.id(), now);
        }
        return now.rules();
    }

    @Override
    public void close() {
        closed = true;
        try {
            store.drop(DUTY, holder);
        } catch (StoreException e) {
            LOGGER.debug("the duty to look at triggers runs out by itself: {}", e.getMessage());
        }
    }
}
