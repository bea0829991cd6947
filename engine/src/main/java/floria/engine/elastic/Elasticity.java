package floria.engine.elastic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Counts;
import floria.engine.deployment.Deployments;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Wish;
import floria.engine.operation.Inquiry;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.tosca.model.NodeTemplate;

/**
 * Asks elastic nodes of running deployments every few seconds how many instances there should be of
 * what they manage, and scales to that, within the bounds of the template. A node is elastic when
 * it has the operation {@code size} of an interface named {@code Elastic}. What is to go is only
 * what that operation names, and goes the way that every scaling takes, so that it can end its
 * work. Of the processes that share a store one asks at a time.
 */
public final class Elasticity implements AutoCloseable {
    /** The relationship to what an elastic node manages. */
    static final String MANAGES = "tosca.relationships.indigo.Manages";

    private static final Logger LOGGER = LoggerFactory.getLogger(Elasticity.class);
    private static final String DUTY = "elasticity";
    private static final String ACTOR = "elastic ";
    private static final Duration TERM = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Store store;
    private final Blueprints blueprints;
    private final Deployments deployments;
    private final Inquiry inquiry;
    private final String holder;
    private final InstantSource clock;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();

    private volatile boolean closed;

    /** The elastic nodes of a revision, so that a template is not read at each look. */
    private record Known(int revision, List<NodeTemplate> nodes) {}

    /**
     * @param holder unique among the processes that share the store
     */
    public Elasticity(
            Store store,
            Blueprints blueprints,
            Deployments deployments,
            Inquiry inquiry,
            String holder,
            InstantSource clock) {
        this.store = store;
        this.blueprints = blueprints;
        this.deployments = deployments;
        this.inquiry = inquiry;
        this.holder = holder;
        this.clock = clock;
    }

    /** Starts to ask. */
    public void start() {
        Thread.ofVirtual().name("elasticity").start(this::loop);
    }

