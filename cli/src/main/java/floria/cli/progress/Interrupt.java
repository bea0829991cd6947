package floria.cli.progress;

/**
 * What is said when the command is ended from outside, by Ctrl-C above all. The exit code is that
 * of the signal, 130 for Ctrl-C.
 */
public final class Interrupt implements AutoCloseable {
    private final Thread hook;

    private Interrupt(Thread hook) {
        this.hook = hook;
    }

    /** Says it if the process is ended before {@link #close}. */
    public static Interrupt says(Runnable words) {
        Thread hook = new Thread(words, "farewell");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interrupt(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The words are being said: leave them the time, and let nobody else speak.
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            hook.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
