package floria.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/**
 * The statements of one piece of work. After one has failed none is sent any more, even when the
 * work goes on as if nothing had happened.
 *
 * <p>Writes whose outcome nobody asks for wait until the next statement of another kind, and go to
 * the database together: a journal of thousands of steps is not as many exchanges.
 */
final class Statements {
    private static final int MOST_TOGETHER = 1_000;

    private final Session session;
    private final List<Object[]> waiting = new ArrayList<>();
    private final List<Optional<String>> required = new ArrayList<>();
    private String sql = "";
    private int changes;
    private boolean ended;
    private @Nullable StoreException failure;

    Statements(Session session) {
        this.session = session;
    }

    /** Ends the use of this object; fails when one of its statements has failed. */
    void end() {
        if (failure == null) {
            send();
        }
        ended = true;
        if (failure != null) {
            throw failure;
        }
    }

    boolean hasChanged() {
        return changes > 0;
    }

    <T> List<T> query(String sql, Function<Row, T> reading, Object... values) {
        return guarded(() -> {
            send();
            return session.query(sql, reading, values);
        });
    }

    /** The row that has to be there. */
    <T> T require(String what, String sql, Function<Row, T> reading, Object... values) {
        return guarded(() -> {
            send();
            return session.first(sql, reading, values).orElseThrow(() -> absent(what));
        });
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
        return guarded(() -> {
            send();
            return session.exists(sql, values);
        });
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

    /** As {@link #one}; that it is not there may be told by a later call. */
    void putOne(String what, String sql, Object... values) {
        later(Optional.of(what), sql, values);
    }

    /** Writes; a failure may be told by a later call. */
    void put(String sql, Object... values) {
        later(Optional.empty(), sql, values);
    }

    private void later(Optional<String> what, String text, Object... values) {
        guarded(() -> {
            if (!sql.equals(text) || waiting.size() >= MOST_TOGETHER) {
                send();
            }
            sql = text;
            required.add(what);
            return waiting.add(values);
        });
    }

    /** Sends what waits. */
    private void send() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Object[]> all = List.copyOf(waiting);
        List<Optional<String>> whats = List.copyOf(required);
        waiting.clear();
        required.clear();
        int[] counts = now(() -> session.executeAll(sql, all));
        for (int i = 0; i < counts.length; i++) {
            changes += Math.abs(counts[i]);
            if (counts[i] == 0 && whats.get(i).isPresent()) {
                throw fail(absent(whats.get(i).get()));
            }
        }
    }

    private static StoreException absent(String what) {
        return new StoreException("the store has no " + what);
    }

    /** How many rows were written. */
    int write(String sql, Object... values) {
        int count =
                guarded(() -> {
                    send();
                    return session.execute(sql, values);
                });
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
        return now(statement);
    }

    private <T> T now(Supplier<T> statement) {
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
