package floria.site.simulated;

import java.time.Duration;

/** Lets time pass; in tests, without waiting. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
