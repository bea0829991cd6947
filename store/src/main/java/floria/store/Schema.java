package floria.store;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import floria.engine.state.StoreException;

/**
 * Brings the tables of a database to the version that this Floria works with.
 *
 * @param where the database, for people
 * @param source whose connections migrate
 * @param tables a query of the names of all tables
 * @param number the type of a key that a machine counts
 */
record Schema(String where, DataSource source, Failures failures, String tables, String number) {
    /** The newest migration. */
    static final int VERSION = 6;

    static final String MIGRATIONS = "classpath:floria/store/migration";

    private static final String HISTORY = "flyway_schema_history";

    /**
     * Refuses a database that is not a store, or is of a newer Floria, before anything in it is
     * changed. Flyway itself is only woken when there is something to migrate: it would cost a good
     * part of the time that a server may take to start.
     */
    void bringUpToDate(Session session) {
        int found = version(session);
        if (found > VERSION) {
            throw new StoreException(
                    where
                            + " is of a newer Floria: its schema has version "
                            + found
                            + ", this Floria knows versions up to "
                            + VERSION
                            + "; use the newer Floria, or another place for the store");
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
                    .placeholders(Map.of("number", number))
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    where
                            + " could not be brought to schema version "
                            + VERSION
                            + ": "
                            + failures.of(e).getMessage(),
                    e);
        }
    }

    /** The newest migration that the database has seen, 0 when it is empty. */
    private int version(Session session) {
        List<String> names = session.query(tables, row -> row.text("name"));
        if (names.isEmpty()) {
            return 0;
        }
        if (!names.contains(HISTORY)) {
            throw new StoreException(
                    where
                            + " is a database of another program and was left as it is; move it"
                            + " away, or choose another place for the store");
        }
        return session.first(
                        "select coalesce(max(cast(version as integer)), 0) as newest from "
                                + HISTORY
                                + " where success",
                        row -> row.integer("newest"))
                .orElse(0);
    }
}
