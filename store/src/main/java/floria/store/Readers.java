package floria.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/**
 * The connections that read, made when they are needed and kept. Few are enough: a read takes
 * microseconds and holds the thread that runs it, virtual or not, in native code.
 */
final class Readers implements AutoCloseable {
    private static final int MOST = 4;

    private record Reader(Connection connection, DSLContext queries) {}

    private final DataSource source;
    private final Failures failures;
    private final Semaphore permits = new Semaphore(MOST, true);
    private final Deque<Reader> idle = new ArrayDeque<>();
    private boolean closed;

    Readers(DataSource source, Failures failures) {
        this.source = source;
        this.failures = failures;
    }

    /** Runs a query; {@code query} asks for nothing else while it runs. */
    <T> T read(Function<DSLContext, T> query) {
        permits.acquireUninterruptibly();
        try {
            Reader reader = take();
            try {
                return query.apply(reader.queries());
            } finally {
                giveBack(reader);
            }
        } catch (RuntimeException | SQLException e) {
            throw failures.of(e);
        } finally {
            permits.release();
        }
    }

    private Reader take() throws SQLException {
        Reader reader = idle();
        if (reader != null) {
            return reader;
        }
        Connection connection = source.getConnection();
        Sqlite.execute(connection, "pragma query_only = true");
        return new Reader(connection, Sqlite.queries(connection));
    }

    private synchronized @Nullable Reader idle() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        return idle.pollFirst();
    }

    private synchronized void giveBack(Reader reader) throws SQLException {
        if (closed) {
            reader.connection().close();
        } else {
            idle.addFirst(reader);
        }
    }

    /** Closes the connections that are idle now, and each other one when its query ends. */
    @Override
    public synchronized void close() throws SQLException {
        closed = true;
        for (Reader reader = idle.pollFirst(); reader != null; reader = idle.pollFirst()) {
            reader.connection().close();
        }
    }
}
