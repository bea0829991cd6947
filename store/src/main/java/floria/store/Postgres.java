package floria.store;

import java.sql.SQLException;
import java.util.Optional;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database, or one schema of it, that processes of several machines write by turns: an
 * advisory lock lets one transaction write at a time, so that ids grow in the order of commits,
 * what was checked still holds when it is acted on, and no two transactions wait for each other.
 *
 * @param sender tells the commits of this process from those of all others
 */
record Postgres(PostgresSettings settings, String sender) implements Database {
    /** On which commits are told. */
    static final String CHANNEL = "floria_commit";

    /** Counts the commits of each process; a name is at most 40 characters long. */
    private static final String MARKS = "commit.";

    /** How long a connection waits: for an answer, for the lock, for a process that has stopped. */
    private static final int ANSWER_SECONDS = 30;

    private static final int LOCK_SECONDS = 20;
    private static final int IDLE_SECONDS = 5;
    private static final int CONNECT_SECONDS = 5;

    /** 10 seconds. */
    private static final int PATIENCE = 100;

    // The lock is that of the store's tables, so that a database may hold more than one store.
    private static final String BEGIN =
            "begin isolation level read committed read write;"
                    + " select pg_advisory_xact_lock("
                    + "(1::bigint << 40) + 'counter'::regclass::oid::bigint)";

    // A process that is stopped inside of a transaction must not keep the others from writing.
    // What is acknowledged is on disk, however the server is configured.
    private static final String PREPARE =
            "select set_config('idle_in_transaction_session_timeout', ?, false),"
                    + " set_config('lock_timeout', ?, false),"
                    + " set_config('synchronous_commit', case"
                    + " current_setting('synchronous_commit') when 'off' then 'on'"
                    + " else current_setting('synchronous_commit') end, false)";

    PostgresFailures failures() {
        return new PostgresFailures(settings.where());
    }

    /** Connections whose every answer is awaited for a bounded time. */
    PGSimpleDataSource source() {
        PGSimpleDataSource source = patient();
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout(ANSWER_SECONDS);
        }
        return source;
    }

    /** Connections for what may take its time. */
    PGSimpleDataSource patient() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(settings.url());
        settings.user().ifPresent(source::setUser);
        settings.password().ifPresent(source::setPassword);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setApplicationName("floria");
        return source;
    }

    @Override
    public int patience() {
        return PATIENCE;
    }

    @Override
    public Session connect() {
        Session session;
        try {
            session = new Session(source().getConnection(), failures());
        } catch (SQLException e) {
            throw failures().of(e);
        }
        try {
            session.query(PREPARE, _ -> true, IDLE_SECONDS + "s", LOCK_SECONDS + "s");
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Brings the tables up to date; of several processes at once, one does. */
    void bringUpToDate(Session session) {
        new Schema(
                        settings.where(),
                        patient(),
                        failures(),
                        "select tablename as name from pg_tables where schemaname ="
                                + " current_schema()",
                        "bigint")
                .bringUpToDate(session);
    }

    @Override
    public void begin(Session session) {
        session.execute(BEGIN);
    }

    // Not the number of the transaction, which a database that has crashed may give again.
    @Override
    public Optional<String> seal(Session session) {
        return session.first(
                """
                with mark as (
                    insert into counter (name, value) values (?, 1)
                    on conflict (name) do update set value = counter.value + 1
                    returning value)
                select value, pg_notify(?, ?) as told from mark
                """,
                row -> row.text("value"),
                ownMarks(),
                CHANNEL,
                sender);
    }

    // It knows by statistics only which of two indexes is the better one, and would go on for a
    // minute with what it had made of empty tables: each update would read all rows of the run.
    @Override
    public Optional<String> afterGrowth() {
        return Optional.of("analyze step, instance");
    }

    @Override
    public boolean committed(Session session, String mark) {
        return session.exists(
                "select 1 from counter where name = ? and value >= ?",
                ownMarks(),
                Long.parseLong(mark));
    }

    private String ownMarks() {
        return MARKS + sender;
    }

    /** Removes the marks of processes that have not written for a million transactions. */
    static void tidy(Session session) {
        session.execute(
                "delete from counter where name like ? and age(xmin) > 1000000", MARKS + "%");
    }

    /** A name that no other process has ever had. */
    static String sender(Session session) {
        return session.first(
                        "select replace(cast(gen_random_uuid() as text), '-', '') as name",
                        row -> row.text("name"))
                .orElseThrow();
    }
}
