package floria.cli.api;

/** Finds the server. */
public interface Connector {

    /** A server that answers; starts a private one where that is what is missing. */
    Api connect();

    /**
     * A server that answers, after the last one was lost. One that was stopped on purpose stays
     * stopped; one that died is started again.
     */
    Api reconnect();
}
