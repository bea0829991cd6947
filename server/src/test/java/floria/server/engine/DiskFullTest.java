package floria.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Request;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.engine.state.StoreException;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.testing.Mount;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The disk under the store fills up during each call to a site, once: the run stands still, and
 * when there is room again the same process ends where an undisturbed one ends.
 */
class DiskFullTest {
    /** Does not fit into what the last commit may have left of its page. */
    private static final Request LARGE = large();

    @TempDir Path folder;

    @Test
    void aRunGoesOnWhereItWasWhenThereIsRoomAgain() throws Exception {
        AtomicLong calls = new AtomicLong();
        Outcome undisturbed;
        try (World world = World.inMemory();
                Bench bench = bench(folder.resolve("undisturbed"), world, calls::incrementAndGet)) {
            Deployment made = create(bench);
            calls.set(0);
            bench.engine.start();
            undisturbed = finish(bench, world, made);
        }
        assertThat(calls.get()).isGreaterThan(5);

        try (Mount disk = Mount.tmpfs(folder.resolve("disk"), "24m")) {
            for (long at = 1; at <= calls.get(); at++) {
                assertThat(disturbed(disk, at))
                        .describedAs("disk full from call %d of %d", at, calls.get())
                        .isEqualTo(undisturbed);
            }
        }
    }

    private static Outcome disturbed(Mount disk, long at) throws Exception {
        // None counts before the run may begin.
        AtomicLong calls = new AtomicLong(Long.MIN_VALUE);
        CountDownLatch full = new CountDownLatch(1);
        Runnable filling =
                () -> {
                    if (calls.incrementAndGet() == at) {
                        fill(disk);
                        full.countDown();
                    }
                };
        try (World world = World.inMemory();
                Bench bench = bench(disk.path().resolve("store-" + at), world, filling)) {
            Deployment made = create(bench);
            calls.set(0);
            bench.engine.start();
            assertThat(full.await(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // Whatever else is asked for is refused, and what is known can be read.
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(
                            () -> bench.deployments().create(Scope.LOCAL, LARGE, Optional.empty()))
                    .withMessageContaining("disk full")
                    .withMessageContaining("floria.db")
                    .withMessageContaining("free some space");
            assertThat(bench.store.deployment(Scope.LOCAL, made.id())).isPresent();

            disk.empty();

            return finish(bench, world, made);
        }
    }

    private static Request large() {
        byte[] text = new byte[1 << 20];
        new Random(1).nextBytes(text);
        Request small = Bench.request("other", Bench.TEMPLATE);
        Map<String, Source> files = new HashMap<>(small.files());
        files.put("a.sh", new Source("file:a.sh", text));
        return new Request(small.name(), small.template(), files, small.inputs(), small.site());
    }

    private static void fill(Mount disk) {
        try {
            disk.fill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bench bench(Path store, World world, Runnable atCall) {
        SimulatedSettings settings =
                SimulatedSettings.of("sim")
                        .withPace(
                                new SimulatedSettings.Pace(
                                        Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO));
        return new Bench(
                store,
                new Halt(0),
                new SimulatedSite(settings, world, InstantSource.system(), _ -> atCall.run()));
    }

    private static Deployment create(Bench bench) {
        return bench.deployments()
                .create(Scope.LOCAL, Bench.request("full", Bench.TEMPLATE), Optional.empty());
    }

    private static Outcome finish(Bench bench, World world, Deployment made) {
        return Outcome.of(bench, world, bench.awaitStatus(made.id(), Deployment.Status.RUNNING));
    }
}
