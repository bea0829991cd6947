package floria.server.engine;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.site.Key;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.PostgresSettings;
import floria.store.PostgresStore;
import floria.testing.SettableClock;
import floria.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes on one PostgreSQL: whatever becomes of the one that drives a run, the other ends
 * where an undisturbed one ends, and nothing is made or told twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class TwoEnginesTest {
    @TempDir Path folder;
    private final AtomicInteger schemas = new AtomicInteger();
    private final SettableClock clock =
            new SettableClock(Instant.EPOCH.plus(Duration.ofDays(20_000)));
    private PostgresServer server;

    @BeforeAll
    void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private PostgresSettings database() {
        return new PostgresSettings(
                server.schema("s" + schemas.incrementAndGet()),
                Optional.of(PostgresServer.USER),
                Optional.of(PostgresServer.PASSWORD));
    }

    private Bench bench(PostgresSettings database, World world, Halt halt, Runnable atCall) {
        SimulatedSettings settings =
                SimulatedSettings.of("sim")
                        .withPace(
                                new SimulatedSettings.Pace(
                                        Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO));
        return new Bench(
                PostgresStore.open(database, folder, new SecureRandom()),
                clock,
                halt,
                new SimulatedSite(settings, world, clock, _ -> atCall.run()));
    }

    private Bench bench(PostgresSettings database, World world, Halt halt) {
        return new Bench(
                PostgresStore.open(database, folder, new SecureRandom()),
                clock,
                halt,
                new SimulatedSite(SimulatedSettings.of("sim"), world));
    }

    private static Deployment create(Bench bench) {
        return bench.deployments()
                .create(Scope.LOCAL, Bench.request("two", Bench.TEMPLATE), Optional.of("request"));
    }

    private record Undisturbed(Outcome installed, Outcome removed, long install, long all) {}

    private Undisturbed undisturbed() {
        Halt never = new Halt(0);
        try (World world = World.inMemory();
                Bench bench = bench(database(), world, never)) {
            Deployment made = create(bench);
            long accepted = never.crossed();
            bench.engine.start();
            Outcome installed =
                    Outcome.of(
                            bench, world, bench.awaitStatus(made.id(), Deployment.Status.RUNNING));
            long install = never.crossed() - accepted;
            bench.deployments().delete(Scope.LOCAL, "two", false, false);
            Outcome removed =
                    Outcome.of(
                            bench, world, bench.awaitStatus(made.id(), Deployment.Status.DELETED));
            return new Undisturbed(installed, removed, install, never.crossed() - accepted);
        }
    }

    @Test
    void theOtherTakesOverWhenTheOneThatRunsIsKilled() {
        Undisturbed undisturbed = undisturbed();
        for (long at : sample(undisturbed.install(), 4)) {
            PostgresSettings database = database();
            // Two crossings belong to the request.
            Halt halt = new Halt(at + 2);
            try (World world = World.inMemory();
                    Bench first = bench(database, world, halt);
                    Bench second = bench(database, world, new Halt(0))) {
                Deployment made = create(first);
                first.engine.start();
                Awaitility.await()
                        .dontCatchUncaughtExceptions()
                        .atMost(Bench.PATIENCE)
                        .until(halt::isDead);
                second.engine.start();
                expireLeases();
                assertThat(
                                Outcome.of(
                                        second,
                                        world,
                                        second.awaitStatus(made.id(), Deployment.Status.RUNNING)))
                        .describedAs("killed at boundary %d of %d", at, undisturbed.install())
                        .isEqualTo(undisturbed.installed());
            } catch (Halt.PowerLost _) {
                // The first one's close.
            }
        }
    }

    @Test
    void leavesARunToTheOneThatHoldsIt() {
        Undisturbed undisturbed = undisturbed();
        PostgresSettings database = database();
        Pause pause = new Pause(undisturbed.install() / 2);
        try (World world = World.inMemory();
                Bench first = bench(database, world, pause);
                Bench second = bench(database, world, new Halt(0))) {
            Deployment made = create(first);
            first.engine.start();
            await(pause::isStanding);
            clock.advance(Bench.LEASE.minusMillis(1));
            assertThat(second.store.lease("second", clock.instant(), Bench.LEASE, 9)).isEmpty();
            pause.wake();
            assertThat(
                            Outcome.of(
                                    first,
                                    world,
                                    first.awaitStatus(made.id(), Deployment.Status.RUNNING)))
                    .isEqualTo(undisturbed.installed());
            assertThat(run(first, made).epoch()).isEqualTo(1);
        }
    }

    /**
     * Each boundary is either just after the moment at which the engine decided on a call or a
     * write, by a lease that it held, or just after it.
     */
    @Test
    void fencesOneThatWakesAfterItsLease() {
        Undisturbed undisturbed = undisturbed();
        for (long at : sample(undisturbed.install(), 12)) {
            PostgresSettings database = database();
            Pause pause = new Pause(at + 2);
            try (World world = World.inMemory();
                    Bench second = bench(database, world, new Halt(0))) {
                Deployment made;
                Outcome takenOver;
                Run taken;
                try (Bench first = bench(database, world, pause)) {
                    made = create(first);
                    first.engine.start();
                    await(pause::isStanding);
                    second.engine.start();
                    expireLeases();
                    second.awaitStatus(made.id(), Deployment.Status.RUNNING);
                    taken = run(second, made);
                    takenOver = outcome(second, world, made);
                    pause.wake();
                    await(() -> pause.underWay() == 0);
                }
                assertThat(takenOver)
                        .describedAs("paused at boundary %d of %d", at, undisturbed.install())
                        .isEqualTo(undisturbed.installed());
                assertThat(outcome(second, world, made))
                        .describedAs("woken at boundary %d of %d", at, undisturbed.install())
                        .isEqualTo(takenOver);
                assertThat(run(second, made)).isEqualTo(taken);
            }
        }
    }

    /** A late release is of a generation that is gone, whatever has been made since. */
    @Test
    void releasesNothingThatIsNewerWhenItWakes() {
        Undisturbed undisturbed = undisturbed();
        long removal = undisturbed.all() - undisturbed.install();
        for (long at : sample(removal, 6)) {
            PostgresSettings database = database();
            Pause pause = new Pause(at + 2);
            try (World world = World.inMemory();
                    Bench second = bench(database, world, new Halt(0))) {
                Deployment made;
                Map<Key, Integer> newer;
                try (Bench first = bench(database, world, pause)) {
                    made = create(second);
                    second.engine.start();
                    second.awaitStatus(made.id(), Deployment.Status.RUNNING);
                    second.engine.close();
                    first.deployments().delete(Scope.LOCAL, "two", false, false);
                    first.engine.start();
                    await(pause::isStanding);
                    Bench third = bench(database, world, new Halt(0));
                    try (third) {
                        third.engine.start();
                        expireLeases();
                        third.awaitStatus(made.id(), Deployment.Status.DELETED);
                        assertThat(outcome(third, world, made)).isEqualTo(undisturbed.removed());
                        Deployment again =
                                third.deployments()
                                        .create(
                                                Scope.LOCAL,
                                                Bench.request("two", Bench.TEMPLATE),
                                                Optional.of("again"));
                        third.awaitStatus(again.id(), Deployment.Status.RUNNING);
                        newer = world.creations();
                        pause.wake();
                        await(() -> pause.underWay() == 0);
                    }
                }
                assertThat(world.resources()).hasSize(undisturbed.installed().present());
                assertThat(world.creations()).isEqualTo(newer);
                assertThat(outcome(second, world, made).status()).isEqualTo("DELETED");
            }
        }
    }

    @Test
    void goesOnWhenTheDatabaseIsRestarted() {
        Undisturbed undisturbed = undisturbed();
        PostgresSettings database = database();
        AtomicInteger calls = new AtomicInteger();
        Runnable crashing =
                () -> {
                    if (calls.incrementAndGet() % 3 == 0 && calls.get() < 12) {
                        server.crash();
                        server.restart();
                    }
                };
        try (World world = World.inMemory();
                Bench bench = bench(database, world, new Halt(0), crashing)) {
            Deployment made = create(bench);
            bench.engine.start();
            bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
            assertThat(calls).hasValueGreaterThan(3);
            assertThat(outcome(bench, world, made)).isEqualTo(undisturbed.installed());
        }
    }

    private void expireLeases() {
        clock.advance(Bench.LEASE.plusSeconds(1));
    }

    private static Run run(Bench bench, Deployment deployment) {
        return bench.store.runs(Scope.LOCAL, deployment.id()).getFirst();
    }

    private static Outcome outcome(Bench bench, World world, Deployment made) {
        return Outcome.of(
                bench, world, bench.store.deployment(Scope.LOCAL, made.id()).orElseThrow());
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Bench.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    /** Some of the numbers up to {@code last}, the same ones each time. */
    private static long[] sample(long last, int count) {
        return new Random(4).longs(1, last + 1).distinct().limit(count).sorted().toArray();
    }
}
