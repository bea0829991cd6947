package floria.placement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.junit.jupiter.api.Test;

import floria.placement.Placement.Rejection;
import floria.placement.hardware.GpuTable;
import floria.placement.solve.Model.Level;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Offer;
import floria.site.SiteDescription;

import static org.assertj.core.api.Assertions.assertThat;

class PlacerTest {
    private static final long GB = 1_000_000_000L;

    @Test
    void takesTheSmallestSufficientOfferOfTheCheapestSite() {
        Candidate cloud =
                site(
                        "cloud",
                        true,
                        Set.of(),
                        machine("small", 2, 4, "0.10"),
                        machine("large", 8, 32, "0.40"));
        Candidate dear = site("dear", true, Set.of(), machine("m", 4, 8, "0.50"));

        Placement placement = placed(List.of(demand("web", 2, 4)), dear, cloud);

        assertThat(placement.of("web").orElseThrow().offer()).isEqualTo("small");
        assertThat(placement.of("web").orElseThrow().site()).isEqualTo("cloud");
        assertThat(placement.pricePerHour()).isEqualByComparingTo("0.10");
        assertThat(placement.rejected())
                .contains(
                        new Rejection(
                                "", "dear", "", List.of("costs 0.50 EUR per hour, cloud 0.10")));
    }

    @Test
    void anElasticOfferCostsTheShareThatIsAskedFor() {
        Offer whole = machine("m", 2, 8, "0.07");
        Offer share =
                new Offer(
                        "share",
                        Set.of(Offer.Kind.MACHINE),
                        Hardware.of(16, 64 * GB, 100 * GB),
                        true,
                        new BigDecimal("0.48"),
                        "EUR",
                        OptionalInt.empty(),
                        Optional.empty());

        Placement placement =
                placed(
                        List.of(demand("web", 2, 4)),
                        site("whole", true, Set.of(), whole),
                        site("engine", true, Set.of(), share));

        assertThat(placement.of("web").orElseThrow().site()).isEqualTo("engine");
        assertThat(placement.of("web").orElseThrow().pricePerHour()).isEqualTo("0.06");
        assertThat(placement.pricePerHour()).isEqualTo("0.06");
        assertThat(placement.rejected())
                .contains(
                        new Rejection(
                                "", "whole", "", List.of("costs 0.07 EUR per hour, engine 0.06")));
    }

    @Test
    void tellsWhichOffersAreLeftOutSinceTheyAreInAnotherCurrency() {
        Candidate euro = site("euro", true, Set.of(), machine("m", 2, 8, "0.07"));
        Candidate dollar =
                site(
                        "dollar",
                        true,
                        Set.of(),
                        machine("m", 2, 8, "0.01").withPrice(new BigDecimal("0.01"), "USD"));

        assertThat(
                        new Placer(GpuTable.bundled())
                                .foreign(Question.of(List.of(), List.of(euro, dollar))))
                .containsExactly(
                        "offers of dollar in USD are left out: sites.yaml has no rate of USD in EUR");
    }

    @Test
    void keepsWhatIsLinkedOnOneSiteEvenIfAPartWouldBeCheaperElsewhere() {
        Candidate both = site("both", true, Set.of(), machine("m", 4, 8, "0.30"));
        Candidate half = site("half", true, Set.of(), machine("m", 1, 1, "0.01"));
        Question question =
                Question.of(List.of(demand("a", 1, 1), demand("b", 4, 8)), List.of(half, both));

        Placement apart = placed(question);
        Placement together =
                placed(
                        question.bound(
                                List.of(
                                        new Bond.Together(
                                                "private link a → b",
                                                Level.SITE,
                                                Set.of("a", "b")))));

        assertThat(apart.of("a").orElseThrow().site()).isEqualTo("half");
        assertThat(apart.of("b").orElseThrow().site()).isEqualTo("both");
        assertThat(apart.reasons())
                .containsExactly("all on both costs 0.60 EUR per hour, this 0.31");
        assertThat(together.assignments().values())
                .allMatch(assignment -> assignment.site().equals("both"));
        assertThat(together.reasons())
                .containsExactly("both is the only site on which everything fits");
    }

