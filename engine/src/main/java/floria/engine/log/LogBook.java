package floria.engine.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.state.LogLine;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.StoreException;

/**
 * Writes log lines in batches behind the backs of those who produce them; slows them down when it
 * cannot keep up. Lines of one command are stored in order. Lines that cannot be stored are
 * dropped, with a word in the server's own log: a full disk must not end a run whose journal still
 * has room.
 */
public final class LogBook implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogBook.class);
    private static final int BATCH = 1_000;
    private static final Duration GATHER = Duration.ofMillis(50);

    private final Store store;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>(20_000);
    private final Thread writer;

    private sealed interface Entry {
        record Line(LogLine line) implements Entry {}

        record Flush(CountDownLatch done) implements Entry {}
    }

    public LogBook(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.writer = Thread.ofVirtual().name("log-book").start(this::write);
    }

    /** A recorder for the commands of a step. */
    public Recorder recorder(String deployment, Step step, Supplier<Mask> mask) {
        return new Recorder(
                this,
                new LogLine(
                        0,
                        Instant.EPOCH,
                        deployment,
                        step.run(),
                        step.node(),
                        step.id(),
                        "",
                        "",
                        0,
                        ""),
                mask);
    }

    Instant now() {
        return clock.instant();
    }

    void add(LogLine line) {
        try {
            queue.put(new Entry.Line(line));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void flush() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        queue.put(new Entry.Flush(done));
        done.await();
    }

    private void write() {
        List<Entry> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                if (batch.size() < BATCH
                        && batch.stream().noneMatch(Entry.Flush.class::isInstance)) {
                    // A moment more fills the batch: a commit costs the same for one line and for a
                    // thousand.
                    Entry next =
                            queue.poll(
                                    GATHER.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
                    if (next != null) {
                        batch.add(next);
                        queue.drainTo(batch, BATCH);
                    }
                }
                store(batch);
                batch.clear();
            }
        } catch (InterruptedException _) {
            queue.drainTo(batch);
            store(batch);
        }
    }

    private void store(List<Entry> batch) {
        List<LogLine> lines =
                batch.stream()
                        .filter(Entry.Line.class::isInstance)
                        .map(entry -> ((Entry.Line) entry).line())
                        .toList();
        try {
            if (!lines.isEmpty()) {
                store.write(writer -> {
                    writer.log(lines);
                    return lines.size();
                });
            }
        } catch (StoreException e) {
            LOGGER.warn(
                    "{} log lines of deployment {} are lost: {}",
                    lines.size(),
                    lines.getFirst().deployment(),
                    e.getMessage());
        } finally {
            for (Entry entry : batch) {
                if (entry instanceof Entry.Flush(var done)) {
                    done.countDown();
                }
            }
        }
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join(Duration.ofSeconds(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
