package floria.engine.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import floria.site.Fault;
import floria.site.SiteException;

/**
 * Lets calls to one site begin no faster than its {@link Rate} says. Each begins up to half a gap
 * later than it might, at random, the first one too, so that many that ask sites do not fall in
 * step. Threads that wait are served in the order of the moments that they were given.
 */
public final class Pace {
    private final Rate rate;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Sleeper sleeper;
    private final Semaphore room;
    private final ReentrantLock turn = new ReentrantLock(true);
    private Instant next = Instant.EPOCH;

    public Pace(Rate rate, InstantSource clock, RandomGenerator random, Sleeper sleeper) {
        this.rate = rate;
        this.clock = clock;
        this.random = random;
        this.sleeper = sleeper;
        this.room = new Semaphore(rate.atOnce(), true);
    }

    /** Makes the call at its moment; a passing fault when the thread is interrupted before. */
    public <T> T call(Supplier<T> call) {
        try {
            room.acquire();
            try {
                await();
                return call.get();
            } finally {
                room.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException(
                    Fault.of(
                            Fault.Kind.TRANSIENT,
                            Fault.Scope.SITE,
                            "The call to the site was interrupted before it began."),
                    e);
        }
    }

    /** Like {@link #call}, for what answers nothing. */
    public void run(Runnable call) {
        call(() -> {
            call.run();
            return true;
        });
    }

    /** Whoever waits keeps the turn, so that the gap is one between begins, however late. */
    private void await() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            long gap = rate.gap().toNanos();
            Duration rest = Duration.between(clock.instant(), next);
            // A clock that was put back must not keep everybody waiting.
            long wait = rest.compareTo(rate.gap()) > 0 ? gap : Math.max(0, rest.toNanos());
            sleeper.sleep(Duration.ofNanos(wait + (gap > 1 ? random.nextLong(gap / 2) : 0)));
            next = clock.instant().plusNanos(gap);
        } finally {
            turn.unlock();
        }
    }
}