    @Test
    void prefersIsolationWhenPricesAreEqual() {
        Candidate local = site("local", false, Set.of(), machine("m", 4, 8, "0"));
        Candidate containers = site("containers", true, Set.of(), machine("m", 4, 8, "0"));

        Placement placement = placed(List.of(demand("a", 1, 1)), local, containers);

        assertThat(placement.of("a").orElseThrow().site()).isEqualTo("containers");
        assertThat(placement.reasons()).anyMatch(reason -> reason.contains("does not isolate"));
    }

    @Test
    void namesEveryReasonOfEveryRejectedCandidateInFigures() {
        Candidate tiny = site("tiny", true, Set.of("ubuntu:24.04"), machine("m", 1, 1, "0"));
        Candidate down =
                new Candidate(
                        describe("down", true, Set.of()),
                        List.of(),
                        Optional.of(
                                Fault.of(
                                        Fault.Kind.UNREACHABLE,
                                        Fault.Scope.SITE,
                                        "no engine answers",
                                        "start Podman")));

        Demand demand =
                new Demand(
                        "a",
                        Offer.Kind.MACHINE,
                        Hardware.of(2, 4 * GB, 0),
                        Optional.of("debian:12"));
        Placer.Outcome outcome = outcome(Question.of(List.of(demand), List.of(tiny, down)));

        assertThat(outcome)
                .isEqualTo(
                        new Placer.Outcome.Unplaceable(
                                List.of(
                                        new Rejection(
                                                "a",
                                                "tiny",
                                                "m",
                                                List.of(
                                                        "needs 2 CPUs, has 1",
                                                        "needs 4 GB of memory, has 1 GB",
                                                        "needs debian:12, has ubuntu:24.04")),
                                        new Rejection(
                                                "",
                                                "down",
                                                "",
                                                List.of("no engine answers", "start Podman"))),
                                List.of()));
    }

    @Test
    void saysWhenASiteOffersNothingOfTheKind() {
        Candidate site = site("s", true, Set.of(), machine("m", 4, 8, "0"));
        Demand volume =
                new Demand("data", Offer.Kind.VOLUME, Hardware.of(0, 0, GB), Optional.empty());

        assertThat(outcome(Question.of(List.of(volume), List.of(site))))
                .isEqualTo(
                        new Placer.Outcome.Unplaceable(
                                List.of(
                                        new Rejection(
                                                "data", "s", "", List.of("offers no volume"))),
                                List.of()));
    }

    @Test
    void placesThePrivateNetworkWhereTheSiteHasNetworks() {
        Offer network =
                new Offer(
                        "net",
                        Set.of(Offer.Kind.NETWORK),
                        Hardware.of(0, 0, 0),
                        true,
                        BigDecimal.ZERO,
                        "EUR",
                        OptionalInt.empty(),
                        Optional.empty());
        Candidate site = site("s", true, Set.of(), machine("m", 4, 8, "0"), network);

        assertThat(
                        placed(List.of(demand("a", 1, 1)), site)
                                .of(Placer.NETWORK)
                                .orElseThrow()
                                .offer())
                .isEqualTo("net");
    }

    private static Placement placed(List<Demand> demands, Candidate... candidates) {
        return placed(Question.of(demands, List.of(candidates)));
    }

    private static Placer.Outcome outcome(Question question) {
        return new Placer(GpuTable.bundled()).place(question);
    }

    private static Placement placed(Question question) {
        Placer.Outcome outcome = outcome(question);
        assertThat(outcome).isInstanceOf(Placer.Outcome.Placed.class);
        return ((Placer.Outcome.Placed) outcome).placement();
    }

    private static Demand demand(String node, double cpus, long gigabytes) {
        return new Demand(
                node, Offer.Kind.MACHINE, Hardware.of(cpus, gigabytes * GB, 0), Optional.empty());
    }

    private static Offer machine(String id, double cpus, long gigabytes, String price) {
        return new Offer(
                id,
                Set.of(Offer.Kind.MACHINE),
                Hardware.of(cpus, gigabytes * GB, 100 * GB),
                false,
                new BigDecimal(price),
                "EUR",
                OptionalInt.empty(),
                Optional.empty());
    }

    private static Candidate site(
            String name, boolean isolated, Set<String> images, Offer... offers) {
        return new Candidate(describe(name, isolated, images), List.of(offers), Optional.empty());
    }

    private static SiteDescription describe(String name, boolean isolated, Set<String> images) {
        return new SiteDescription(name, "simulated", name, isolated, Optional.empty(), images);
    }
}
