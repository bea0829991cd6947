package floria.placement;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import floria.placement.catalogue.PriceCatalogues;
import floria.placement.data.DataDemand;
import floria.placement.data.ReplicaOffer;
import floria.placement.hardware.GpuTable;
import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.placement.solve.Goal.Order;
import floria.site.Offer;

import static org.assertj.core.api.Assertions.assertThat;

/** Placements on the real price lists of three clouds; what is expected was worked out apart. */
class CatalogueTest {
    private static final long GB = 1_000_000_000L;
    private static final GpuTable GPUS = GpuTable.bundled();

    private static Optional<PriceCatalogues> catalogues = Optional.empty();
    private static List<Candidate> clouds = List.of();

    @BeforeAll
    static void readTheCatalogues() throws IOException {
        PriceCatalogues read = PriceCatalogues.read();
        catalogues = Optional.of(read);
        clouds = read.clouds(GPUS);
    }

    private record Case(Wish wish, String offer, String price) {}

    private static Case gpu(String wish, String offer, String price) {
        return new Case(Wish.of(0, 0, 0).with(GpuWish.parse(wish)), offer, price);
    }

    private static Case gpu(GpuWish wish, String offer, String price) {
        return new Case(Wish.of(0, 0, 0).with(wish), offer, price);
    }

    private static final List<Case> CASES =
            List.of(
                    new Case(Wish.of(1, GB, 0), "t4g.micro", "0.0084"),
                    new Case(Wish.of(8, 32 * GB, 0), "Standard_D8ps_v5", "0.202"),
                    new Case(Wish.of(4, 16 * GB, 0).on("arm64"), "Standard_D4ps_v5", "0.101"),
                    new Case(Wish.of(16, 64 * GB, 0).on("amd64"), "Standard_D16as_v5", "0.444"),
                    new Case(Wish.of(1, 1000 * GB, 0), "x2gd.16xlarge", "5.344"),
                    gpu("1", "g4ad.xlarge", "0.37853"),
                    gpu("2", "g4ad.8xlarge", "1.734"),
                    gpu("8", "g4dn.metal", "7.824"),
                    gpu("T4:1", "g4dn.xlarge", "0.526"),
                    gpu("T4:4", "g4dn.12xlarge", "3.912"),
                    gpu("A100:1", "Standard_NC24ads_A100_v4", "3.673"),
                    gpu("A100-80GB:1", "Standard_NC24ads_A100_v4", "3.673"),
                    gpu("A100-40GB:8", "p4d.24xlarge", "21.957642"),
                    gpu("H100:1", "p5.4xlarge", "6.88"),
                    gpu("H100:8", "p5.48xlarge", "55.04"),
                    gpu("H100-NVL:2", "Standard_NC80adis_H100_v5", "13.96"),
                    gpu("H200:8", "p5en.48xlarge", "63.296"),
                    gpu("V100:1", "Standard_NC6s_v3", "3.06"),
                    gpu("V100-32GB:8", "Standard_ND40rs_v2", "22.032"),
                    gpu("L4:1", "g2-standard-4", "0.704518"),
                    gpu("L4:8", "g2-standard-96", "7.977124"),
                    gpu("A10G:1", "g5.xlarge", "1.006"),
                    gpu("Inferentia:1", "inf1.xlarge", "0.228"),
                    gpu(GpuWish.of(1).withMemory(24 * GB), "g2-standard-4", "0.704518"),
                    gpu(GpuWish.of(1).withMemory(40 * GB), "g6e.xlarge", "1.861"),
                    gpu(GpuWish.of(4).withMemory(80 * GB), "Standard_NC96ads_A100_v4", "14.692"),
                    gpu(GpuWish.of(1).withMemory(142 * GB), "Standard_ND96isr_MI300X_v5", "48.0"),
                    gpu(GpuWish.of(1).withCapability("9.0"), "g7.2xlarge", "2.52"),
                    gpu(GpuWish.of(1).withShare(0.25), "g4ad.xlarge", "0.37853"),
                    gpu("B200:8", "p6-b200.48xlarge", "113.9328"));

