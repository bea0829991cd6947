package floria.testing.program;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a fixture. Its parts run in their order and once: when it is closed, or else when the
 * JVM ends, however that comes except by SIGKILL. Whatever one part of it says, the others run.
 */
public final class Ending implements AutoCloseable {
    private final String fixture;
    private final List<Part> parts;
    private final Thread atEnd;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** One thing to be undone. */
    @FunctionalInterface
    public interface Part {
        void run() throws IOException;
    }

    /** From now on the parts will run, so the fixture must be whole. */
    public Ending(String fixture, Part... parts) {
        this.fixture = fixture;
        this.parts = List.of(parts);
        this.atEnd = new Thread(this::end, fixture + "-end");
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException _) {
            // The JVM is ending, and the hook runs.
        }
        end();
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        for (Part part : parts) {
            try {
                part.run();
            } catch (IOException | RuntimeException e) {
                System.err.println(fixture + " fixture: " + e.getMessage());
            }
        }
    }
}
