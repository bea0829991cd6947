package floria.server.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Refusal;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.site.Key;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails before and after every write to the store and every call to a site, once each;
 * the next process ends where an undisturbed one ends, has made everything once, and has told
 * everything once.
 */
class CrashMatrixTest {
    @TempDir(factory = InMemory.class)
    Path folder;

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
        return Life.of(
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
        return Life.of(
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
}
