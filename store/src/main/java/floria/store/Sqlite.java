package floria.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import floria.engine.state.StoreException;

/**
 * A database in a file, which one process or many write by turns. Its connections keep the store's
 * promises.
 */
record Sqlite(Path file) implements Database {
    /** How long a connection waits for a lock of another process. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Beyond this the write-ahead log is cut back once it has been written to the database. */
    private static final int LOG_LIMIT_BYTES = 64 << 20;

    /** Up to this size the whole file is checked at every opening, which takes milliseconds. */
    private static final long CHECK_LIMIT_BYTES = 16 << 20;

    Failures failures() {
        return new SqliteFailures(file);
    }

    @Override
    public int patience() {
        return 0;
    }

    @Override
    public Session connect() {
        try {
            return new Session(writing(file).getConnection(), failures());
        } catch (SQLException e) {
            throw failures().of(e);
        }
    }

    @Override
    public void begin(Session session) {
        session.execute("begin immediate");
    }

    @Override
    public Optional<String> seal(Session session) {
        return Optional.empty();
    }

    @Override
    public Optional<String> afterGrowth() {
        return Optional.empty();
    }

    @Override
    public boolean committed(Session session, String mark) {
        throw new IllegalStateException("no transaction on a file has a mark");
    }

    /** Refuses a file that is damaged before anything in it is changed. */
    void bringUpToDate(Session session) {
        if (file.toFile().length() <= CHECK_LIMIT_BYTES) {
            check(session);
        }
        new Schema(
                        file.toString(),
                        writing(file),
                        failures(),
                        "select name from sqlite_master",
                        "integer")
                .bringUpToDate(session);
    }

    private void check(Session session) {
        String verdict =
                session.first(
                                "select quick_check as answer from pragma_quick_check limit 1",
                                row -> row.text("answer"))
                        .orElse("");
        if (!verdict.equals("ok")) {
            throw new StoreException(
                    file
                            + " is damaged ("
                            + verdict.strip().replace('\n', ' ')
                            + ") and was left as it is; copy the folder to a safe place, and"
                            + " restore a backup");
        }
    }

    /**
     * Every commit is on disk before it returns: the write-ahead log is synchronised each time
     * ({@code synchronous=FULL}), not only before it is written back.
     */
    static SQLiteDataSource writing(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalSizeLimit(LOG_LIMIT_BYTES);
        return source(file, config);
    }

    /** For connections that see what was committed when their statement began. */
    static SQLiteDataSource reading(Path file) {
        return source(file, new SQLiteConfig());
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig config) {
        config.setBusyTimeout((int) PATIENCE.toMillis());
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        // As a URI, so that no character of the path is taken for a setting.
        source.setUrl("jdbc:sqlite:" + file.toUri());
        return source;
    }
}