    @Test
    void findsTheCheapestSmallestOfferForThirtyRequests() {
        assertThat(CASES).hasSize(30);
        List<String> wrong = new ArrayList<>();
        for (Case one : CASES) {
            Placement placement = placed(question(one.wish(), Order.COST));
            String got = placement.of("n").orElseThrow().offer();
            if (!got.equals(one.offer())
                    || placement.pricePerHour().compareTo(new BigDecimal(one.price())) != 0) {
                wrong.add(one + " got " + got + " at " + placement.pricePerHour());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void saysWhatIsNearWhenNothingDoes() {
        Wish wish = Wish.of(0, 0, 0).with(GpuWish.parse("B200:16"));

        Placer.Outcome outcome = new Placer(GPUS).place(question(wish, Order.COST));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Placer.Outcome.Unplaceable.class,
                        none -> {
                            assertThat(none.nearest())
                                    .contains(
                                            "n fits on aws/p6-b200.48xlarge in aws:us-east-1 (113.9328 USD per hour) with 8 GPUs instead of 16");
                            assertThat(none.rejections())
                                    .anySatisfy(rejection ->
                                            assertThat(rejection.reasons())
                                                    .contains("needs 16 × B200, has 8"));
                        });
    }

    @Test
    void movesNextToTheDataWhenEgressIsPriced() {
        check("azure:westeurope", "A100-80GB:1", 24, true, "Standard_NC24ads_A100_v4", "114.6");
        check("azure:westeurope", "A100-80GB:1", 24, false, "Standard_NC24ads_A100_v4", "88.152");
        check("azure:westeurope", "H100:8", 24, true, "p5.48xlarge", "1408.46");
        check("gcp:europe-west4", "A100-80GB:1", 24, true, "a2-ultragpu-1g", "133.942032");
        check("gcp:europe-west4", "A100-80GB:1", 4, true, "a2-ultragpu-1g", "22.323672");
        check("aws:eu-west-1", "A100-80GB:1", 24, true, "Standard_NC24ads_A100_v4", "178.152");
        check("azure:uksouth", "A100-80GB:1", 24, true, "Standard_NC24ads_A100_v4", "110.184");
    }

    @Test
    void theBreakdownNamesTheEgress() {
        Placement far = withData("azure:westeurope", "H100:8", 24, true);

        assertThat(far.explanation().once()).isEqualByComparingTo("87.5");
        assertThat(far.reasons())
                .anyMatch(reason ->
                        reason.startsWith(
                                "images is read from azure:westeurope in aws:us-east-1: egress 87.50 USD"));
        assertThat(far.explanation().terms())
                .anySatisfy(term -> {
                    assertThat(term.name()).isEqualTo("data");
                    assertThat(term.amount()).isEqualByComparingTo("87.5");
                });
        Placement near = withData("azure:westeurope", "A100-80GB:1", 24, true);
        assertThat(near.reasons()).contains("images is read where it is, in azure:westeurope");
    }

    private void check(
            String place, String gpus, int hours, boolean priced, String offer, String total) {
        Placement placement = withData(place, gpus, hours, priced);
        BigDecimal all =
                placement
                        .pricePerHour()
                        .multiply(BigDecimal.valueOf(hours))
                        .add(placement.explanation().once());
        assertThat(placement.of("n").orElseThrow().offer()).isEqualTo(offer);
        assertThat(all).isEqualByComparingTo(total);
    }

    private Placement withData(String place, String gpus, int hours, boolean priced) {
        Wish wish = Wish.of(0, 0, 0).with(GpuWish.parse(gpus));
        return placed(
                question(wish, Order.COST)
                        .reading(
                                List.of(DataDemand.once("n", "images")),
                                List.of(ReplicaOffer.at("images", place, 1000 * GB)),
                                catalogues.orElseThrow().routes(!priced))
                        .preferring(
                                Preferences.BALANCED
                                        .by(Order.COST)
                                        .living(Duration.ofHours(hours))));
    }

    private static Question question(Wish wish, Order order) {
        return Question.of(
                        List.of(
                                new Demand(
                                        "n",
                                        Offer.Kind.MACHINE,
                                        wish,
                                        Optional.empty(),
                                        1,
                                        Restriction.NONE)),
                        clouds)
                .preferring(Preferences.BALANCED.by(order));
    }

    private static Placement placed(Question question) {
        Placer.Outcome outcome = new Placer(GPUS).place(question);
        assertThat(outcome).isInstanceOf(Placer.Outcome.Placed.class);
        return ((Placer.Outcome.Placed) outcome).placement();
    }
}
