package floria.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/**
 * A connection and its statements, each prepared once: the store has few and repeats them without
 * end. For one thread at a time. Fails with a {@link StoreException} only.
 *
 * <p>Values are bound as they come: constants of enums by name, times in microseconds, what is
 * absent as null. The character NUL, which not every database keeps in a text, becomes U+FFFD.
 */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Failures failures;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Session(Connection connection, Failures failures) {
        this.connection = connection;
        this.failures = failures;
    }

    /** Runs a statement, and returns how many rows it has changed. */
    int execute(String sql, Object... values) {
        try {
            PreparedStatement statement = bind(sql, values);
            // Not executeUpdate, which refuses what begins and ends transactions.
            return statement.execute() ? 0 : statement.getUpdateCount();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /**
     * Runs a statement once for each of the values, in as few exchanges with the database as it
     * can, and returns how many rows each has changed.
     */
    int[] executeAll(String sql, List<Object[]> all) {
        try {
            PreparedStatement statement = prepared(sql);
            for (Object[] values : all) {
                bind(statement, values);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    <T> List<T> query(String sql, Function<Row, T> read, Object... values) {
        try (ResultSet result = bind(sql, values).executeQuery()) {
            Row row = new Row(result, failures);
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(read.apply(row));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    <T> Optional<T> first(String sql, Function<Row, T> read, Object... values) {
        return query(sql, read, values).stream().findFirst();
    }

    boolean exists(String sql, Object... values) {
        return !query(sql, _ -> true, values).isEmpty();
    }

    /** The statements so far. */
    Set<String> statements() {
        return Set.copyOf(prepared.keySet());
    }

    /** A statement that has failed is in no state to be run again. */
    private StoreException failed(String sql, SQLException failure) {
        PreparedStatement statement = prepared.remove(sql);
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        return failures.of(failure);
    }

    private PreparedStatement bind(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        bind(statement, values);
        return statement;
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, bound(values[i]));
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    private static @Nullable Object bound(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> bound(optional.orElse(null));
            case Instant time -> ChronoUnit.MICROS.between(Instant.EPOCH, time);
            case Enum<?> constant -> constant.name();
            case String text -> text.replace('\0', '\uFFFD');
            case null, default -> value;
        };
    }

    @Override
    public void close() {
        try {
            // Takes the statements with it.
            connection.close();
        } catch (SQLException e) {
            throw failures.of(e);
        }
    }
}
