package floria.server.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

import org.awaitility.Awaitility;

import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.StoreException;
import floria.site.SiteContext;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.SqlStore;

import static org.assertj.core.api.Assertions.assertThat;

/** One process that is asked for something, and lives until that is done or the power fails. */
final class Life {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int TRIES = 20;

    private Life() {}

    static SimulatedSite site(World world) {
        return new SimulatedSite(SimulatedSettings.of("sim"), world);
    }

    /** For a call beside the engine. */
    static SiteContext context(Bench bench) {
        return new SiteContext("default", bench.store.installation(), Instant.MAX, () -> false);
    }

    @FunctionalInterface
    interface Ask {
        void of(Bench bench);
    }

    static Outcome of(
            Supplier<SqlStore> store,
            World world,
            Halt halt,
            InstantSource clock,
            Deployment.Status wanted,
            Ask ask) {
        SimulatedSite site = site(world);
        try (Bench bench = new Bench(store.get(), clock, halt, POLL, site)) {
            bench.engine.start();
            ask(bench, halt, ask);
            // A thread that dies of lost power is none of Awaitility's business, which would throw
            // its own work away and still wait to the end of its patience.
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(Bench.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .ignoreException(StoreException.class)
                    .until(() ->
                            halt.isDead()
                                    || newest(bench)
                                            .filter(one -> one.status() == wanted)
                                            .filter(one -> isAtRest(bench, one))
                                            .isPresent());
            return halt.isDead()
                    ? Outcome.dead()
                    : Outcome.of(bench, world, newest(bench).orElseThrow());
        } catch (Halt.PowerLost _) {
            return Outcome.dead();
        } catch (StoreException e) {
            assertThat(halt.isDead()).describedAs("%s", e).isTrue();
            return Outcome.dead();
        }
    }

    /** Asks again as long as the store fails, as people do. */
    private static void ask(Bench bench, Halt halt, Ask ask) {
        for (int tries = 1; ; tries++) {
            try {
                ask.of(bench);
                return;
            } catch (StoreException e) {
                if (halt.isDead() || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static boolean isAtRest(Bench bench, Deployment deployment) {
        return bench.store.runs(Scope.LOCAL, deployment.id()).stream()
                .noneMatch(run -> run.status() == Run.Status.ACTIVE);
    }

    private static Optional<Deployment> newest(Bench bench) {
        return bench.store.deployments(Scope.LOCAL, true, Optional.empty(), 1).stream().findFirst();
    }
}
