package floria.engine.state;

/** The store cannot do what it is for. The message is for people: what, where, what to do. */
public class StoreException extends RuntimeException {
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }

    /** A write of a process that no longer holds the lease of the run. */
    public static final class Fenced extends StoreException {
        public Fenced(String run, int epoch) {
            super("run " + run + " is no longer held with epoch " + epoch);
        }
    }

    /** There is already a deployment of that name. */
    public static final class NameTaken extends StoreException {
        public NameTaken(String name) {
            super("there is already a deployment named " + name);
        }
    }

    /** The idempotency key has been used already. */
    public static final class KeyTaken extends StoreException {
        public KeyTaken(String key) {
            super("the idempotency key " + key + " has been used already");
        }
    }
}
