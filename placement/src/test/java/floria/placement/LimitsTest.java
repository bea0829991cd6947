package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.junit.jupiter.api.Test;

import floria.placement.experience.Experience;
import floria.placement.failover.Barrier;
import floria.placement.hardware.GpuTable;
import floria.placement.solve.Goal;
import floria.site.Hardware;
import floria.site.Offer;
import floria.site.SiteDescription;

import static org.assertj.core.api.Assertions.assertThat;

/** The most that it may cost and the longest that it may take. */
class LimitsTest {
    private static final long GB = 1_000_000_000L;

    @Test
    void takesADearerSiteThatIsReadyInTime() {
        assertThat(site(wish())).isEqualTo("slow");
        assertThat(site(wish().before(Duration.ofMinutes(5)))).isEqualTo("fast");
    }

    @Test
    void takesWhatIsWithinTheBudgetAndThePriceForAnHour() {
        Preferences hurried = wish().by(Goal.Order.TIME);

        assertThat(site(hurried)).isEqualTo("fast");
        assertThat(site(hurried.within(new BigDecimal("3")))).isEqualTo("slow");
        assertThat(site(hurried.atMost(new BigDecimal("0.5")))).isEqualTo("slow");
    }

    @Test
    void saysWhatALimitWouldHaveToBe() {
        assertThat(misses(wish().before(Duration.ofSeconds(10))))
                .containsExactly("it fits when it may take 30 s");
        assertThat(misses(wish().within(new BigDecimal("1"))))
                .containsExactly("it fits with a budget of 2.40 EUR");
        assertThat(misses(wish().atMost(new BigDecimal("0.05"))))
                .containsExactly("it fits for 0.10 EUR per hour");
    }

    @Test
    void saysOfEachLimitWhatItWouldHaveToBeWithTheOthersAsTheyAre() {
        assertThat(misses(wish().before(Duration.ofMinutes(5)).within(new BigDecimal("3"))))
                .containsExactly(
                        "it fits with a budget of 24.00 EUR", "it fits when it may take 1,200 s");
        assertThat(misses(wish().before(Duration.ofSeconds(10)).within(new BigDecimal("1"))))
                .singleElement()
                .asString()
                .startsWith("it fits with a budget of ")
                .contains(" per hour, when it may take ");
    }

    private static Preferences wish() {
        return Preferences.BALANCED;
    }

    private static String site(Preferences wanted) {
        assertThat(answer(wanted)).isInstanceOf(Placer.Outcome.Placed.class);
        return ((Placer.Outcome.Placed) answer(wanted)).placement().of("web").orElseThrow().site();
    }

    private static List<String> misses(Preferences wanted) {
        assertThat(answer(wanted)).isInstanceOf(Placer.Outcome.Unplaceable.class);
        return ((Placer.Outcome.Unplaceable) answer(wanted)).nearest();
    }

    private static Placer.Outcome answer(Preferences wanted) {
        Demand demand =
                new Demand("web", Offer.Kind.MACHINE, Hardware.of(1, GB, 0), Optional.empty());
        return new Placer(GpuTable.bundled())
                .place(
                        Question.of(
                                        List.of(demand),
                                        List.of(candidate("slow", "0.10"), candidate("fast", "1")))
                                .knowing(new Known(), Barrier.OPEN, Instant.EPOCH)
                                .preferring(wanted));
    }

    private static Candidate candidate(String site, String price) {
        Offer offer =
                new Offer(
                        "m",
                        Set.of(Offer.Kind.MACHINE),
                        Hardware.of(4, 8 * GB, 100 * GB),
                        false,
                        new BigDecimal(price),
                        "EUR",
                        OptionalInt.empty(),
                        Optional.empty());
        return new Candidate(
                new SiteDescription(site, "simulated", site, true, Optional.empty(), Set.of()),
                List.of(offer),
                Optional.empty());
    }

    /** One site is ready within half a minute, the other one within twenty. */
    private static final class Known implements Experience {
        @Override
        public Estimate of(Subject subject, Instant now) {
            return new Estimate(
                    1, Duration.ofSeconds(subject.site().equals("fast") ? 30 : 1200), 10);
        }

        @Override
        public void record(Subject subject, Attempt attempt) {
            throw new UnsupportedOperationException("nothing is attempted");
        }
    }
}
