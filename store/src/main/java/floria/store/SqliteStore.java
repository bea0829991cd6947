package floria.store;

import java.nio.file.Path;
import java.util.Set;
import java.util.random.RandomGenerator;

import floria.engine.state.StoreException;

/** The store in a folder: an SQLite database in write-ahead mode, and the key of its secrets. */
public final class SqliteStore extends SqlStore {
    private final SqliteReaders readers;

    private SqliteStore(
            StateFolder folder,
            Sqlite database,
            Session session,
            String installation,
            SqliteReaders readers) {
        super(
                database,
                session,
                installation,
                readers,
                new KeyFile(folder.secretKey()),
                new CommitSignal());
        this.readers = readers;
    }

    /**
     * Opens the store in a folder, and makes what is missing: the folder, the database, newer
     * tables. What cannot be used (damaged, of another program, of a newer Floria, not writable) is
     * refused with a {@link StoreException} and left as it is.
     *
     * @param random for the installation's id, used when the store is made
     */
    public static SqliteStore open(Path folder, RandomGenerator random) {
        StateFolder state = new StateFolder(folder);
        state.prepare();
        SqliteStore store = state.exclusively(() -> open(state, random));
        store.start();
        return store;
    }

    private static SqliteStore open(StateFolder folder, RandomGenerator random) {
        Sqlite database = new Sqlite(folder.database());
        Session session = database.connect();
        try {
            database.bringUpToDate(session);
            return new SqliteStore(
                    folder,
                    database,
                    session,
                    installation(session, random),
                    new SqliteReaders(Sqlite.reading(folder.database()), database.failures()));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** The statements of the reads so far. */
    Set<String> reads() {
        return readers.read(Session::statements);
    }
}
