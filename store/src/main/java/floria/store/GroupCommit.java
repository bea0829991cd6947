package floria.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/**
 * The one thread that writes. It takes all work that waits into one transaction, each piece in a
 * savepoint of its own, commits, and only then lets the callers go: one synchronisation of the disk
 * serves them all.
 *
 * <p>A transaction that was disrupted is done again on a new connection. Whether one whose commit
 * was disrupted was kept is found out first, so that nothing is done twice.
 */
final class GroupCommit implements AutoCloseable {
    /** Bounds the wait of the first caller when ever more arrive. */
    private static final int MOST_TOGETHER = 256;

    /** How often work is done again that is disrupted in its midst. */
    private static final int REPETITIONS = 3;

    private static final Duration RETRY = Duration.ofMillis(100);

    private final Database database;
    private final Secrets secrets;
    private final CommitSignal signal;
    private final AtomicLong commits = new AtomicLong();
    private final LinkedBlockingQueue<Unit<?>> waiting = new LinkedBlockingQueue<>();
    private final Unit<Boolean> stop = new Unit<>(_ -> true);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("store-writer").unstarted(this::serve);
    // Of the writing thread alone, once it runs.
    private @Nullable Session session;
    private volatile boolean closed;

    GroupCommit(Database database, Session session, Secrets secrets, CommitSignal signal) {
        this.database = database;
        this.session = session;
        this.secrets = secrets;
        this.signal = signal;
    }

    void start() {
        thread.start();
    }

    /** How many transactions have changed something. */
    long commits() {
        return commits.get();
    }

    /** How many callers' work has not been begun. */
    int queued() {
        return waiting.size();
    }

    /** Returns when the work is on disk. */
    <T> T write(Function<Transaction, T> work) {
        Unit<T> unit = new Unit<>(work);
        submit(unit);
        return unit.await();
    }

    private synchronized void submit(Unit<?> unit) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        if (Thread.currentThread().equals(thread)) {
            throw new StoreException("a write was begun inside of another, which would never end");
        }
        waiting.add(unit);
    }

    /** Finishes what waits, then ends. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.add(stop);
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }

    private void serve() {
        try {
            for (Unit<?> unit = waiting.take(); unit != stop; unit = waiting.take()) {
                List<Unit<?>> together = new ArrayList<>();
                together.add(unit);
                commit(together, this::next, REPETITIONS);
            }
        } catch (InterruptedException _) {
            // Nobody else has this thread to interrupt it.
            throw new AssertionError("the writer was interrupted");
        }
    }

    /** Work that has come meanwhile. */
    private @Nullable Unit<?> next() {
        Unit<?> unit = waiting.peek();
        return unit == null || unit == stop ? null : waiting.poll();
    }

    private void commit(
            List<Unit<?>> together, Supplier<? extends @Nullable Unit<?>> more, int repetitions) {
        Session current;
        try {
            current = begin();
        } catch (StoreException e) {
            // All who wait are told, for they would wait in vain.
            for (Unit<?> unit = more.get(); unit != null; unit = more.get()) {
                together.add(unit);
            }
            fail(together, e);
            return;
        }
        boolean changed = false;
        Optional<String> mark = Optional.empty();
        try {
            for (int i = 0; i < together.size(); i++) {
                changed |= runInSavepoint(current, together.get(i));
                Unit<?> next = together.size() < MOST_TOGETHER ? more.get() : null;
                if (next != null) {
                    together.add(next);
                }
            }
            if (changed) {
                mark = database.seal(current);
            }
        } catch (StoreException e) {
            // The transaction is given up as a whole, as SQLite does it when the disk is full.
            rollback(current);
            repeat(together, e, repetitions);
            return;
        }
        try {
            current.execute("commit");
        } catch (StoreException e) {
            rollback(current);
            if (!settle(together, mark, e, repetitions)) {
                return;
            }
        }
        if (changed) {
            commits.incrementAndGet();
            signal.committed();
        }
        together.forEach(Unit::answer);
    }

    /** Does again, without the one that is to blame, what has not been kept. */
    private void repeat(List<Unit<?>> together, StoreException cause, int repetitions) {
        if (cause instanceof Disrupted && repetitions > 0) {
            commit(together, () -> null, repetitions - 1);
        } else if (together.size() == 1 || cause instanceof Disrupted) {
            fail(together, cause);
        } else {
            // One of them is to blame and the others must not suffer.
            for (Unit<?> unit : together) {
                commit(new ArrayList<>(List.of(unit)), () -> null, repetitions);
            }
        }
    }

    /**
     * Whether work was kept although its commit has failed; if it was not, it is done again, or its
     * callers are told.
     */
    private boolean settle(
            List<Unit<?>> together, Optional<String> mark, StoreException cause, int repetitions) {
        if (!(cause instanceof Disrupted)) {
            fail(together, cause);
            return false;
        }
        try {
            if (mark.isPresent() && isKept(mark.get())) {
                return true;
            }
        } catch (StoreException e) {
            fail(together, e);
            return false;
        }
        repeat(together, cause, repetitions);
        return false;
    }

    /** Goes on asking until the database answers, for a caller has to know; only a stop ends it. */
    private boolean isKept(String mark) {
        while (true) {
            try {
                // The transaction in question has ended when another one may write.
                Session current = begin();
                boolean kept = database.committed(current, mark);
                rollback(current);
                return kept;
            } catch (StoreException e) {
                rollback();
                if (closed) {
                    throw new StoreException(
                            "the store was closed before it could be known whether the last"
                                    + " changes were kept: "
                                    + e.getMessage(),
                            e);
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    /** Takes the right to write, on a new connection where the last one was lost. */
    private Session begin() {
        for (int tries = database.patience(); ; tries--) {
            try {
                Session current = session == null ? database.connect() : session;
                session = current;
                database.begin(current);
                return current;
            } catch (StoreException e) {
                rollback();
                if (!(e instanceof Disrupted) || tries <= 0 || closed) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    // Whatever the work throws is its caller's, and must not end the thread of all.
    private boolean runInSavepoint(Session current, Unit<?> unit) {
        current.execute("savepoint unit");
        Transaction transaction = new Transaction(current, secrets, database);
        try {
            unit.run(transaction);
        } catch (Disrupted e) {
            throw e;
        } catch (Throwable failure) {
            unit.fail(failure);
            current.execute("rollback to unit");
            current.execute("release unit");
            return false;
        }
        current.execute("release unit");
        return transaction.hasChanged();
    }

    private void fail(List<Unit<?>> units, StoreException cause) {
        for (Unit<?> unit : units) {
            if (!unit.hasFailed()) {
                unit.fail(cause);
            }
            unit.answer();
        }
    }

    private void rollback() {
        if (session != null) {
            rollback(session);
        }
    }

    private void rollback(Session current) {
        try {
            current.execute("rollback");
        } catch (Disrupted _) {
            disconnect();
        } catch (StoreException _) {
            // SQLite has rolled back by itself.
        }
    }

    private void disconnect() {
        Session last = session;
        session = null;
        if (last != null) {
            try {
                last.close();
            } catch (StoreException _) {
                // It was lost already.
            }
        }
    }
}
