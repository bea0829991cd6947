package floria.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/** One row of an answer, by the names of its columns, while it is the current one. */
record Row(ResultSet result, Failures failures) {

    private interface Read<T extends @Nullable Object> {
        T of(ResultSet result) throws SQLException;
    }

    private <T extends @Nullable Object> T read(Read<T> read) {
        try {
            return read.of(result);
        } catch (SQLException e) {
            throw failures.of(e);
        }
    }

    String text(String column) {
        return optionalText(column).orElseThrow(() -> new StoreException(column + " is missing"));
    }

    Optional<String> optionalText(String column) {
        return Optional.ofNullable(this.<@Nullable String>read(it -> it.getString(column)));
    }

    byte[] bytes(String column) {
        byte[] bytes = this.<byte @Nullable []>read(it -> it.getBytes(column));
        // No bytes are read as nothing.
        return bytes == null ? new byte[0] : bytes;
    }

    int integer(String column) {
        return read(it -> it.getInt(column));
    }

    long number(String column) {
        return read(it -> it.getLong(column));
    }

    double real(String column) {
        return read(it -> it.getDouble(column));
    }

    Instant time(String column) {
        return Instant.EPOCH.plus(number(column), ChronoUnit.MICROS);
    }

    Optional<Instant> optionalTime(String column) {
        return this.<@Nullable Object>read(it -> it.getObject(column)) == null
                ? Optional.empty()
                : Optional.of(time(column));
    }

    <E extends Enum<E>> E constant(String column, Class<E> type) {
        String name = text(column);
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "the store holds the unknown "
                            + column
                            + " "
                            + name
                            + "; it was damaged, or written by a newer Floria",
                    e);
        }
    }
}
