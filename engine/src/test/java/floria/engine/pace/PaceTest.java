package floria.engine.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTest {
    private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration GAP = Duration.ofMillis(100);
    private static final int CALLS = 50;

    private Instant now = BEGIN;

    private void sleep(Duration time) {
        now = now.plus(time);
    }

    /** When calls begin that are made one after the other and take no time. */
    private List<Duration> moments(long seed) {
        now = BEGIN;
        Pace pace = new Pace(new Rate(GAP, 1), () -> now, new Random(seed), this::sleep);
        List<Duration> moments = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            pace.run(() -> moments.add(Duration.between(BEGIN, now)));
        }
        return moments;
    }

    @Test
    void beginsNoTwoCallsWithinTheGap() {
        List<Duration> moments = moments(1);
        for (int i = 1; i < CALLS; i++) {
            assertThat(moments.get(i).minus(moments.get(i - 1)))
                    .isBetween(GAP, GAP.plus(GAP.dividedBy(2)));
        }
    }

    @Test
    void twoProcessesDoNotFallInStep() {
        assertThat(moments(1)).doesNotContainAnyElementsOf(moments(2));
        assertThat(moments(1).getFirst()).isBetween(Duration.ZERO, GAP.dividedBy(2));
    }

    @Test
    void doesNotWaitWhereTheLastCallIsLongAgo() {
        Pace pace = new Pace(new Rate(GAP, 1), () -> now, new Random(1), this::sleep);
        pace.run(() -> {});
        Instant later = now.plusSeconds(60);
        now = later;
        pace.run(() -> {});
        assertThat(Duration.between(later, now)).isLessThan(GAP.dividedBy(2));
    }

    @Test
    void doesNotWaitForAClockThatWasPutBack() {
        Pace pace = new Pace(new Rate(GAP, 1), () -> now, new Random(1), this::sleep);
        pace.run(() -> {});
        Instant back = now.minusSeconds(3600);
        now = back;
        pace.run(() -> {});
        assertThat(Duration.between(back, now)).isLessThan(GAP.multipliedBy(2));
    }

    @Test
    @Timeout(60)
    void hasNoMoreCallsUnderWayThanTheRateSays() throws InterruptedException {
        Pace pace = new Pace(new Rate(Duration.ZERO, 3), () -> BEGIN, new Random(1), _ -> {});
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() ->
                                    pace.run(() -> {
                                        most.accumulateAndGet(
                                                underWay.incrementAndGet(), Math::max);
                                        three.countDown();
                                        // Nobody ends before three are there.
                                        await(three);
                                        underWay.decrementAndGet();
                                    })));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isEqualTo(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
