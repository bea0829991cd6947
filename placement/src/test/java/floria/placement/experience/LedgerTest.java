package floria.placement.experience;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import floria.placement.experience.Experience.Attempt;
import floria.placement.experience.Experience.Estimate;
import floria.placement.experience.Experience.Subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LedgerTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Subject SUBJECT = new Subject("cloud", "large");

    private final Ledger ledger = new Ledger(Duration.ofDays(14));

    @Test
    void beginsWithAGuess() {
        Estimate estimate = ledger.of(SUBJECT, START);
        assertThat(estimate.success()).isCloseTo(Estimate.UNKNOWN.success(), within(1e-9));
        assertThat(estimate.ready().toSeconds()).isEqualTo(60);
    }

    @Test
    void learnsHowOftenItWorksAndHowLongItTakes() {
        for (int i = 0; i < 10; i++) {
            ledger.record(
                    SUBJECT,
                    new Attempt(START, i % 2 == 0, Duration.ofSeconds(i % 4 == 0 ? 200 : 800)));
        }
        Estimate estimate = ledger.of(SUBJECT, START);
        assertThat(estimate.success()).isCloseTo(6.9 / 12, within(1e-9));
        assertThat(estimate.attempts()).isCloseTo(10, within(1e-9));
        assertThat(estimate.ready()).isBetween(Duration.ofSeconds(180), Duration.ofSeconds(320));
        assertThat(ledger.within(SUBJECT, 0.9, START)).isGreaterThan(estimate.ready());
    }

    @Test
    void forgetsByHalvesSoThatASiteThatRecoveredIsTrustedAgain() {
        for (int i = 0; i < 8; i++) {
            ledger.record(SUBJECT, new Attempt(START, false, Duration.ofSeconds(5)));
        }
        double now = ledger.of(SUBJECT, START).success();
        Estimate later = ledger.of(SUBJECT, START.plus(Duration.ofDays(14)));
        assertThat(later.attempts()).isCloseTo(4, within(1e-9));
        assertThat(later.success()).isGreaterThan(now);
        assertThat(ledger.of(SUBJECT, START.plus(Duration.ofDays(200))).success())
                .isGreaterThan(0.94);
    }

    @Test
    void continuesFromWhatWasKept() {
        ledger.record(SUBJECT, new Attempt(START, true, Duration.ofSeconds(20)));
        Ledger other = new Ledger(Duration.ofDays(14));
        other.restore(ledger.snapshot());
        assertThat(other.of(SUBJECT, START)).isEqualTo(ledger.of(SUBJECT, START));
    }
}
