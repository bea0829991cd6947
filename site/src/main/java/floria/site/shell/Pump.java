package floria.site.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/**
 * Copies what a process writes. Runs on a thread of the platform's, because a virtual one would
 * block its carrier while it reads from a pipe.
 */
final class Pump {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private final InputStream from;
    private final OutputStream to;

    /** Guards the sink: nobody writes to it after {@link #close}. */
    private final Object turn = new Object();

    private boolean closed;

    Pump(InputStream from, OutputStream to) {
        this.from = from;
        this.to = to;
        Thread.ofPlatform().daemon().name("floria-pump").start(this::run);
    }

    /** Completes at the end of the stream. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Completes, with the failure, when the sink fails; never otherwise. */
    CompletableFuture<Void> failed() {
        return failed;
    }

    /** What still comes is thrown away; returns when the sink is left alone. */
    void close() {
        synchronized (turn) {
            closed = true;
        }
    }

    private void run() {
        byte[] buffer = new byte[16 * 1024];
        try (from) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                pass(buffer, count);
            }
        } catch (IOException _) {
            // The process is gone.
        } catch (RuntimeException e) {
            failed.completeExceptionally(e);
        }
        done.complete(null);
    }

    private void pass(byte[] buffer, int count) {
        synchronized (turn) {
            if (closed) {
                return;
            }
            try {
                to.write(buffer, 0, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
