package floria.engine.reconcile;

import java.time.Duration;

import floria.engine.pace.Rate;
import floria.engine.pace.Sleeper;

/**
 * How a process looks after deployments.
 *
 * @param holder unique among the processes that share the store
 * @param every from one look to the next, give or take a tenth
 * @param batch how many resources a site is asked for in one call
 * @param rate how fast one site is asked
 * @param young a resource that nothing owns is released when it is older, and was seen so long ago
 * @param healing what is done about what does not heal
 * @param sleeper waits until a site may be asked again
 */
public record Settings(
        String holder,
        Duration every,
        int batch,
        Rate rate,
        Duration young,
        Healing healing,
        Sleeper sleeper) {

    /**
     * @param first the pause after the first heal; it doubles with each further one
     * @param most how many heals there are of one deployment within {@code window}
     */
    public record Healing(Duration first, int most, Duration window) {}

    /** What suits sites that ask for moderation. */
    public static Settings standard(String holder) {
        return new Settings(
                holder,
                Duration.ofMinutes(1),
                500,
                Rate.perSecond(10, 4),
                Duration.ofMinutes(10),
                new Healing(Duration.ofMinutes(1), 5, Duration.ofHours(6)),
                Thread::sleep);
    }
}
