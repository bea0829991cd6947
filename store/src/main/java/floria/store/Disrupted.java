package floria.store;

import floria.engine.state.StoreException;

/**
 * The transaction was ended from outside, and its work is not to blame: the connection was lost,
 * the database restarted, or another program stood in the way. The same may succeed on a new
 * connection.
 */
final class Disrupted extends StoreException {
    Disrupted(String message, Throwable cause) {
        super(message, cause);
    }
}
