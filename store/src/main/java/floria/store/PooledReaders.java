package floria.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import floria.engine.state.StoreException;

/** Connections over a network, of which any may turn out to be lost. */
final class PooledReaders implements Readers {
    private static final int MOST = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HikariDataSource pool;
    private final Failures failures;

    PooledReaders(DataSource source, Failures failures) {
        this.failures = failures;
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName("store-readers");
        configuration.setDataSource(source);
        configuration.setMaximumPoolSize(MOST);
        configuration.setMinimumIdle(1);
        configuration.setReadOnly(true);
        configuration.setConnectionTimeout(PATIENCE.toMillis());
        // Whoever opened the store has seen that the database answers.
        configuration.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(configuration);
    }

    @Override
    public <T> T read(Function<Session, T> query) {
        // After a restart of the database each connection of the pool is found to be lost once.
        for (int tries = MOST; ; tries--) {
            if (pool.isClosed()) {
                throw new StoreException("the store is closed");
            }
            try (Session session = new Session(pool.getConnection(), failures)) {
                return query.apply(session);
            } catch (SQLException e) {
                throw failures.of(e);
            } catch (Disrupted e) {
                if (tries == 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
