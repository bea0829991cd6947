package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Refusal;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.engine.state.StoreException;
import floria.site.Key;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails before and after every write to the store and every call to a site, once each;
 * the next process ends where an undisturbed one ends, has made everything once, and has told
 * everything once.
 */
class CrashMatrixTest {
    @TempDir Path folder;

    @Test
    void anInstallEndsTheSameWhereverThePowerFails() {
        Outcome undisturbed;
        long boundaries;
        try (World world = World.inMemory()) {
            Halt never = new Halt(0);
            undisturbed = install(folder.resolve("undisturbed"), world, never);
            boundaries = never.crossed();
        }
        assertThat(undisturbed.status()).isEqualTo("RUNNING");
        assertThat(undisturbed.created())
                .isEqualTo(Map.of(Key.Part.MACHINE, 1, Key.Part.VOLUME, 1, Key.Part.NETWORK, 1));
        assertThat(boundaries).isGreaterThan(20);

        for (long at = 1; at <= boundaries; at++) {
            Path store = folder.resolve("install-" + at);
            try (World world = World.inMemory()) {
                install(store, world, new Halt(at));
                Outcome resumed = install(store, world, new Halt(0));
                assertThat(resumed)
                        .describedAs("power lost at boundary %d of %d", at, boundaries)
                        .isEqualTo(undisturbed);
            }
        }
    }

    @Test
    void anUninstallEndsTheSameWhereverThePowerFails() {
        Outcome undisturbed;
        long boundaries;
        try (World world = World.inMemory()) {
            Path store = folder.resolve("undisturbed");
            install(store, world, new Halt(0));
            Halt never = new Halt(0);
            undisturbed = uninstall(store, world, never);
            boundaries = never.crossed();
        }
        assertThat(undisturbed.status()).isEqualTo("DELETED");
        assertThat(undisturbed.present()).isZero();
        assertThat(boundaries).isGreaterThan(15);

        for (long at = 1; at <= boundaries; at++) {
            Path store = folder.resolve("uninstall-" + at);
            try (World world = World.inMemory()) {
                install(store, world, new Halt(0));
                uninstall(store, world, new Halt(at));
                Outcome resumed = uninstall(store, world, new Halt(0));
                assertThat(resumed)
                        .describedAs("power lost at boundary %d of %d", at, boundaries)
                        .isEqualTo(undisturbed);
            }
        }
    }

    /** One process that is asked to install, and lives until that is done or the power fails. */
    private static Outcome install(Path folder, World world, Halt halt) {
        return process(
                folder,
                world,
                halt,
                Deployment.Status.RUNNING,
                bench ->
                        bench.deployments()
                                .create(
                                        Scope.LOCAL,
                                        Bench.request("crash", Bench.TEMPLATE),
                                        Optional.of("one-request")));
    }

    private static Outcome uninstall(Path folder, World world, Halt halt) {
        return process(
                folder,
                world,
                halt,
                Deployment.Status.DELETED,
                bench -> {
                    try {
                        bench.deployments().delete(Scope.LOCAL, "crash", false, false);
                    } catch (Refusal gone) {
                        // The process before this one got to the end.
                        assertThat(gone.code()).isEqualTo(Refusal.Code.NOT_FOUND);
                    }
                });
    }

    @FunctionalInterface
    private interface Ask {
        void of(Bench bench);
    }

    private static Outcome process(
            Path folder, World world, Halt halt, Deployment.Status wanted, Ask ask) {
        SimulatedSite site = new SimulatedSite(SimulatedSettings.of("sim"), world);
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
                                            .map(Deployment::status)
                                            .filter(wanted::equals)
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

    private static Optional<Deployment> newest(Bench bench) {
        return bench.store.deployments(Scope.LOCAL, true, Optional.empty(), 1).stream().findFirst();
    }
}
