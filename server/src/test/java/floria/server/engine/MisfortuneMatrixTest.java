package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import floria.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The store fails or the clock jumps before or after a write to the store or a call to a site; the
 * process lives on, and ends where an undisturbed one ends, has made everything once, and has told
 * everything once.
 */
class MisfortuneMatrixTest {
    @TempDir(factory = InMemory.class)
    Path folder;

    /** What happens to a process that goes by this clock. */
    private record Misfortune(String name, BiConsumer<Fuse, SetClock> what) {}

    private static final List<Misfortune> ANYWHERE =
            List.of(
                    new Misfortune("full disk", (fuse, _) -> fuse.fill(3)),
                    new Misfortune("clock on", (_, clock) -> clock.pass(Duration.ofHours(5))),
                    new Misfortune("clock back", (_, clock) -> clock.pass(Duration.ofHours(-5))));

    @ParameterizedTest
    @EnumSource
    void endsTheSameAfterOneOfThemAtASampleOfMoments(Scenario scenario) {
        play(
                new Scene(scenario, new Ground.Folders(folder), folder),
                ANYWHERE,
                scene -> scene.sample(3));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("e2e")
    void endsTheSameAfterOneOfThemAtEachMoment(Scenario scenario) {
        play(new Scene(scenario, new Ground.Folders(folder), folder), ANYWHERE, Scene::all);
    }

    private static void play(
            Scene scene, List<Misfortune> misfortunes, Function<Scene, LongStream> moments) {
        for (Misfortune misfortune : misfortunes) {
            moments.apply(scene)
                    .forEach(at -> {
                        SetClock clock = new SetClock(Bench.STILL.instant());
                        Upset upset = new Upset(at, fuse -> misfortune.what().accept(fuse, clock));
                        assertThat(
                                        scene.begin(
                                                misfortune.name().replace(' ', '-') + "-" + at,
                                                upset,
                                                clock))
                                .describedAs(
                                        "%s: %s at boundary %d of %d, seed %d",
                                        scene.scenario(),
                                        misfortune.name(),
                                        at,
                                        scene.boundaries(),
                                        Scene.SEED)
                                .isEqualTo(scene.undisturbed());
                    });
        }
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

        private List<Misfortune> ofADatabase() {
            return List.of(
                    new Misfortune("cut", (_, _) -> cut()),
                    new Misfortune(
                            "restart",
                            (_, _) -> {
                                server.crash();
                                server.restart();
                            }));
        }

        private void cut() {
            server.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'floria'");
        }

        @ParameterizedTest
        @EnumSource(names = {"SCALE_OUT", "UNINSTALL"})
        void endsTheSameAfterOneOfThemAtASampleOfMoments(Scenario scenario) {
            play(
                    new Scene(scenario, new Ground.Databases(server, folder), folder),
                    ofADatabase(),
                    scene -> scene.sample(2));
        }

        @ParameterizedTest
        @EnumSource
        @Tag("e2e")
        void endsTheSameAfterOneOfThemAtEachMoment(Scenario scenario) {
            play(
                    new Scene(scenario, new Ground.Databases(server, folder), folder),
                    ofADatabase(),
                    Scene::all);
        }
    }
}
