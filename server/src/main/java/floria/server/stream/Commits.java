package floria.server.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.state.Store;
import floria.engine.state.StoreException;

/**
 * Tells any number of streams that the store has something new. One thread waits for the store, and
 * only while there is a stream. Safe for use by many threads.
 *
 * <p>A stream takes the {@link #mark} first, reads, and then awaits what is newer than the mark: a
 * commit between reading and waiting is not missed.
 */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /** Bounds what a stop has to wait for, should the store not notice an interrupt. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private final Store store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long count;
    private int streams;
    private boolean stopped;

    Commits(Store store) {
        this.store = store;
    }

    /** What ended a wait. */
    enum News {
        COMMITTED,
        NONE,
        STOPPED
    }

    Thread start() {
        return Thread.ofVirtual().name("commits").start(this::pump);
    }

    void stop() {
        locked(() -> {
            stopped = true;
            changed.signalAll();
        });
    }

    void join() {
        locked(() -> {
            streams++;
            changed.signalAll();
        });
    }

    void leave() {
        locked(() -> streams--);
    }

    long mark() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when something was committed after {@code mark}, after {@code limit}, or on a stop.
     */
    News await(long mark, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (!stopped && count == mark && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (stopped) {
                return News.STOPPED;
            }
            return count == mark ? News.NONE : News.COMMITTED;
        } finally {
            lock.unlock();
        }
    }

    private void pump() {
        try {
            while (awaitStream()) {
                try {
                    store.awaitCommit(TURN);
                } catch (StoreException e) {
                    LOG.debug("Cannot wait for the store", e);
                    pause();
                }
                locked(() -> {
                    count++;
                    changed.signalAll();
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitStream() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (streams == 0 && !stopped) {
                changed.await();
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(TURN.toNanos());
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
