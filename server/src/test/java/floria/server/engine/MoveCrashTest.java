package floria.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Wish;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.StoreException;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails before and after every write to the store and every call to a site while a
 * deployment moves with its data, and while what is on a volume is read and written.
 */
class MoveCrashTest {
    private static final Map<String, String> DATA = Map.of("words.txt", "kept", "d/e", "too");
    private static final Duration POLL = Duration.ofMillis(100);

    @TempDir(factory = InMemory.class)
    Path folder;

    private Ground ground;

    /** What a move leaves behind. */
    private record End(
            Outcome there, List<Key> here, Map<String, String> data, Map<String, String> places) {}

    @BeforeEach
    void install() {
        ground = new Ground.Folders(folder);
        live(
                "base",
                new Halt(0),
                bench ->
                        bench.deployments()
                                .create(
                                        Scope.LOCAL,
                                        Bench.request("crash", Bench.TEMPLATE),
                                        Optional.of("install")),
                1);
        try (World here = World.in(world("base", "here"))) {
            here.fill(volume(here), DATA);
        }
    }

    @Test
    void endsTheSameWhereverThePowerFails() {
        Halt never = new Halt(0);
        set("undisturbed");
        End undisturbed = live("undisturbed", never, MoveCrashTest::move, 2).orElseThrow();
        assertThat(undisturbed.there().status()).isEqualTo("RUNNING");
        assertThat(undisturbed.data()).isEqualTo(DATA);
        assertThat(undisturbed.here()).isEmpty();
        assertThat(undisturbed.places().values()).containsOnly("there");
        assertThat(undisturbed.there().created())
                .isEqualTo(Map.of(Key.Part.MACHINE, 1, Key.Part.VOLUME, 1, Key.Part.NETWORK, 1));
        long boundaries = never.crossed();
        assertThat(boundaries).isGreaterThan(40);

        for (long at = 1; at <= boundaries; at++) {
            String name = "at-" + at;
            set(name);
            live(name, new Halt(at), MoveCrashTest::move, 2);
            assertThat(live(name, new Halt(0), MoveCrashTest::move, 2))
                    .describedAs("power lost at boundary %d of %d", at, boundaries)
                    .contains(undisturbed);
        }
        System.out.printf("a move: %d boundaries%n", boundaries);
    }

    @Test
    void goesBackWithItsDataWhereverThePowerFails() {
        Halt never = new Halt(0);
        set("whole");
        live("whole", never, MoveCrashTest::move, 2);
        long boundaries = never.crossed();

        for (long at = 1; at < boundaries; at++) {
            String name = "back-" + at;
            set(name);
            live(name, new Halt(at), MoveCrashTest::move, 2);
            Optional<End> end = live(name, new Halt(0), MoveCrashTest::goBack, 3);
            String moment = "power lost at boundary %d of %d".formatted(at, boundaries);
            assertThat(end).describedAs(moment).isPresent();
            assertThat(end.get().data()).describedAs(moment).isEqualTo(DATA);
            assertThat(end.get().places().values()).describedAs(moment).containsOnly("here");
            assertThat(end.get().there().nodes().values())
                    .describedAs(moment)
                    .containsOnly(Instance.State.STARTED);
        }
    }

    private static void move(Bench bench) {
        change(bench, new Wish.Move("there"), "move");
    }

    /** Whoever got no answer asks for the move once more before it thinks better of it. */
    private static void goBack(Bench bench) {
        move(bench);
        change(bench, new Wish.Rollback(OptionalInt.of(1)), "back");
    }

    private static void change(Bench bench, Wish wish, String key) {
        bench.deployments().change(Scope.LOCAL, "crash", wish, Consent.NONE, Optional.of(key));
    }

    private Path world(String take, String site) {
        return folder.resolve(take + "." + site);
    }

    /** A take of its own, as everything was before the wish. */
    private void set(String take) {
        ground.copy("base", take);
        try {
            for (String site : List.of("here", "there")) {
                Files.copy(world("base", site), world(take, site));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<End> live(String take, Halt halt, Consumer<Bench> ask, int revision) {
        try (World here = World.in(world(take, "here"));
                World there = World.in(world(take, "there"));
                Bench bench =
                        new Bench(
                                ground.open(take),
                                Bench.STILL,
                                halt,
                                POLL,
                                site("here", "0.10", here),
                                site("there", "0.20", there))) {
            bench.engine.start();
            ask.accept(bench);
            Deployment made = bench.deployments().get(Scope.LOCAL, "crash");
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(Bench.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> halt.isDead() || isDone(bench, made.id(), revision));
            return halt.isDead()
                    ? Optional.empty()
                    : Optional.of(end(bench, made.id(), here, there));
        } catch (Halt.PowerLost _) {
            return Optional.empty();
        } catch (StoreException e) {
            assertThat(halt.isDead()).describedAs("%s", e).isTrue();
            return Optional.empty();
        }
    }

    private static SimulatedSite site(String name, String price, World world) {
        return new SimulatedSite(
                SimulatedSettings.of(name)
                        .withOffers(
                                List.of(
                                        SimulatedSettings.offer(
                                                "m", Hardware.of(4, 8L << 30, 1L << 40), price))),
                world);
    }

    private static boolean isDone(Bench bench, String deployment, int revision) {
        Deployment now = bench.store.deployment(Scope.LOCAL, deployment).orElseThrow();
        return now.revision() == revision
                && (now.status() == Deployment.Status.RUNNING
                        || now.status() == Deployment.Status.FAILED)
                && bench.store.runs(Scope.LOCAL, deployment).stream()
                        .noneMatch(run -> run.status() == Run.Status.ACTIVE);
    }

    private static Key volume(World world) {
        return world.resources().stream()
                .filter(key -> key.part() == Key.Part.VOLUME)
                .findFirst()
                .orElseThrow();
    }

    private static End end(Bench bench, String deployment, World here, World there) {
        Deployment now = bench.store.deployment(Scope.LOCAL, deployment).orElseThrow();
        Map<String, String> places = new TreeMap<>();
        Map<String, String> data = Map.of();
        for (Instance instance : bench.store.instances(Scope.LOCAL, deployment)) {
            if (!instance.site().isEmpty()) {
                places.put(instance.node(), instance.site());
            }
            if (instance.node().equals("volume")) {
                data =
                        (instance.site().equals("here") ? here : there)
                                .content(
                                        new Key(
                                                bench.store.installation(),
                                                instance.id(),
                                                Key.Part.VOLUME,
                                                instance.generation()));
            }
        }
        return new End(Outcome.of(bench, there, now), here.resources(), data, places);
    }
}
