package floria.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes those who wait for commits. Each thread is told of every commit after its own last return,
 * so that none is missed between two waits; a thread that waits for the first time is told of those
 * before.
 */
final class CommitSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Of the thread and not of a call, since the port's method has nothing to hand back.
    private final ThreadLocal<Long> seen = ThreadLocal.withInitial(() -> 0L);
    private long commits;
    private boolean closed;

    void committed() {
        lock.lock();
        try {
            commits++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes everyone, now and from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void await(Duration limit) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(limit);
        lock.lockInterruptibly();
        try {
            while (commits == seen.get() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            seen.set(commits);
        } finally {
            lock.unlock();
        }
    }
}
