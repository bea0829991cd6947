package floria.store;

import java.util.function.Function;

/** Connections for reading, for use by many threads. */
interface Readers extends AutoCloseable {

    /**
     * Runs a query, more than once where the first connection turns out to be lost; {@code query}
     * asks for no other session while it runs.
     */
    <T> T read(Function<Session, T> query);

    /** Refuses further queries; those that run now finish. */
    @Override
    void close();
}
