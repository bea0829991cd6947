package floria.engine.deployment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.market.Market;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.run.Runner;
import floria.engine.state.Deployment;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.Store.Placed;
import floria.engine.state.Store.Used;
import floria.engine.state.Store.Waiting;
import floria.engine.state.StoreException;
import floria.engine.state.Ulid;
import floria.placement.Placement;
import floria.placement.Quota;
import floria.placement.share.FairShare;
import floria.placement.share.FairShare.Position;

/**
 * Lets what waits go on when there is room, in the order that {@link FairShare} says: the project
 * first that has used the least of what it is entitled to. What comes behind may go first when it
 * fits and the first does not, until the first has waited too long for that. One process at a time
 * does this.
 */
public final class Queue implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Queue.class);
    private static final String DUTY = "queue";
    private static final Duration HOLD = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration HALF_LIFE = Duration.ofDays(14);

    /** Nobody overtakes who has waited so long. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** What a GPU counts for, in CPUs. */
    private static final double GPU = 16;

    private final Store store;
    private final Market market;
    private final Placing placing;
    private final Blueprints blueprints;
    private final Runner runner;
    private final Announcements announcements;
    private final Ulid ids;
    private final InstantSource clock;
    private final Semaphore wake = new Semaphore(0);
    private volatile Optional<String> begun = Optional.empty();
    private volatile boolean closed;

    public Queue(
            Store store,
            Market market,
            Placing placing,
            Blueprints blueprints,
            Runner runner,
            Ulid ids,
            InstantSource clock) {
        this.store = store;
        this.market = market;
        this.placing = placing;
        this.blueprints = blueprints;
        this.runner = runner;
        this.announcements = new Announcements(clock);
        this.ids = ids;
        this.clock = clock;
    }

    /** Starts to look. */
    public void start(String holder) {
        Thread.ofVirtual().name("queue").start(() -> look(holder));
    }

    /** There may be room. */
    public void wake() {
        wake.release();
    }

    private void look(String holder) {
        while (!closed) {
            try {
                if (!store.waiting().isEmpty() || market.shares().size() > 1) {
                    Instant now = clock.instant();
                    if (store.hold(DUTY, holder, now, now.plus(HOLD))) {
                        pass();
                    }
                }
            } catch (StoreException e) {
                LOGGER.warn("cannot look after what waits: {}", e.getMessage());
            }
            try {
                if (wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** Looks once: counts what is used, and lets those go on that there is room for. */
    public void pass() {
        FairShare shares = counted();
        List<Waiting> waiting = store.waiting();
        Map<String, Waiting> byId = new HashMap<>();
        for (Waiting one : waiting) {
            if (stillWaits(one)) {
                byId.put(one.deployment(), one);
                shares.enqueue(
                        new FairShare.Request(
                                one.deployment(),
                                one.project(),
                                one.priority(),
                                one.since(),
                                one.number()));
            }
        }
        List<Position> order = shares.positions(clock.instant());
        boolean held = isUnderWay();
        int position = 0;
        for (Position next : order) {
            Waiting one = Optional.ofNullable(byId.get(next.request().id())).orElseThrow();
            boolean late = Duration.between(one.since(), clock.instant()).compareTo(PATIENCE) > 0;
            if (!held && begin(one)) {
                // What it takes is not seen at its site before it is made.
                held = true;
                continue;
            }
            held |= late;
            position++;
            tell(one, "waits for room, " + position + " in the queue: " + next.reason());
        }
    }

    /** Whether what went on last is still being made. */
    private boolean isUnderWay() {
        return begun.flatMap(store::run)
                .filter(run -> run.status() == Run.Status.ACTIVE)
                .isPresent();
    }

    /** What projects have used, with what they used since it was counted last. */
    private FairShare counted() {
        Instant now = clock.instant();
        Map<String, Used> before = store.used();
        Map<String, Double> running = new HashMap<>();
        for (Placed placed : store.placed()) {
            if (placed.running()) {
                running.merge(placed.project(), weight(placed.placement()), Double::sum);
            }
        }
        Map<String, Used> counted = new LinkedHashMap<>();
        before.forEach((project, used) -> {
            double left =
                    Math.pow(
                            0.5,
                            Duration.between(used.at(), now).toMillis()
                                    / (double) HALF_LIFE.toMillis());
            counted.put(project, new Used(used.amount() * left, now));
        });
        running.forEach((project, weight) -> {
            Instant since = Optional.ofNullable(before.get(project)).map(Used::at).orElse(now);
            double more = weight * Duration.between(since, now).toMillis() / 3_600_000.0;
            double amount = Optional.ofNullable(counted.get(project)).map(Used::amount).orElse(0.0);
            counted.put(project, new Used(amount + more, now));
        });
        if (!counted.isEmpty()) {
            store.write(writer -> {
                counted.forEach(writer::use);
                return counted.size();
            });
        }
        FairShare shares = new FairShare(market.shares(), HALF_LIFE, now);
        counted.forEach((project, used) -> shares.used(project, used.amount(), now));
        return shares;
    }

    private static double weight(Placement placement) {
        return placement.assignments().values().stream()
                .mapToDouble(one ->
                        one.takes().getOrDefault(Quota.Resource.CPUS, 0.0)
                                + GPU * one.takes().getOrDefault(Quota.Resource.GPUS, 0.0))
                .sum();
    }

    private Deployment deployment(Waiting one) {
        Scope scope = new Scope(one.project(), "floria");
        return store.deployment(scope, one.deployment()).orElseThrow();
    }

    private boolean stillWaits(Waiting one) {
        Deployment deployment = deployment(one);
        boolean waits =
                deployment.status() == Deployment.Status.PAUSED && deployment.revision() == 1;
        boolean over = one.until().filter(clock.instant()::isAfter).isPresent();
        if (waits && !over) {
            return true;
        }
        Scope scope = new Scope(one.project(), deployment.owner());
        store.write(writer -> {
            writer.admit(one.deployment());
            Deployment now = writer.deployment(one.deployment());
            if (over && now.equals(deployment) && waits) {
                Run run = store.runs(scope, now.id()).getFirst();
                writer.update(run.ended(Run.Status.CANCELLED, clock.instant()));
                Deployment given =
                        now.with(
                                Deployment.Status.CANCELLED,
                                Optional.of("there was no room in the time that it could wait"),
                                clock.instant());
                writer.update(given);
                announcements.event(
                        writer,
                        scope,
                        given,
                        "deployment.status",
                        given.name() + " is cancelled: there was no room in time",
                        Map.of("status", "cancelled"));
            }
            return now;
        });
        return false;
    }

    private void tell(Waiting one, String words) {
        Deployment known = deployment(one);
        if (known.error().filter(words::equals).isPresent()) {
            return;
        }
        store.write(writer -> {
            Deployment now = writer.deployment(one.deployment());
            if (now.equals(known)) {
                writer.update(now.with(now.status(), Optional.of(words), clock.instant()));
            }
            return now;
        });
    }

    /** Whether there is room for it, and it goes on. */
    private boolean begin(Waiting one) {
        Deployment known = deployment(one);
        Scope scope = new Scope(one.project(), known.owner());
        Blueprint base = blueprints.of(known, known.revision());
        Run paused = store.runs(scope, known.id()).getFirst();
        Tries tries = Tries.of(paused.detail());
        Placement placement;
        try {
            placement =
                    placing.place(
                            scope,
                            base.topology(),
                            base.revision().inputs(),
                            tries.site(),
                            tries.preferences());
        } catch (Refusal _) {
            return false;
        }
        Revision old = base.revision();
        Instant now = clock.instant();
        Revision next =
                new Revision(
                        old.deployment(),
                        old.number() + 1,
                        old.template(),
                        old.sources(),
                        old.inputs(),
                        placement,
                        old.counts(),
                        "placed after it had waited "
                                + Duration.between(one.since(), now).toMinutes()
                                + " min",
                        old.actor(),
                        now);
        Run run =
                Run.waiting(
                        ids.next(),
                        known,
                        Run.Kind.INSTALL,
                        next.number(),
                        tries.detail(),
                        paused.actor(),
                        now);
        boolean went =
                store.write(writer -> {
                    Deployment seen = writer.deployment(known.id());
                    if (!seen.equals(known)) {
                        return false;
                    }
                    writer.update(paused.ended(Run.Status.SUPERSEDED, now));
                    writer.insert(next);
                    Deployment going = seen.at(next.number(), Deployment.Status.DEPLOYING, now);
                    writer.update(going);
                    writer.insert(run);
                    writer.admit(known.id());
                    announcements.event(
                            writer,
                            scope,
                            going,
                            "deployment.status",
                            going.name() + " is deploying: " + next.origin(),
                            Map.of("status", "deploying"));
                    announcements.run(writer, scope, going, run);
                    return true;
                });
        if (went) {
            begun = Optional.of(run.id());
            runner.wake();
        }
        return went;
    }

    @Override
    public void close() {
        closed = true;
        wake.release();
    }
}
