package floria.store;

import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

import org.postgresql.Driver;

import floria.engine.state.StoreException;

/**
 * Where a PostgreSQL database is, and as whom to use it. Without a password the driver looks into
 * the user's own {@code .pgpass}.
 *
 * @param url {@code jdbc:postgresql://HOST[:PORT]/DATABASE[?SETTINGS]}, without a password
 */
public record PostgresSettings(String url, Optional<String> user, Optional<String> password) {
    private static final String PREFIX = "jdbc:postgresql:";

    /** Refuses what is no address of a PostgreSQL database, and one that has a password in it. */
    public PostgresSettings {
        if (!url.startsWith(PREFIX)) {
            throw new StoreException(
                    "the address of the database begins with "
                            + PREFIX
                            + "//, as in jdbc:postgresql://db.example.org/floria");
        }
        String settings = url.toLowerCase(Locale.ROOT);
        // Without the address, which may hold what must not be shown.
        if (settings.contains("password=") || url.replaceFirst("\\?.*", "").contains("@")) {
            throw new StoreException(
                    "the address of the database must not hold a user's password, since others can"
                            + " see it there; give it in a file or in the environment");
        }
        if (Driver.parseURL(url, new Properties()) == null) {
            throw new StoreException(
                    "the address of the database cannot be read: "
                            + url
                            + "; write it as jdbc:postgresql://HOST:PORT/DATABASE");
        }
    }

    /** The address for people. */
    String where() {
        return "the database " + url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return where();
    }
}
