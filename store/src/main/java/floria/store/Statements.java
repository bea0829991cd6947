package floria.store;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/**
 * The statements of one piece of work. After one has failed none is sent any more, even when the
 * work goes on as if nothing had happened.
 */
final class Statements {
    private final Session session;
    private int changes;
    private boolean ended;
    private @Nullable StoreException failure;

    Statements(Session session) {
        this.session = session;
    }

    /** Ends the use of this object; fails when one of its statements has failed. */
    void end() {
        ended = true;
        if (failure != null) {
            throw failure;
        }
    }

    boolean hasChanged() {
        return changes > 0;
    }

    <T> List<T> query(String sql, Function<Row, T> reading, Object... values) {
        return guarded(() -> session.query(sql, reading, values));
    }

    /** The row that has to be there. */
    <T> T require(String what, String sql, Function<Row, T> reading, Object... values) {
        return guarded(() -> session.first(sql, reading, values).orElseThrow(() -> absent(what)));
    }

    /** The first of {@code count} new numbers; they grow in the order of commits. */
    long next(String counter, int count) {
        List<Long> last =
                query(
                        "update counter set value = value + ? where name = ? returning value",
                        row -> row.number("value"),
                        count,
                        counter);
        return last.getFirst() - count + 1;
    }

    boolean exists(String sql, Object... values) {
        return guarded(() -> session.exists(sql, values));
    }

    /** As {@link #query}, of a statement that writes what it answers with. */
    <T> List<T> change(String sql, Function<Row, T> reading, Object... values) {
        List<T> changed = query(sql, reading, values);
        changes += changed.size();
        return changed;
    }

    /** Writes what has to be there. */
    void one(String what, String sql, Object... values) {
        if (write(sql, values) == 0) {
            throw fail(absent(what));
        }
    }

    private static StoreException absent(String what) {
        return new StoreException("the store has no " + what);
    }

    /** How many rows were written. */
    int write(String sql, Object... values) {
        int count = guarded(() -> session.execute(sql, values));
        changes += count;
        return count;
    }

    /** Runs what may fail; nothing follows it when it does. */
    <T> T guarded(Supplier<T> statement) {
        if (ended) {
            throw new StoreException("a writer was used after its write had ended");
        }
        if (failure != null) {
            throw failure;
        }
        try {
            return statement.get();
        } catch (StoreException.NameTaken | StoreException.KeyTaken e) {
            // Nothing was written and nothing has failed; the work may try another name.
            throw e;
        } catch (StoreException e) {
            failure = e;
            throw e;
        }
    }

    /** Lets the whole work fail with this, whatever becomes of the exception. */
    private StoreException fail(StoreException e) {
        failure = e;
        return e;
    }
}
