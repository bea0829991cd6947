package floria.store;

import java.nio.file.Path;
import java.time.Duration;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections that keep the store's promises. */
final class Sqlite {
    /** How long a connection waits for a lock of another process. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Beyond this the write-ahead log is cut back once it has been written to the database. */
    private static final int LOG_LIMIT_BYTES = 64 << 20;

    private Sqlite() {}

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
