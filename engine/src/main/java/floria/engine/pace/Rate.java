package floria.engine.pace;

import java.time.Duration;

/**
 * How fast a site may be called.
 *
 * @param gap the least time from the begin of one call to that of the next
 * @param atOnce the most calls under way
 */
public record Rate(Duration gap, int atOnce) {

    /** At most so many calls in any second. */
    public static Rate perSecond(double calls, int atOnce) {
        return new Rate(Duration.ofNanos((long) Math.ceil(1e9 / calls)), atOnce);
    }
}
