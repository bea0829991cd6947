package floria.engine.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.lesson.Lessons;
import floria.engine.log.LogBook;
import floria.engine.revision.Blueprints;
import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.engine.usage.Meter;

/**
 * Leases runs and drives them, each on a thread of its own. A run that another process took over is
 * let go at once; a run whose store fails is let go, and leased again when the store works.
 */
public final class Runner implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Runner.class);

    /** Later than any lease ends. */
    private static final Duration LATE = Duration.ofDays(3_650);

    private final Workshop workshop;
    private final Settings settings;
    private final Consumer<Deployment> afterRun;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Set<Run> standing = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean closed;

    private record Held(Run run, RunLoop loop, Thread thread) {}

    /**
     * @param owner unique among the processes that share the store
     * @param lease how long a run stays with a process that says nothing more
     * @param poll how often runs of other processes are looked at
     * @param parallel how many runs at once
     * @param alone whether no other process can be at work on the store: then what an earlier one
     *     left is taken over at once, instead of when its leases have run out
     */
    public record Settings(
            String owner,
            Duration lease,
            Duration poll,
            int parallel,
            Retry retry,
            boolean alone) {}

    /**
     * @param succession what may follow a run that failed
     * @param afterRun is told of the deployment when a run has ended; called on the run's thread
     */
    public Runner(
            Store store,
            Blueprints blueprints,
            RunPlanner planner,
            Collection<StepExecutor> executors,
            LogBook log,
            InstantSource clock,
            RandomGenerator random,
            Settings settings,
            Lessons lessons,
            Succession succession,
            Consumer<Deployment> afterRun) {
        this.workshop =
                new Workshop(
                        store,
                        clock,
                        random,
                        settings.retry(),
                        log,
                        planner,
                        blueprints,
                        Workshop.byKind(executors),
                        lessons,
                        new Meter(clock),
                        succession);
        this.settings = settings;
        this.afterRun = afterRun;
    }

    /** Starts to lease runs. */
    public void start() {
        Thread.ofVirtual().name("runner").start(this::lease);
        Thread.ofVirtual().name("lease-renewal").start(this::renew);
    }

    /** There is a new run. */
    public void wake() {
        wake.release();
    }

    /** Tells the run, if this process drives it, that it was asked to stop. */
    public void stop(String run, Run.Stop.Why why) {
        Held mine = held.get(run);
        if (mine != null) {
            mine.loop().stop(why);
        }
    }

    private void lease() {
        boolean first = true;
        while (!closed) {
            try {
                int room = settings.parallel() - held.size();
                if (room > 0) {
                    lease(first && settings.alone(), room).forEach(this::tryToBegin);
                    first = false;
                }
            } catch (StoreException e) {
                LOGGER.warn(
                        "cannot look for runs, trying again in {}: {}",
                        settings.poll(),
                        e.getMessage());
            }
            try {
                if (wake.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                } else {
                    giveBackWhatStands();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /**
     * Ends the leases of runs that stand still because the store failed, for them to go on now that
     * it may work again. Only after a quiet poll, so that a store that goes on failing is not asked
     * all the time.
     */
    private void giveBackWhatStands() {
        standing.removeIf(run -> {
            try {
                surrender(run);
                return true;
            } catch (StoreException.Fenced _) {
                return true;
            } catch (StoreException e) {
                LOGGER.debug("run {} still stands: {}", run.id(), e.getMessage());
                return false;
            }
        });
    }

    private void surrender(Run run) {
        workshop.store()
                .write(
                        new Store.Fence(run.id(), run.epoch()),
                        writer -> {
                            writer.surrender(run.id());
                            return run;
                        });
    }

    /**
     * @param all also what an earlier process has leased: the store is asked as if it were so late
     *     that this has ended, though the clock may have been put back since
     */
    private List<Run> lease(boolean all, int most) {
        Instant now = workshop.clock().instant();
        Instant until = now.plus(settings.lease());
        Instant ended = all ? now.plus(LATE) : now;
        return workshop.store()
                .lease(settings.owner(), ended, Duration.between(ended, until), most);
    }

    /** One run that cannot begin must not keep the others from it; it is tried again. */
    private void tryToBegin(Run run) {
        try {
            begin(run);
        } catch (StoreException e) {
            LOGGER.error("run {} cannot begin: {}", run.id(), e.getMessage());
            standing.add(run);
        }
    }

    private void begin(Run run) {
        Store store = workshop.store();
        Deployment deployment = store.deploymentOf(run);
        Scope scope = new Scope(deployment.project(), run.actor());
        // What does not read any more is found out here, and tried again.
        workshop.blueprints().of(deployment, run.revision());
        RunLoop loop =
                new RunLoop(
                        workshop,
                        run,
                        deployment,
                        store.instances(scope, deployment.id()),
                        store.steps(scope, run.id()));
        Thread thread =
                Thread.ofVirtual()
                        .name("run " + run.id())
                        .unstarted(() -> drive(run, loop, deployment));
        held.put(run.id(), new Held(run, loop, thread));
        thread.start();
    }

    private void drive(Run run, RunLoop loop, Deployment deployment) {
        try {
            // A cancel that was asked for since the run was leased found nobody to tell.
            workshop.store()
                    .run(run.id())
                    .flatMap(Run::stop)
                    .ifPresent(stop -> loop.stop(stop.why()));
            loop.drive();
        } catch (StoreException.Fenced _) {
            LOGGER.info(
                    "run {} of {} was taken over by another process", run.id(), deployment.name());
        } catch (StoreException e) {
            LOGGER.error(
                    "run {} of {} stands still, it goes on when the store works again: {}",
                    run.id(),
                    deployment.name(),
                    e.getMessage());
            standing.add(run);
        } catch (RunLoop.Broken e) {
            LOGGER.error(
                    "run {} of {} stands still in this process", run.id(), deployment.name(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            // Another loop of this process may have taken the run over, as after a jump of the
            // clock.
            held.computeIfPresent(run.id(), (_, now) -> now.loop() == loop ? null : now);
            ended(deployment);
        }
    }

    private void ended(Deployment deployment) {
        if (closed) {
            return;
        }
        wake.release();
        try {
            afterRun.accept(deployment);
        } catch (StoreException e) {
            LOGGER.error("cannot look after {}: {}", deployment.name(), e.getMessage());
        }
    }

    private void renew() {
        try {
            while (!closed) {
                Thread.sleep(settings.lease().dividedBy(3));
                for (Held mine : held.values()) {
                    renew(mine);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(Held mine) {
        Run run = mine.run();
        Instant until = workshop.clock().instant().plus(settings.lease());
        try {
            Optional<Run.Stop> stop =
                    workshop.store()
                            .write(
                                    new Store.Fence(run.id(), run.epoch()),
                                    writer -> {
                                        writer.renew(run.id(), until);
                                        return writer.run(run.id()).stop();
                                    });
            stop.ifPresent(asked -> mine.loop().stop(asked.why()));
        } catch (StoreException.Fenced _) {
            mine.loop().abandon();
        } catch (StoreException e) {
            LOGGER.warn("cannot renew the lease of run {}: {}", run.id(), e.getMessage());
        }
    }

    /** Lets every run go where it is, for the next process to go on with at once. */
    @Override
    public void close() {
        closed = true;
        wake.release();
        List<Held> mine = List.copyOf(held.values());
        mine.forEach(one -> one.loop().abandon());
        for (Held one : mine) {
            try {
                if (one.thread().getState() != Thread.State.NEW) {
                    one.thread().join(Duration.ofSeconds(5));
                }
                surrender(one.run());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (StoreException _) {
                // Taken over already, or the lease runs out by itself.
                LOGGER.debug("lease of run {} is not given up", one.run().id());
            }
        }
    }
}
