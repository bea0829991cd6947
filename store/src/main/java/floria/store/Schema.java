package floria.store;

import java.nio.file.Path;
import java.util.Map;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import floria.engine.state.StoreException;

/** Brings the tables of a database to the version that this Floria works with. */
final class Schema {
    /** The newest migration. */
    static final int VERSION = 3;

    static final String MIGRATIONS = "classpath:floria/store/migration";

    private static final String HISTORY = "flyway_schema_history";

    /** Up to this size the whole file is checked at every opening, which takes milliseconds. */
    private static final long CHECK_LIMIT_BYTES = 16 << 20;

    private final Path file;
    private final DataSource source;

    Schema(Path file, DataSource source) {
        this.file = file;
        this.source = source;
    }

    /**
     * Refuses a file that is damaged, is not a store, or is of a newer Floria, before anything in
     * it is changed. Flyway itself is only woken when there is something to migrate: it would cost
     * a good part of the time that a server may take to start.
     */
    void bringUpToDate(Session session) {
        check(session);
        int found = version(session);
        if (found > VERSION) {
            throw new StoreException(
                    file
                            + " is of a newer Floria: its schema has version "
                            + found
                            + ", this Floria knows versions up to "
                            + VERSION
                            + "; use the newer Floria, or another folder");
        }
        if (found < VERSION) {
            migrate();
        }
    }

    private void migrate() {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    .placeholders(Map.of("number", "integer"))
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    file
                            + " could not be brought to schema version "
                            + VERSION
                            + ": "
                            + new Failures(file).of(e).getMessage(),
                    e);
        }
    }

    private void check(Session session) {
        if (file.toFile().length() > CHECK_LIMIT_BYTES) {
            return;
        }
        String verdict =
                text(session, "select quick_check as answer from pragma_quick_check limit 1");
        if (!verdict.equals("ok")) {
            throw new StoreException(
                    file
                            + " is damaged ("
                            + verdict.strip().replace('\n', ' ')
                            + ") and was left as it is; copy the folder to a safe place, and"
                            + " restore a backup");
        }
    }

    /** The newest migration that the file has seen, 0 when it is empty. */
    private int version(Session session) {
        String tables =
                text(
                        session,
                        "select count(*) as answer from sqlite_master where type = 'table' and name = '"
                                + HISTORY
                                + "'");
        if (tables.equals("0")) {
            if (text(session, "select count(*) as answer from sqlite_master").equals("0")) {
                return 0;
            }
            throw new StoreException(
                    file
                            + " is a database of another program and was left as it is; move it"
                            + " away, or choose another folder");
        }
        return Integer.parseInt(
                text(
                        session,
                        "select coalesce(max(cast(version as integer)), 0) as answer from "
                                + HISTORY
                                + " where success = 1"));
    }

    private static String text(Session session, String query) {
        return session.first(query, row -> row.text("answer")).orElse("");
    }
}
