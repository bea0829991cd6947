package floria.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import floria.engine.state.StoreException;

/** Hears of the commits of other processes and passes them on to those who wait here. */
final class CommitListener implements AutoCloseable {
    /** After so long a silence the connection is asked whether it is still there. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration RETRY = Duration.ofMillis(500);

    private final Postgres database;
    private final DataSource source;
    private final CommitSignal signal;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("store-listener").unstarted(this::serve);
    private Connection connection;
    private boolean closed;

    /** Hears every commit from now on. */
    CommitListener(Postgres database, CommitSignal signal) {
        this.database = database;
        this.signal = signal;
        source = database.source();
        try {
            connection = listening();
        } catch (SQLException e) {
            throw database.failures().of(e);
        }
        thread.start();
    }

    private Connection listening() throws SQLException {
        Connection made = source.getConnection();
        try (Statement statement = made.createStatement()) {
            statement.execute("listen " + Postgres.CHANNEL);
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    private void serve() {
        while (!isClosed()) {
            try {
                hear(current());
            } catch (SQLException _) {
                reconnect();
            }
        }
    }

    private void hear(Connection from) throws SQLException {
        PGNotification @Nullable [] heard =
                from.unwrap(PGConnection.class).getNotifications((int) SILENCE.toMillis());
        if (heard == null || heard.length == 0) {
            try (Statement statement = from.createStatement()) {
                statement.execute("select 1");
            }
            return;
        }
        for (PGNotification each : heard) {
            if (!each.getParameter().equals(database.sender())) {
                signal.committed();
                return;
            }
        }
    }

    private void reconnect() {
        while (!isClosed()) {
            try {
                replace(listening());
                // What was committed meanwhile was not heard.
                signal.committed();
                return;
            } catch (SQLException _) {
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized Connection current() {
        return connection;
    }

    private synchronized void replace(Connection made) throws SQLException {
        connection.abort(Runnable::run);
        connection = made;
        if (closed) {
            made.abort(Runnable::run);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            try {
                // Ends the wait for news, too.
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                throw new StoreException("the connection for news could not be closed", e);
            }
        }
        LockSupport.unpark(thread);
    }
}
