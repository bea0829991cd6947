package floria.engine.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static floria.engine.state.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What every store is held to: callers do not disturb each other, and miss nothing. */
public abstract class StoreParallelContract extends OpenedStore {
    @Test
    void losesNothingOfEightWritersAndShowsEventsInTheOrderOfCommits() throws Exception {
        Deployment deployment = deployed(ALICE, "notebook");
        int each = 50;
        List<String> read = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "w" + i + ".";
            work.add(() -> append(deployment, name, each));
        }
        // A reader that goes on from the last id that it has seen must see every event.
        work.add(() -> follow(8 * each, read));
        together(work);
        assertThat(read).hasSize(8 * each).doesNotHaveDuplicates();
        for (int i = 0; i < 8; i++) {
            String name = "w" + i + ".";
            assertThat(read.stream().filter(text -> text.startsWith(name)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(number -> name + number).toList());
        }
    }

    private boolean append(Deployment deployment, String name, int count) {
        for (int i = 0; i < count; i++) {
            Event event = samples.event(deployment, name + i);
            write(writer -> writer.append(List.of(event)));
        }
        return true;
    }

    private boolean follow(int count, List<String> read) throws InterruptedException {
        long last = 0;
        while (read.size() < count) {
            List<Event> events = store.events(ALICE, Optional.empty(), last, 7);
            for (Event event : events) {
                assertThat(event.id()).isGreaterThan(last);
                last = event.id();
                read.add(event.message());
            }
            if (events.isEmpty()) {
                store.awaitCommit(Duration.ofSeconds(60));
            }
        }
        return true;
    }

    @Test
    void doesNotLetTheFailureOfOneTouchTheOthers() throws Exception {
        deployed(ALICE, "taken");
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Deployment deployment = samples.deployment(ALICE, i % 2 == 0 ? "d" + i : "taken");
            work.add(() -> {
                try {
                    write(writer -> writer.insert(deployment));
                    return true;
                } catch (StoreException.NameTaken _) {
                    return false;
                }
            });
        }
        assertThat(together(work)).filteredOn(done -> done).hasSize(20);
        assertThat(store.deployments(ALICE, true, Optional.empty(), 100)).hasSize(21);
    }

    @Test
    void finishesTheWriteOfACallerThatIsInterrupted() throws Exception {
        Deployment deployment = samples.deployment(ALICE, "notebook");
        Future<Boolean> interrupted;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            interrupted =
                    threads.submit(() -> {
                        Thread.currentThread().interrupt();
                        write(writer -> writer.insert(deployment));
                        return Thread.currentThread().isInterrupted();
                    });
        }
        assertThat(interrupted.get()).isTrue();
        assertThat(store.deployment(ALICE, deployment.id())).contains(deployment);
    }

    @Test
    void wakesThoseWhoWaitForACommit() throws Exception {
        deployed(ALICE, "before");
        CountDownLatch waiting = new CountDownLatch(3);
        List<Future<Boolean>> woken = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                woken.add(
                        threads.submit(() -> {
                            store.awaitCommit(Duration.ofSeconds(60));
                            waiting.countDown();
                            // A commit between the two calls must end the second as well.
                            store.awaitCommit(Duration.ofSeconds(60));
                            return store.deploymentNamed(ALICE, "after").isPresent();
                        }));
            }
            assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
            deployed(ALICE, "after");
            for (Future<Boolean> each : woken) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void waitsNoLongerThanAsked() throws Exception {
        deployed(ALICE, "before");
        store.awaitCommit(Duration.ZERO);
        long start = System.nanoTime();
        store.awaitCommit(Duration.ofMillis(50));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(50));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> store.awaitCommit(Duration.ofSeconds(60)));
    }
}
