package floria.server;

/** Stops the whole server, from whichever thread. */
@FunctionalInterface
public interface Stop extends Runnable {}
