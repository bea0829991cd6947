package floria.server.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import floria.site.Key;
import floria.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails before and after every write to the store and every call to a site; the next
 * process ends where an undisturbed one ends, has made everything once, and has told everything
 * once.
 */
class CrashMatrixTest {
    @TempDir(factory = InMemory.class)
    Path folder;

    @ParameterizedTest
    @EnumSource
    void endsTheSameWhereverThePowerFails(Scenario scenario) {
        Scene scene = new Scene(scenario, new Ground.Folders(folder), folder);
        loseThePowerAt(scene, scene.all());
    }

    @Test
    void anInstallMakesOneOfEach() {
        Outcome installed =
                new Scene(Scenario.INSTALL, new Ground.Folders(folder), folder).undisturbed();
        assertThat(installed.created())
                .isEqualTo(Map.of(Key.Part.MACHINE, 1, Key.Part.VOLUME, 1, Key.Part.NETWORK, 1));
    }

    private static void loseThePowerAt(Scene scene, LongStream moments) {
        assertThat(scene.undisturbed().status()).isEqualTo(scene.scenario().wanted().name());
        assertThat(scene.undisturbed().present())
                .isEqualTo(
                        switch (scene.scenario()) {
                            case UNINSTALL -> 0;
                            case SCALE_OUT -> 5;
                            default -> 3;
                        });
        assertThat(scene.boundaries()).isGreaterThan(6);
        moments.forEach(at -> {
            String take = "at-" + at;
            scene.begin(take, new Halt(at), Bench.STILL);
            assertThat(scene.goOn(take, new Halt(0), Bench.STILL))
                    .describedAs(
                            "%s: power lost at boundary %d of %d, seed %d",
                            scene.scenario(), at, scene.boundaries(), Scene.SEED)
                    .isEqualTo(scene.undisturbed());
        });
        System.out.printf("%s: %d boundaries%n", scene.scenario(), scene.boundaries());
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OnPostgres {
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

        @ParameterizedTest
        @EnumSource(names = {"INSTALL", "UPDATE_OF_THE_MACHINE", "UNINSTALL"})
        void endsTheSameAtASampleOfMoments(Scenario scenario) {
            Scene scene = new Scene(scenario, new Ground.Databases(server, folder), folder);
            loseThePowerAt(scene, scene.sample(3));
        }

        @ParameterizedTest
        @EnumSource
        @Tag("e2e")
        void endsTheSameWhereverThePowerFails(Scenario scenario) {
            Scene scene = new Scene(scenario, new Ground.Databases(server, folder), folder);
            loseThePowerAt(scene, scene.all());
        }
    }
}
