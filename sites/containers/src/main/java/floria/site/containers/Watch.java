package floria.site.containers;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection when its time is up or its caller has gone, because a socket in the file
 * system knows no time limit of its own, and not every socket hears an interrupt.
 */
final class Watch implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 100;

    /** Why a connection was closed. */
    enum Verdict {
        LATE,
        CANCELLED,
        INTERRUPTED
    }

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Optional<Verdict> verdict = Optional.empty();

    private Watch() {}

    static Watch over(Closeable connection, Limit limit) {
        Watch watch = new Watch();
        Thread caller = Thread.currentThread();
        Thread.ofVirtual().name("engine-watch").start(() -> watch.run(connection, limit, caller));
        return watch;
    }

    private void run(Closeable connection, Limit limit, Thread caller) {
        try {
            while (true) {
                long left = limit.left().toMillis();
                if (left <= 0) {
                    verdict = Optional.of(Verdict.LATE);
                } else if (limit.cancelled().getAsBoolean()) {
                    verdict = Optional.of(Verdict.CANCELLED);
                } else if (caller.isInterrupted()) {
                    verdict = Optional.of(Verdict.INTERRUPTED);
                } else if (finished.await(
                        Math.min(left, LOOK_EVERY_MILLIS), TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (verdict.isPresent()) {
                    connection.close();
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // It is closed all the same; the caller gets its own exception.
        }
    }

    Optional<Verdict> verdict() {
        return verdict;
    }

    @Override
    public void close() {
        finished.countDown();
    }
}
