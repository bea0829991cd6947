package floria.placement.experience;

import java.time.Duration;
import java.time.Instant;

/** What past attempts tell of an offer; shared by all users. */
public interface Experience {

    /** Nothing is known, and nothing is remembered. */
    Experience NONE =
            new Experience() {
                @Override
                public Estimate of(Subject subject, Instant now) {
                    return Estimate.UNKNOWN;
                }

                @Override
                public void record(Subject subject, Attempt attempt) {
                    // There is nowhere to keep it.
                }
            };

    /** What is to be expected of the next attempt. */
    Estimate of(Subject subject, Instant now);

    /** Takes an attempt into account that ended. */
    void record(Subject subject, Attempt attempt);

    /** What is attempted: one offer of one site. */
    record Subject(String site, String offer) {}

    /**
     * How one attempt ended.
     *
     * @param ready how long it took; of a failure, until that was known
     */
    record Attempt(Instant at, boolean succeeded, Duration ready) {}

    /**
     * What is expected.
     *
     * @param success the probability
     * @param ready the time to expect, as a median
     * @param attempts how many this rests on, older ones counting less
     */
    record Estimate(double success, Duration ready, double attempts) {
        /** Before the first attempt: likely to work, within a minute. */
        public static final Estimate UNKNOWN = new Estimate(0.95, Duration.ofSeconds(60), 0);
    }
}
