package floria.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Samples;
import floria.engine.state.StoreException;

import static floria.engine.state.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class GroupCommitTest {
    @TempDir Path folder;
    private final Samples samples = new Samples(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private SqliteStore store;

    @BeforeEach
    void open() {
        store = Stores.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Keeps the writer busy until {@link #goOn}. */
    private boolean hold() throws InterruptedException {
        return store.write(writer -> {
            writer.insert(samples.deployment(ALICE, "first"));
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return true;
        });
    }

    @Test
    void commitsOnceForAllWhoWait() throws Exception {
        long before = store.commits();
        List<Future<Boolean>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            writes.add(threads.submit(this::hold));
            begun.await();
            for (int i = 0; i < 30; i++) {
                Deployment deployment = samples.deployment(ALICE, i % 10 == 9 ? "first" : "d" + i);
                writes.add(threads.submit(() -> insert(deployment)));
            }
            await().until(() -> store.queued() == 30);
            assertThat(store.commits()).isEqualTo(before);
            goOn.countDown();
        }
        int done = 0;
        for (Future<Boolean> write : writes) {
            done += write.get() ? 1 : 0;
        }
        assertThat(done).isEqualTo(28);
        assertThat(store.commits()).isEqualTo(before + 1);
        assertThat(store.deployments(ALICE, false, java.util.Optional.empty(), 99)).hasSize(28);
    }

    private boolean insert(Deployment deployment) {
        try {
            Stores.write(store, writer -> writer.insert(deployment));
            return true;
        } catch (StoreException.NameTaken _) {
            return false;
        }
    }

    @Test
    void showsNothingBeforeItIsCommitted() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> write = threads.submit(this::hold);
            begun.await();
            assertThat(store.deploymentNamed(ALICE, "first")).isEmpty();
            goOn.countDown();
            assertThat(write.get()).isTrue();
        }
        assertThat(store.deploymentNamed(ALICE, "first")).isPresent();
    }

    @Test
    void countsNoCommitThatChangesNothing() {
        long before = store.commits();
        Stores.write(store, _ -> {});
        assertThat(store.lease("me", Samples.NOON, java.time.Duration.ofSeconds(1), 9)).isEmpty();
        assertThat(store.commits()).isEqualTo(before);
    }

    @Test
    void survivesAnErrorInTheWork() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        store.write(_ -> {
                            throw new AssertionError("a bug");
                        }))
                .withMessage("a bug");
        Stores.deployWithSecret(store, samples, "notebook");
    }

    @Test
    void refusesAWriteInsideOfAWrite() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Stores.write(store, _ -> Stores.write(store, _ -> {})))
                .withMessageContaining("inside of another");
    }

    @Test
    void finishesWhatWaitsWhenItIsClosed() throws Exception {
        Deployment second = samples.deployment(ALICE, "second");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first = threads.submit(this::hold);
            begun.await();
            Future<Boolean> waiting = threads.submit(() -> insert(second));
            await().until(() -> store.queued() == 1);
            Future<?> closing = threads.submit(store::close);
            // Two wait now: the write, and the end.
            await().until(() -> store.queued() == 2);
            goOn.countDown();
            assertThat(first.get()).isTrue();
            assertThat(waiting.get()).isTrue();
            closing.get();
        }
        try (SqliteStore again = Stores.open(folder)) {
            assertThat(again.deployment(ALICE, second.id())).contains(second);
        }
    }
}
