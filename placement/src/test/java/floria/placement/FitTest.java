package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.junit.jupiter.api.Test;

import floria.placement.hardware.GpuTable;
import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.site.Gpus;
import floria.site.Hardware;
import floria.site.Interconnect;
import floria.site.Interconnect.Infiniband;
import floria.site.Offer;
import floria.site.SiteDescription;

import static org.assertj.core.api.Assertions.assertThat;

class FitTest {
    private static final long GB = 1_000_000_000L;
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final Fit fit = new Fit(GpuTable.bundled(), NOW);

    @Test
    void tellsTheMemoryOfAGpuThatIsTooSmall() {
        assertThat(reasons(gpu(GpuWish.of(1).withMemory(40 * GB)), with(Gpus.of(1, "T4"))))
                .containsExactly("needs 1 × ≥ 40 GB GPU; T4 has 16 GB");
    }

    @Test
    void aFamilyMeansAllItsModelsAndAModelOnlyItself() {
        Offer large = with(Gpus.of(1, "NVIDIA A100-SXM4-80GB"));
        Offer small = with(Gpus.of(1, "A100").withMemory(40 * GB));

        assertThat(reasons(gpu(GpuWish.parse("A100:1")), large)).isEmpty();
        assertThat(reasons(gpu(GpuWish.parse("A100:1")), small)).isEmpty();
        assertThat(reasons(gpu(GpuWish.parse("a100_80gb")), large)).isEmpty();
        assertThat(reasons(gpu(GpuWish.parse("A100-80GB")), small))
                .containsExactly("needs A100-80GB, has A100");
        assertThat(reasons(gpu(GpuWish.parse("H100,A100-80GB:1")), large)).isEmpty();
    }

    @Test
    void tellsAllReasonsAtOnce() {
        Wish wish =
                Wish.of(8, 64 * GB, 0)
                        .with(GpuWish.of(2).of(List.of("H100")).withMemory(80 * GB))
                        .on("x86_64");
        Offer offer =
                offer(
                        new Hardware(
                                4,
                                16 * GB,
                                0,
                                Optional.of(Gpus.of(1, "T4g")),
                                Optional.of("arm64"),
                                Interconnect.UNKNOWN),
                        Offer.Terms.USUAL);

        assertThat(reasons(wish, offer))
                .containsExactly(
                        "needs 8 CPUs, has 4",
                        "needs 64 GB of memory, has 16 GB",
                        "needs x86_64, is arm64",
                        "needs 2 × ≥ 80 GB H100, has 1",
                        "needs H100, has T4g",
                        "needs 2 × ≥ 80 GB H100; T4g has 16 GB");
    }

    @Test
    void takesCudaAndDriverAsMinimum() {
        Offer offer = with(Gpus.of(1, "V100").withDriver("550.54", "12.4"));

        assertThat(reasons(gpu(GpuWish.of(1).withCuda("11.8")), offer)).isEmpty();
        assertThat(reasons(gpu(GpuWish.of(1).withCuda("12.10")), offer))
                .containsExactly("needs CUDA 12.10, its driver runs up to 12.4");
        assertThat(reasons(gpu(GpuWish.of(1).withCuda("13.0")), with(Gpus.of(1, "V100"))))
                .containsExactly(
                        "needs CUDA 13.0, which takes compute capability 7.5; V100 has 7.0");
        assertThat(reasons(gpu(GpuWish.of(1).withCuda("12")), with(Gpus.of(1, "MI300X"))))
                .containsExactly("needs CUDA 12, which MI300X does not run");
        assertThat(reasons(gpu(GpuWish.of(1).withCapability("8.0")), offer))
                .containsExactly("needs compute capability 8.0, V100 has 7.0");
    }

