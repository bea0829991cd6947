package floria.placement.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import floria.placement.failover.Blocks.Attempt;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;

import static org.assertj.core.api.Assertions.assertThat;

class BlocksTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private final Blocks blocks = new Blocks();

    @Test
    void blocksAsMuchAsTheScopeSays() {
        Attempt attempt = new Attempt("cloud", "large", Optional.of("a"), "ana");

        blocks.failed(attempt, Fault.of(Kind.CAPACITY, Scope.OFFER, "no host"), START);
        assertThat(open("cloud", "large", "a", "ana")).isFalse();
        assertThat(open("cloud", "large", "b", "ana")).isTrue();
        assertThat(open("cloud", "small", "a", "ana")).isTrue();

        blocks.failed(attempt, Fault.of(Kind.CAPACITY, Scope.ZONE, "zone is full"), START);
        assertThat(open("cloud", "small", "a", "ana")).isFalse();
        assertThat(open("cloud", "small", "b", "ana")).isTrue();

        blocks.failed(attempt, Fault.of(Kind.UNREACHABLE, Scope.SITE, "no answer"), START);
        assertThat(open("cloud", "small", "b", "ana")).isFalse();
        assertThat(open("other", "large", "a", "ana")).isTrue();
    }

    @Test
    void aSecondUserDoesNotWalkIntoTheSameWallButKeepsTheirOwnCredential() {
        Attempt ana = new Attempt("cloud", "large", Optional.empty(), "ana");

        blocks.failed(ana, Fault.of(Kind.AUTHORIZATION, Scope.CREDENTIAL, "expired"), START);
        assertThat(open("cloud", "large", "", "ana")).isFalse();
        assertThat(open("cloud", "large", "", "bob")).isTrue();

        blocks.failed(ana, Fault.of(Kind.CAPACITY, Scope.OFFER, "no host"), START);
        assertThat(open("cloud", "large", "", "bob")).isFalse();
    }

    @Test
    void waitsLongerEachTimeAndForgetsWhenItWorks() {
        Attempt attempt = new Attempt("cloud", "large", Optional.empty(), "ana");
        Fault full = Fault.of(Kind.CAPACITY, Scope.OFFER, "no host");

        assertThat(pause(attempt, full, START)).isEqualTo(Duration.ofMinutes(2));
        assertThat(pause(attempt, full, START.plusSeconds(120))).isEqualTo(Duration.ofMinutes(4));
        assertThat(pause(attempt, full, START.plusSeconds(360))).isEqualTo(Duration.ofMinutes(8));
        for (int i = 0; i < 20; i++) {
            pause(attempt, full, START.plusSeconds(360));
        }
        assertThat(pause(attempt, full, START)).isLessThanOrEqualTo(Duration.ofHours(6));

        blocks.succeeded(attempt);
        assertThat(blocks.at(START)).isEmpty();
        assertThat(pause(attempt, full, START)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void saysWhyAndForHowLong() {
        Attempt attempt = new Attempt("cloud", "large", Optional.empty(), "ana");
        blocks.failed(attempt, Fault.of(Kind.QUOTA, Scope.SITE, "8 of 8 GPUs are used"), START);

        assertThat(
                        blocks.barrier("bob", START.plusSeconds(60))
                                .against("cloud", "small", Optional.empty()))
                .contains(
                        "failed, the last time 60 s ago: 8 of 8 GPUs are used; tried again in 9 min");
        assertThat(
                        blocks.barrier("bob", START.plusSeconds(601))
                                .against("cloud", "small", Optional.empty()))
                .isEmpty();
    }

    @Test
    void aFaultOfOneResourceBlocksNothing() {
        Attempt attempt = new Attempt("cloud", "large", Optional.empty(), "ana");

        assertThat(blocks.failed(attempt, Fault.of(Kind.CONFLICT, Scope.RESOURCE, "port"), START))
                .isEmpty();
        assertThat(blocks.failed(attempt, Fault.of(Kind.TRANSIENT, Scope.OFFER, "timeout"), START))
                .isPresent();
    }

    @Test
    void attemptsAreBoundedByCountAndTime() {
        Attempts attempts = new Attempts(3, Duration.ofMinutes(20));

        assertThat(attempts.allows(2, Duration.ofMinutes(19))).isTrue();
        assertThat(attempts.allows(3, Duration.ofMinutes(1))).isFalse();
        assertThat(attempts.allows(1, Duration.ofMinutes(20))).isFalse();
    }

    private Duration pause(Attempt attempt, Fault fault, Instant at) {
        return Duration.between(at, blocks.failed(attempt, fault, at).orElseThrow().until());
    }

    private boolean open(String site, String offer, String zone, String credential) {
        return blocks.barrier(credential, START.plusSeconds(1))
                .against(site, offer, Optional.of(zone).filter(name -> !name.isEmpty()))
                .isEmpty();
    }
}