    private void loop() {
        try {
            while (!closed) {
                try {
                    look();
                } catch (StoreException e) {
                    LOGGER.warn("cannot look at elastic nodes now: {}", e.getMessage());
                } catch (RuntimeException e) {
                    // One look that fails must not be the last.
                    LOGGER.error("a look at the elastic nodes failed", e);
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks all of them once; nothing when another process has the duty. */
    public synchronized void look() {
        tryAgain();
        List<Deployment> running = store.deploymentsIn(Deployment.Status.RUNNING);
        known.keySet().retainAll(running.stream().map(Deployment::id).toList());
        Instant now = clock.instant();
        for (Deployment deployment : running) {
            List<NodeTemplate> nodes = elastic(deployment);
            if (nodes.isEmpty()) {
                continue;
            }
            if (!store.hold(DUTY, holder, now, now.plus(TERM))) {
                return;
            }
            Scope scope = new Scope(deployment.project(), deployment.owner());
            // What is under way is waited for: it may be what was asked for last.
            if (store.runs(scope, deployment.id()).stream()
                    .allMatch(run -> run.status().isFinal())) {
                Blueprint blueprint = blueprints.of(deployment, deployment.revision());
                Instances instances = new Instances(store.instances(scope, deployment.id()));
                nodes.forEach(node -> look(blueprint, instances, node));
            }
        }
    }

    /**
     * A scaling of ours that failed is tried again: nobody waits for it who would do so. What
     * others asked for is theirs to look at.
     */
    private void tryAgain() {
        Instant now = clock.instant();
        for (Deployment deployment : store.deploymentsIn(Deployment.Status.FAILED)) {
            Scope scope = new Scope(deployment.project(), deployment.owner());
            Run newest = store.runs(scope, deployment.id()).getFirst();
            boolean ours =
                    newest.status() == Run.Status.FAILED
                            && newest.kind() == Run.Kind.SCALE
                            && newest.actor().startsWith(ACTOR);
            if (!ours
                    || now.isBefore(dueAgain(newest))
                    || !store.hold(DUTY, holder, now, now.plus(TERM))) {
                continue;
            }
            try {
                deployments.retry(new Scope(deployment.project(), newest.actor()), deployment.id());
            } catch (Refusal refusal) {
                LOGGER.info("{} is not tried again: {}", newest.id(), refusal.getMessage());
            }
        }
    }

    /**
     * The pause is as long as it has been tried for already, so that each is twice the one before,
     * whichever process looks.
     */
    private static Instant dueAgain(Run failed) {
        Instant end = failed.endedAt().orElse(failed.createdAt());
        Duration tried = Duration.between(failed.createdAt(), end);
        Duration pause = tried.compareTo(PAUSE) < 0 ? PAUSE : tried;
        return end.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
    }

    private List<NodeTemplate> elastic(Deployment deployment) {
        Known now = known.get(deployment.id());
        if (now == null || now.revision() != deployment.revision()) {
            List<NodeTemplate> nodes = new ArrayList<>();
            try {
                blueprints
                        .of(deployment, deployment.revision())
                        .topology()
                        .nodes()
                        .values()
                        .forEach(node -> {
                            if (node.operation("Elastic", "size").isPresent()) {
                                nodes.add(node);
                            }
                        });
            } catch (StoreException | IllegalArgumentException e) {
                LOGGER.warn("cannot read {}: {}", deployment.name(), e.getMessage());
            }
            now = new Known(deployment.revision(), List.copyOf(nodes));
            known.put(deployment.id(), now);
        }
        return now.nodes();
    }

    private void look(Blueprint blueprint, Instances instances, NodeTemplate node) {
        Optional<Instance> one =
                instances.of(node.name()).stream()
                        .filter(instance -> instance.state() == Instance.State.STARTED)
                        .findFirst();
        if (one.isEmpty()) {
            return;
        }
        switch (inquiry.ask(blueprint, instances, one.get(), "Elastic", "size")) {
            case Inquiry.Answer.Unknown(var why) ->
                    tell(blueprint, node, "elastic.unknown", "cannot tell its size: " + why);
            case Inquiry.Answer.Known(var outputs) ->
                    Size.of(outputs)
                            .ifPresent(size ->
                                    node.requirementsOf(MANAGES).stream()
                                            .flatMap(managed -> managed.target().stream())
                                            .map(target -> blueprint.topology().node(target.node()))
                                            .forEach(managed ->
                                                    scale(blueprint, node, managed, size)));
        }
    }

    private void scale(Blueprint blueprint, NodeTemplate node, NodeTemplate managed, Size size) {
        NodeTemplate decisive = Counts.decisive(blueprint.topology(), managed);
        int now = Counts.of(blueprint, decisive);
        int wanted = Counts.within(blueprint, decisive, size.wanted(now));
        if (wanted == now) {
            said.remove(key(blueprint, node));
            return;
        }
        List<String> removal = size.removal(managed.name(), now - wanted);
        try {
            deployments.change(
                    new Scope(blueprint.deployment().project(), actor(node)),
                    blueprint.deployment().id(),
                    new Wish.Scale(
                            Map.of(decisive.name(), new Wish.Amount(wanted, false)), removal),
                    Consent.NONE,
                    Optional.empty());
            // The same change may come again, and is told each time; a refusal is told once.
            said.remove(key(blueprint, node));
            tell(
                    blueprint,
                    node,
                    "elastic.scaled",
                    decisive.name() + " from " + now + " to " + wanted + ": " + size.why());
        } catch (Refusal refusal) {
            tell(
                    blueprint,
                    node,
                    "elastic.refused",
                    decisive.name()
                            + " cannot go from "
                            + now
                            + " to "
                            + wanted
                            + ": "
                            + refusal.getMessage());
        }
    }

    private static String actor(NodeTemplate node) {
        return ACTOR + node.name();
    }

    private static String key(Blueprint blueprint, NodeTemplate node) {
        return blueprint.deployment().id() + " " + node.name();
    }

    /** The same is not said again and again. */
    private void tell(Blueprint blueprint, NodeTemplate node, String type, String message) {
        Deployment deployment = blueprint.deployment();
        if (message.equals(said.put(key(blueprint, node), message))) {
            return;
        }
        Event event =
                new Event(
                        0,
                        clock.instant(),
                        deployment.project(),
                        deployment.id(),
                        Optional.empty(),
                        Optional.of(node.name()),
                        actor(node),
                        type,
                        message,
                        Map.of());
        store.write(writer -> {
            writer.append(List.of(event));
            return true;
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            store.drop(DUTY, holder);
        } catch (StoreException e) {
            LOGGER.debug("the duty runs out by itself: {}", e.getMessage());
        }
    }
}
