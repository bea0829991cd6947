package floria.store;

import java.nio.file.Path;
import java.util.random.RandomGenerator;

import floria.engine.state.StoreException;

/**
 * The store in a PostgreSQL database, for servers on one or several machines. The key of its
 * secrets stays outside, in a file that every server needs a copy of. A server that loses its
 * connection makes a new one: callers wait meanwhile, and are told if that takes too long.
 */
public final class PostgresStore extends SqlStore {
    private final CommitListener listener;

    private PostgresStore(
            Postgres database,
            Session session,
            String installation,
            Path key,
            CommitSignal signal,
            CommitListener listener) {
        super(
                database,
                session,
                installation,
                new PooledReaders(database.source(), database.failures()),
                new KeyFile(key),
                signal);
        this.listener = listener;
    }

    /**
     * Opens the store in a database, and makes what is missing: the tables, and in {@code folder}
     * the key, once it is needed. A database that cannot be reached, is of another program or of a
     * newer Floria is refused with a {@link StoreException} and left as it is.
     *
     * @param folder for the file with the key; may be missing
     * @param random for the installation's id, used when the store is made
     */
    public static PostgresStore open(
            PostgresSettings settings, Path folder, RandomGenerator random) {
        StateFolder state = new StateFolder(folder);
        state.prepareFolder();
        Session session = new Postgres(settings, "").connect();
        try {
            Postgres database = new Postgres(settings, Postgres.sender(session));
            database.bringUpToDate(session);
            Postgres.tidy(session);
            CommitSignal signal = new CommitSignal();
            PostgresStore store =
                    new PostgresStore(
                            database,
                            session,
                            installation(session, random),
                            state.secretKey(),
                            signal,
                            new CommitListener(database, signal));
            store.start();
            return store;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } finally {
            super.close();
        }
    }
}
