package floria.engine.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.deployment.Deployments;
import floria.engine.operation.Machines;
import floria.engine.resource.Located;
import floria.engine.revision.Blueprints;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.site.Key;
import floria.site.Observed;
import floria.site.SiteException;

/**
 * Looks at the world on a schedule and when something was noticed. Of the processes that share a
 * store one does at a time: the one that has the duty {@link #DUTY}, which another may take when it
 * was not held on to for three looks.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Reconciler.class);
    private static final String DUTY = "reconcile";
    private static final Duration LEAST_DUTY = Duration.ofMinutes(5);

    private final Store store;
    private final Blueprints blueprints;
    private final Located located;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Settings settings;
    private final Consumer<Deployment> revived;
    private final Survey survey;
    private final Health health;
    private final Drift drift;
    private final Healer healer;
    private final Orphans orphans;
    private final Lifetimes lifetimes;
    private final WallTimes wallTimes;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean closed;

    /**
     * @param revived is told of a deployment that is well again without a run
     */
    public Reconciler(
            Store store,
            Blueprints blueprints,
            Located located,
            Machines machines,
            Deployments deployments,
            RandomGenerator random,
            Settings settings,
            Consumer<Deployment> revived) {
        this.store = store;
        this.blueprints = blueprints;
        this.located = located;
        this.clock = located.clock();
        this.random = random;
        this.settings = settings;
        this.revived = revived;
        survey = new Survey(located, random, settings);
        health = new Health(machines, clock);
        drift = new Drift(store, clock);
        healer = new Healer(store, deployments, machines, health, clock, settings.healing());
        orphans = new Orphans(store, blueprints, survey, clock, settings);
        wallTimes = new WallTimes(store, clock);
        lifetimes =
                new Lifetimes(
                        store,
                        deployments,
                        new Idleness(store, new Activity(machines, clock), clock),
                        clock);
    }

    /** Starts to look. */
    public void start() {
        Thread.ofVirtual().name("reconciler").start(this::loop);
    }

    /** Something was noticed: looks soon instead of at the next turn. */
    public void wake() {
        wake.release();
    }

    private void loop() {
        try {
            while (!closed) {
                long every = settings.every().toMillis();
                long wait = every - every / 10 + random.nextLong(Math.max(1, every / 5));
                if (wake.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                if (!closed) {
                    tryToLook();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToLook() throws InterruptedException {
        try {
            look();
        } catch (StoreException e) {
            LOGGER.warn("cannot look after deployments now: {}", e.getMessage());
        } catch (RuntimeException e) {
            // One look that fails must not be the last.
            LOGGER.error("a look at the deployments failed", e);
        }
    }

    /** Looks once at everything; nothing when another process has the duty. */
    public synchronized boolean look() throws InterruptedException {
        Instant now = clock.instant();
        Duration three = settings.every().multipliedBy(3);
        Duration term = three.compareTo(LEAST_DUTY) > 0 ? three : LEAST_DUTY;
        if (!store.hold(DUTY, settings.holder(), now, now.plus(term))) {
            return false;
        }
        List<Subject> subjects = subjects();
        List<Survey.Wanted> wanted = wanted(subjects);
        Map<Key, Observed> seen = survey.observe(wanted);
        for (Subject subject : subjects) {
            try {
                look(subject, seen);
            } catch (SiteException e) {
                LOGGER.warn(
                        "cannot look after {} now: {}",
                        subject.deployment().name(),
                        e.getMessage());
            }
        }
        orphans.look(wanted.stream().map(Survey.Wanted::key).collect(Collectors.toSet()));
        return true;
    }

    private List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (Deployment.Status status :
                List.of(Deployment.Status.RUNNING, Deployment.Status.FAILED)) {
            for (Deployment deployment : store.deploymentsIn(status)) {
                try {
                    Subject.of(store, blueprints, deployment).ifPresent(subjects::add);
                } catch (StoreException e) {
                    LOGGER.warn("cannot look after {}: {}", deployment.name(), e.getMessage());
                }
            }
        }
        return subjects;
    }

    private List<Survey.Wanted> wanted(List<Subject> subjects) {
        List<Survey.Wanted> wanted = new ArrayList<>();
        for (Subject subject : subjects) {
            keys(subject)
                    .forEach((key, instance) ->
                            wanted.add(
                                    new Survey.Wanted(
                                            instance.site(), subject.deployment().project(), key)));
        }
        return wanted;
    }

    private Map<Key, Instance> keys(Subject subject) {
        Map<Key, Instance> keys = new LinkedHashMap<>();
        for (Instance instance : subject.standing()) {
            if (!instance.site().isEmpty() && subject.mode(instance) != Policies.Mode.LEAVE) {
                located.key(
                                blueprints.of(subject.deployment(), instance.revision()).topology(),
                                instance)
                        .ifPresent(key -> keys.put(key, instance));
            }
        }
        return keys;
    }

    private void look(Subject subject, Map<Key, Observed> seen) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Set<String> unknown = new HashSet<>();
        Map<String, Finding> bad = new HashMap<>();
        keys(subject)
                .forEach((key, instance) ->
                        Optional.ofNullable(seen.get(key))
                                .ifPresentOrElse(
                                        observed -> {
                                            wallTimes.look(subject, instance, observed);
                                            finding(instance, observed)
                                                    .ifPresent(finding ->
                                                            bad.put(instance.id(), finding));
                                        },
                                        () -> unknown.add(instance.id())));
        findings.addAll(bad.values());
        List<Instance> checked = new ArrayList<>();
        for (Instance instance : subject.standing()) {
            if (subject.mode(instance) == Policies.Mode.LEAVE || bad.containsKey(instance.id())) {
                continue;
            }
            if (instance.state() == Instance.State.ERROR) {
                findings.add(
                        new Finding(
                                instance,
                                Finding.Kind.ENDED,
                                "the program of " + instance.label() + " does not run any more"));
            } else if (instance.site().isEmpty() && instance.state() == Instance.State.STARTED) {
                checked.add(instance);
            }
        }
        findings.addAll(health.check(subject, checked));
        if (drift.settle(subject, findings, unknown)) {
            revived.accept(subject.deployment());
        }
        if (!lifetimes.look(subject)) {
            healer.heal(subject, findings);
        }
    }

    private static Optional<Finding> finding(Instance instance, Observed observed) {
        String where = instance.label() + " ";
        return switch (observed.state()) {
            case PENDING, READY -> Optional.empty();
            case STOPPED ->
                    Optional.of(
                            new Finding(
                                    instance,
                                    Finding.Kind.STOPPED,
                                    where + "is stopped at site " + instance.site()));
            case FAILED ->
                    Optional.of(
                            new Finding(
                                    instance,
                                    Finding.Kind.FAILED,
                                    where
                                            + "has failed at site "
                                            + instance.site()
                                            + observed.fault()
                                                    .map(fault -> ": " + fault.message())
                                                    .orElse("")));
            case ABSENT ->
                    Optional.of(
                            new Finding(
                                    instance,
                                    Finding.Kind.VANISHED,
                                    where + "is not at site " + instance.site() + " any more"));
        };
    }

    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            store.drop(DUTY, settings.holder());
        } catch (StoreException e) {
            LOGGER.debug("the duty to look runs out by itself: {}", e.getMessage());
        }
    }
}
