package floria.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/**
 * The one thread that writes. It takes all work that waits into one transaction, each piece in a
 * savepoint of its own, commits, and only then lets the callers go: one synchronisation of the disk
 * serves them all.
 */
final class GroupCommit implements AutoCloseable {
    /** Bounds the wait of the first caller when ever more arrive. */
    private static final int MOST_TOGETHER = 256;

    private final Connection connection;
    private final Supplier<Transaction> transactions;
    private final Failures failures;
    private final CommitSignal signal;
    private final AtomicLong commits = new AtomicLong();
    private final LinkedBlockingQueue<Unit<?>> waiting = new LinkedBlockingQueue<>();
    private final Unit<Boolean> stop = new Unit<>(_ -> true);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("store-writer").unstarted(this::serve);
    private boolean closed;

    GroupCommit(
            Connection connection,
            Supplier<Transaction> transactions,
            Failures failures,
            CommitSignal signal) {
        this.connection = connection;
        this.transactions = transactions;
        this.failures = failures;
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
    public void close() throws SQLException {
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
        connection.close();
    }

    private void serve() {
        try {
            for (Unit<?> unit = waiting.take(); unit != stop; unit = waiting.take()) {
                commit(unit, this::next);
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

    private void commit(Unit<?> first, Supplier<? extends @Nullable Unit<?>> more) {
        List<Unit<?>> together = new ArrayList<>();
        together.add(first);
        if (!begin(together, more)) {
            return;
        }
        boolean changed = false;
        try {
            for (int i = 0; i < together.size(); i++) {
                changed |= runInSavepoint(together.get(i));
                Unit<?> next = together.size() < MOST_TOGETHER ? more.get() : null;
                if (next != null) {
                    together.add(next);
                }
            }
        } catch (SQLException e) {
            // SQLite has given up the transaction as a whole, as it does when the disk is full.
            rollback();
            if (together.size() == 1) {
                fail(together, e);
            } else {
                // One of them is to blame and the others must not suffer.
                together.forEach(unit -> commit(unit, () -> null));
            }
            return;
        }
        try {
            Sqlite.execute(connection, "commit");
        } catch (SQLException e) {
            rollback();
            fail(together, e);
            return;
        }
        if (changed) {
            commits.incrementAndGet();
            signal.committed();
        }
        together.forEach(Unit::answer);
    }

    /** Takes the right to write; without it, all who wait are told, for they would wait in vain. */
    private boolean begin(List<Unit<?>> together, Supplier<? extends @Nullable Unit<?>> more) {
        try {
            Sqlite.execute(connection, "begin immediate");
            return true;
        } catch (SQLException e) {
            for (Unit<?> unit = more.get(); unit != null; unit = more.get()) {
                together.add(unit);
            }
            fail(together, e);
            return false;
        }
    }

    // Whatever the work throws is its caller's, and must not end the thread of all.
    private boolean runInSavepoint(Unit<?> unit) throws SQLException {
        Sqlite.execute(connection, "savepoint unit");
        Transaction transaction = transactions.get();
        try {
            unit.run(transaction);
        } catch (Throwable failure) {
            unit.fail(failure);
            Sqlite.execute(connection, "rollback to unit");
            Sqlite.execute(connection, "release unit");
            return false;
        }
        Sqlite.execute(connection, "release unit");
        return transaction.hasChanged();
    }

    private void fail(List<Unit<?>> units, SQLException cause) {
        for (Unit<?> unit : units) {
            if (!unit.hasFailed()) {
                unit.fail(failures.of(cause));
            }
            unit.answer();
        }
    }

    private void rollback() {
        try {
            Sqlite.execute(connection, "rollback");
        } catch (SQLException _) {
            // SQLite has rolled back by itself.
        }
    }
}
