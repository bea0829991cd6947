package floria.store;

import java.sql.SQLException;

import floria.engine.state.StoreException;

/** Says for people what went wrong with a PostgreSQL database. */
record PostgresFailures(String where) implements Failures {

    @Override
    public StoreException of(Throwable cause) {
        if (cause instanceof StoreException known) {
            return known;
        }
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof SQLException failure && failure.getSQLState() != null) {
                return of(failure, failure.getSQLState(), cause);
            }
        }
        return new StoreException(where + " cannot be used: " + cause.getMessage(), cause);
    }

    /** The first two characters of a state are its class (PostgreSQL, appendix A). */
    private StoreException of(SQLException failure, String state, Throwable cause) {
        return switch (state) {
            case "25P03", "57P01", "57P02", "57P03", "57P05", "53300" ->
                    new Disrupted(unreachable(failure), cause);
            case "40001", "40P01" ->
                    new Disrupted(
                            where
                                    + " could not be changed, since another program changed the"
                                    + " same; nothing of this change was kept; try again",
                            cause);
            case "55P03" ->
                    new StoreException(
                            where
                                    + " was kept from being written by another program for too"
                                    + " long, and nothing of this change was kept; see who holds"
                                    + " locks in pg_locks",
                            cause);
            case "53100" ->
                    new StoreException(
                            "disk full: "
                                    + where
                                    + " could not be written, and nothing of this change was kept;"
                                    + " free some space on its disk and try again",
                            cause);
            case "25006" ->
                    new StoreException(
                            where + " cannot be written, being a standby; name the primary", cause);
            case "3D000" ->
                    new StoreException(
                            where + " is not there; make it: createdb --owner=USER DATABASE",
                            cause);
            default -> ofClass(failure, state, cause);
        };
    }

    private StoreException ofClass(SQLException failure, String state, Throwable cause) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08" -> new Disrupted(unreachable(failure), cause);
            case "28" ->
                    new StoreException(
                            where
                                    + " does not let this user in ("
                                    + failure.getMessage()
                                    + "); check user, password, and pg_hba.conf",
                            cause);
            case "42" ->
                    new StoreException(
                            where
                                    + " does not do what is asked of it ("
                                    + failure.getMessage()
                                    + "); check that its user owns the schema, and that nobody"
                                    + " has changed the tables",
                            cause);
            default -> new StoreException(where + ": " + failure.getMessage(), cause);
        };
    }

    private String unreachable(SQLException failure) {
        return where
                + " cannot be reached ("
                + failure.getMessage()
                + "), and nothing of this change was kept; check that it runs and can be reached"
                + " from here";
    }
}
