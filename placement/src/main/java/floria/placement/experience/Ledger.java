package floria.placement.experience;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Experience as a few numbers for each offer. Successes and failures are a Beta distribution over
 * the probability, times a log-normal one; both begin with a weak guess, and what was seen counts
 * half after each half-life, so that a site that recovered is trusted again. Safe for use by
 * several threads.
 */
public final class Ledger implements Experience {
    /** The guess counts as much as so many attempts. */
    private static final double GUESS = 2;

    /** The spread of times that is assumed before any were seen. */
    private static final double SPREAD = 0.5;

    private final Duration halfLife;
    private final Map<Subject, Sums> sums = new ConcurrentHashMap<>();

    public Ledger(Duration halfLife) {
        this.halfLife = halfLife;
    }

    /**
     * Decayed sums as of a time.
     *
     * @param logs sum of the logarithms of the seconds of successes
     * @param squares sum of their squares
     */
    public record Sums(Instant at, double successes, double failures, double logs, double squares) {
        /** Before the first attempt. */
        public static final Sums EMPTY = new Sums(Instant.EPOCH, 0, 0, 0, 0);

        private Sums at(Instant time, Duration halfLife) {
            if (!time.isAfter(at)) {
                return this;
            }
            double left =
                    Math.pow(
                            0.5,
                            Duration.between(at, time).toMillis() / (double) halfLife.toMillis());
            return new Sums(time, successes * left, failures * left, logs * left, squares * left);
        }

        /** With one more attempt. */
        public Sums and(Attempt attempt, Duration halfLife) {
            return at(attempt.at(), halfLife).and(attempt);
        }

        private Sums and(Attempt attempt) {
            double log = Math.log(Math.max(0.001, attempt.ready().toMillis() / 1000.0));
            return attempt.succeeded()
                    ? new Sums(at, successes + 1, failures, logs + log, squares + log * log)
                    : new Sums(at, successes, failures + 1, logs, squares);
        }

        Estimate estimate() {
            double guessed = Estimate.UNKNOWN.success();
            double seen = successes + failures;
            double success = (guessed * GUESS + successes) / (GUESS + seen);
            double guess = Math.log((double) Estimate.UNKNOWN.ready().toSeconds());
            double mean = (guess * GUESS + logs) / (GUESS + successes);
            return new Estimate(
                    success, Duration.ofMillis(Math.round(Math.exp(mean) * 1000)), seen);
        }

        /** The time within which that part of the attempts that work are ready. */
        Duration within(double part) {
            double count = GUESS + successes;
            double guess = Math.log((double) Estimate.UNKNOWN.ready().toSeconds());
            double mean = (guess * GUESS + logs) / count;
            double spread =
                    Math.max(
                            0,
                            (GUESS * (guess * guess + SPREAD * SPREAD) + squares) / count
                                    - mean * mean);
            double log = mean + Math.sqrt(spread) * quantile(part);
            return Duration.ofMillis(Math.round(Math.exp(log) * 1000));
        }

        /** The standard normal quantile by the logistic curve that is near to it. */
        private static double quantile(double part) {
            return Math.log(part / (1 - part)) / 1.702;
        }
    }

    @Override
    public Estimate of(Subject subject, Instant now) {
        return now(subject, now).estimate();
    }

    /** How long an attempt takes at most, in that part of the cases. */
    public Duration within(Subject subject, double part, Instant now) {
        return now(subject, now).within(part);
    }

    private Sums now(Subject subject, Instant now) {
        return sums.getOrDefault(subject, Sums.EMPTY).at(now, halfLife);
    }

    @Override
    public void record(Subject subject, Attempt attempt) {
        sums.compute(
                subject,
                (_, before) -> (before == null ? Sums.EMPTY : before).and(attempt, halfLife));
    }

    /** Everything that is known, to be kept. */
    public Map<Subject, Sums> snapshot() {
        return Map.copyOf(sums);
    }

    /** Continues from what was kept. */
    public void restore(Map<Subject, Sums> kept) {
        sums.putAll(kept);
    }
}
