package floria.store;

import floria.engine.state.StoreException;

/** Says for people what went wrong with a database, and what to do. */
interface Failures {

    /** The failure as the port knows it; one that it knows already is returned as it is. */
    StoreException of(Throwable cause);
}
