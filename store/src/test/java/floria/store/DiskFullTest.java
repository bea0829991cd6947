package floria.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Samples;
import floria.engine.state.StoreException;
import floria.testing.Mount;

import static floria.engine.state.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class DiskFullTest {
    @TempDir Path folder;
    private final Samples samples = new Samples(1);
    private Mount disk;
    private SqliteStore store;

    @BeforeEach
    void open() throws Exception {
        disk = Mount.tmpfs(folder.resolve("disk"), "8m");
        store = Stores.open(disk.path());
    }

    @AfterEach
    void close() throws Exception {
        if (store != null) {
            store.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void saysThatTheDiskIsFullAndGoesOnWhenItIsNot() throws Exception {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        List<String> written = new ArrayList<>(List.of("before"));
        Stores.append(store, samples, deployment, "before");
        disk.fill();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        Stores.append(store, samples, deployment, "more " + i);
                        written.add("more " + i);
                    }
                })
                .withMessageContaining("disk full")
                .withMessageContaining(disk.path().resolve("floria.db").toString());
        assertThat(store.deployment(ALICE, deployment.id())).contains(deployment);
        disk.empty();
        Stores.append(store, samples, deployment, "after");
        written.add("after");
        store.close();
        store = Stores.open(disk.path());
        assertThat(store.events(ALICE, Optional.empty(), 0, 20_000))
                .extracting(Event::message)
                .containsExactlyElementsOf(written);
    }

    @Test
    void letsSmallWritesThroughBesideOneThatDoesNotFit() throws Exception {
        byte[] large = new byte[16 << 20];
        new Random(1).nextBytes(large);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Deployment> small = new ArrayList<>();
        List<Future<?>> fit = new ArrayList<>();
        Future<?> tooLarge;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            fit.add(
                    threads.submit(() ->
                            Stores.write(
                                    store,
                                    _ -> {
                                        begun.countDown();
                                        waitFor(goOn);
                                    })));
            begun.await();
            for (int i = 0; i < 3; i++) {
                small.add(insertLater(threads, fit, "before" + i));
            }
            tooLarge = threads.submit(() -> store.write(writer -> writer.blob(large)));
            await().until(() -> store.queued() == 4);
            for (int i = 0; i < 3; i++) {
                small.add(insertLater(threads, fit, "after" + i));
            }
            await().until(() -> store.queued() == 7);
            goOn.countDown();
        }
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(tooLarge::get)
                .withCauseInstanceOf(StoreException.class)
                .withMessageContaining("disk full");
        for (Future<?> each : fit) {
            each.get();
        }
        assertThat(store.deployments(ALICE, false, Optional.empty(), 99))
                .containsExactlyInAnyOrderElementsOf(small);
    }

    private Deployment insertLater(ExecutorService threads, List<Future<?>> writes, String name) {
        Deployment deployment = samples.deployment(ALICE, name);
        writes.add(threads.submit(() -> Stores.write(store, writer -> writer.insert(deployment))));
        return deployment;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
