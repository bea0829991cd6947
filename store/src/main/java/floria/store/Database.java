package floria.store;

import java.util.Optional;

/** What differs between the databases below a store's writes; their SQL is the same. */
interface Database {

    /** How often a lost connection is made anew before those who wait for it are told. */
    int patience();

    /** A new connection for writing. */
    Session connect();

    /** Begins a transaction that no other, of whatever process, writes beside. */
    void begin(Session session);

    /**
     * Called last in a transaction that has changed something. The mark is for {@link #committed};
     * empty where a commit that fails has certainly kept nothing.
     */
    Optional<String> seal(Session session);

    /** What is to be run where steps and instances have become many more at once. */
    Optional<String> afterGrowth();

    /** Whether the transaction with that mark was kept; called after {@link #begin}. */
    boolean committed(Session session, String mark);
}
