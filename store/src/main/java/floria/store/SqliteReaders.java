package floria.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/**
 * The connections that read, made when they are needed and kept. Few are enough: a read takes
 * microseconds and holds the thread that runs it, virtual or not, in native code.
 */
final class SqliteReaders implements Readers {
    private static final int MOST = 4;

    private final DataSource source;
    private final Failures failures;
    private final Semaphore permits = new Semaphore(MOST, true);
    private final Deque<Session> idle = new ArrayDeque<>();
    private boolean closed;

    SqliteReaders(DataSource source, Failures failures) {
        this.source = source;
        this.failures = failures;
    }

    @Override
    public <T> T read(Function<Session, T> query) {
        permits.acquireUninterruptibly();
        try {
            Session session = take();
            try {
                return query.apply(session);
            } finally {
                giveBack(session);
            }
        } finally {
            permits.release();
        }
    }

    private Session take() {
        Session session = idle();
        if (session != null) {
            return session;
        }
        try {
            Session made = new Session(source.getConnection(), failures);
            made.execute("pragma query_only = true");
            return made;
        } catch (SQLException e) {
            throw failures.of(e);
        }
    }

    private synchronized @Nullable Session idle() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        return idle.pollFirst();
    }

    private synchronized void giveBack(Session session) {
        if (closed) {
            session.close();
        } else {
            idle.addFirst(session);
        }
    }

    /** Closes the connections that are idle now, and each other one when its query ends. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            session.close();
        }
    }
}
