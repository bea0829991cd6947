package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.awaitility.Awaitility;

import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.StoreException;
import floria.site.SiteContext;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;

/** One process that is asked for something, and lives until that is done or the power fails. */
final class Life {

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

    static Outcome of(Path folder, World world, Halt halt, Deployment.Status wanted, Ask ask) {
        SimulatedSite site = site(world);
        try (Bench bench = new Bench(folder, halt, site)) {
            bench.engine.start();
            ask.of(bench);
            // A thread that dies of lost power is none of Awaitility's business, which would throw
            // its own work away and still wait to the end of its patience.
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(Bench.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
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

    private static boolean isAtRest(Bench bench, Deployment deployment) {
        return bench.store.runs(Scope.LOCAL, deployment.id()).stream()
                .noneMatch(run -> run.status() == Run.Status.ACTIVE);
    }

    private static Optional<Deployment> newest(Bench bench) {
        return bench.store.deployments(Scope.LOCAL, true, Optional.empty(), 1).stream().findFirst();
    }
}