    @Test
    void partsOfAGpuDoOnlyWhereOneIsAskedFor() {
        Offer third = with(Gpus.of(1, "A10").withShare(1 / 3.0));
        Offer slice = with(Gpus.of(1, "A100").withSlice("1g.10gb").withShare(1 / 7.0));
        GpuWish sliced =
                new GpuWish(
                        1,
                        List.of(),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        Optional.of("1g.10gb"),
                        false);

        assertThat(reasons(gpu(GpuWish.of(1)), third))
                .containsExactly("needs whole GPUs, has 0.333 of one");
        assertThat(reasons(gpu(GpuWish.of(1).withShare(0.25)), third)).isEmpty();
        assertThat(reasons(gpu(sliced), slice)).isEmpty();
        assertThat(reasons(gpu(sliced), third))
                .containsExactly("needs the slice 1g.10gb, has none");
    }

    @Test
    void wantsTheInterconnectOfGangs() {
        Wish wish =
                Wish.of(1, 0, 0)
                        .over(
                                new Interconnect(
                                        100, Optional.of(Infiniband.HDR), Optional.empty()),
                                true);
        Offer slow =
                offer(
                        new Hardware(
                                4,
                                GB,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                new Interconnect(
                                        10, Optional.of(Infiniband.FDR), Optional.empty())),
                        Offer.Terms.USUAL);

        assertThat(reasons(wish, slow))
                .containsExactly(
                        "needs 100 Gbit/s of network, has 10",
                        "needs InfiniBand HDR or newer, has FDR",
                        "needs one fabric for all its copies, has none that is known");
    }

    @Test
    void keepsToCountriesCertificatesAgreementsPricesAndWaits() {
        Restriction where =
                new Restriction(
                        Set.of(),
                        Set.of("IT", "DE"),
                        Set.of(),
                        Set.of("a"),
                        Set.of("ISO 27001"),
                        Set.of("sla-7"),
                        Optional.of(new BigDecimal("0.50")),
                        Optional.of(Duration.ofMinutes(10)));
        Demand demand =
                new Demand("n", Offer.Kind.MACHINE, Wish.of(1, 0, 0), Optional.empty(), 1, where);
        Offer offer =
                offer(
                                Hardware.of(4, GB, 0),
                                new Offer.Terms(
                                        true,
                                        Duration.ofHours(1),
                                        Optional.empty(),
                                        Optional.of("US")))
                        .withPrice(new BigDecimal("0.75"), "EUR");
        Candidate site =
                site().withAgreements(
                                List.of(
                                        new Candidate.Agreement(
                                                "sla-7",
                                                NOW.minus(Duration.ofDays(90)),
                                                NOW.minus(Duration.ofDays(1)))));

        assertThat(
                        new Shortcomings(fit)
                                .words(fit.against(demand, site, offer), demand, site, offer))
                .containsExactly(
                        "can be taken back by the site at any time",
                        "must be in DE, IT, is in US",
                        "must be in zone a, is in none",
                        "must be certified by ISO 27001, is by none",
                        "has no agreement sla-7 that is valid now",
                        "may cost 0.50 EUR per hour, costs 0.75",
                        "may wait 10 min, the wait is 60 min");
    }

    private List<String> reasons(Wish wish, Offer offer) {
        Demand demand =
                new Demand("n", Offer.Kind.MACHINE, wish, Optional.empty(), 1, Restriction.NONE);
        return new Shortcomings(fit)
                .words(fit.against(demand, site(), offer), demand, site(), offer);
    }

    private static Wish gpu(GpuWish wish) {
        return Wish.of(1, 0, 0).with(wish);
    }

    private static Offer with(Gpus gpus) {
        return offer(
                new Hardware(
                        4, 64 * GB, 0, Optional.of(gpus), Optional.empty(), Interconnect.UNKNOWN),
                Offer.Terms.USUAL);
    }

    private static Offer offer(Hardware hardware, Offer.Terms terms) {
        return new Offer(
                "o",
                Set.of(Offer.Kind.MACHINE),
                hardware,
                false,
                BigDecimal.ONE,
                "EUR",
                OptionalInt.empty(),
                Optional.empty(),
                terms);
    }

    private static Candidate site() {
        return new Candidate(
                new SiteDescription("s", "simulated", "s", true, Optional.empty(), Set.of()),
                List.of(),
                Optional.empty());
    }
}
