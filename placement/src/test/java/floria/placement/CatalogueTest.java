package floria.placement;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import floria.placement.catalogue.Csv;
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

    /** What {@code src/test/scripts/expected.py} worked out by itself. */
    private static List<Csv.Row> expected(String name) throws IOException {
        try (Reader text =
                new InputStreamReader(
                        Objects.requireNonNull(CatalogueTest.class.getResourceAsStream(name)),
                        StandardCharsets.UTF_8)) {
            return Csv.read(name, text).rows();
        }
    }

    private static Wish wish(Csv.Row row) {
        int cpus = row.decimal("Cpus").map(BigDecimal::intValue).orElse(0);
        long ram = row.decimal("Ram").map(BigDecimal::longValue).orElse(0L);
        Wish plain = Wish.of(cpus, ram * GB, 0);
        Wish wish = row.text("Arch").isEmpty() ? plain : plain.on(row.text("Arch"));
        return row.text("Gpus").isEmpty() ? wish : wish.with(gpus(row));
    }

    private static GpuWish gpus(Csv.Row row) {
        String asked = row.text("Gpus");
        GpuWish wish =
                asked.startsWith(":")
                        ? GpuWish.of(Integer.parseInt(asked.substring(1)))
                        : GpuWish.parse(asked);
        if (row.decimal("Memory").isPresent()) {
            wish = wish.withMemory(row.decimal("Memory").get().longValue() * GB);
        }
        if (!row.text("Capability").isEmpty()) {
            wish = wish.withCapability(row.text("Capability"));
        }
        return row.decimal("Share").map(BigDecimal::doubleValue).map(wish::withShare).orElse(wish);
    }

    @Test
    void findsTheCheapestSmallestOfferForThirtyRequests() throws IOException {
        List<Csv.Row> cases = expected("requests.csv");
        assertThat(cases).hasSize(30);
        List<String> wrong = new ArrayList<>();
        for (Csv.Row one : cases) {
            Placement placement = placed(question(wish(one), Order.COST));
            String got = placement.of("n").orElseThrow().offer();
            if (!got.equals(one.text("Offer"))
                    || placement.pricePerHour().compareTo(one.decimal("Price").orElseThrow())
                            != 0) {
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

    /** The cheapest offer that misses least, as found in the lists by hand. */
    @Test
    void namesTheNearestMissOfEachKind() {
        assertThat(nearest(Wish.of(0, 0, 0).with(GpuWish.parse("H100:24"))))
                .containsExactly(
                        "n fits on aws/p5.48xlarge in aws:us-east-1 (55.04 USD per hour) with 8 GPUs instead of 24");
        assertThat(nearest(Wish.of(5000, 0, 0)))
                .containsExactly(
                        "n fits on aws/u7i-12tb.224xlarge in aws:us-east-1 (125.58182 USD per hour) with 896 CPUs instead of 5000");
        assertThat(nearest(Wish.of(0, 110_000 * GB, 0)))
                .containsExactly(
                        "n fits on aws/u7in-32tb.224xlarge in aws:us-east-1 (360.98695 USD per hour) with 35.2 TB of memory instead of 110 TB");
        assertThat(nearest(Wish.of(0, 0, 0).with(GpuWish.parse("A100:1").withMemory(200 * GB))))
                .first()
                .isEqualTo(
                        "n fits on azure/Standard_NC24ads_A100_v4 in azure:eastus (3.673 USD per hour) with 80 GB of GPU memory instead of 200 GB");
        assertThat(nearest(Wish.of(0, 0, 0).with(GpuWish.parse("Z900:1"))))
                .first()
                .isEqualTo("no site and no table has a GPU model Z900");
        Wish eight = Wish.of(0, 0, 0).with(GpuWish.parse("H200:8"));
        assertThat(nearest(eight, Restriction.price(BigDecimal.TEN)))
                .first()
                .isEqualTo(
                        "n fits on aws/p5en.48xlarge in aws:us-east-1 (63.296 USD per hour) if this did not count: may cost 10 USD per hour, costs 63.296");
        Wish one = Wish.of(0, 0, 0).with(GpuWish.parse("T4:1"));
        assertThat(nearest(one, Restriction.regions(Set.of("aws:mars-1"))))
                .containsExactly(
                        "n fits on aws/g4dn.xlarge in aws:us-east-1 (0.526 USD per hour) if this did not count: must be in aws:mars-1, is in aws:us-east-1");
    }

    private static List<String> nearest(Wish wish) {
        return nearest(wish, Restriction.NONE);
    }

    private static List<String> nearest(Wish wish, Restriction where) {
        Demand demand = new Demand("n", Offer.Kind.MACHINE, wish, Optional.empty(), 1, where);
        return new Placer(GPUS).nearest(demand, Question.of(List.of(), clouds));
    }

    @Test
    void movesNextToTheDataWhenEgressIsPriced() throws IOException {
        for (Csv.Row one : expected("data.csv")) {
            check(
                    one.text("Place"),
                    one.text("Gpus"),
                    one.decimal("Hours").orElseThrow().intValue(),
                    one.text("Egress").equals("true"),
                    one.text("Offer"),
                    one.text("Total"));
        }
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
