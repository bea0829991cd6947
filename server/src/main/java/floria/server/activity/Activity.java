package floria.server.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When a client last wanted something. A stream that is open is a request in flight. */
public final class Activity {
    private final InstantSource clock;
    private int inFlight;
    private Instant last;

    public Activity(InstantSource clock) {
        this.clock = clock;
        this.last = clock.instant();
    }

    public synchronized void begin() {
        inFlight++;
    }

    public synchronized void end() {
        inFlight--;
        last = clock.instant();
    }

    /** Whether no request was in flight for at least this long. */
    public synchronized boolean quietFor(Duration time) {
        return inFlight == 0 && !clock.instant().isBefore(last.plus(time));
    }
}
