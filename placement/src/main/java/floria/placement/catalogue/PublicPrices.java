package floria.placement.catalogue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import floria.placement.hardware.GpuModel;
import floria.placement.hardware.GpuTable;
import floria.site.Gpus;
import floria.site.Hardware;
import floria.site.Interconnect;
import floria.site.Offer;

/**
 * Public price lists of clouds as offers: a row for each kind of machine in each region, with the
 * columns {@code Cloud, InstanceType, vCPUs, MemoryGiB, AcceleratorName, AcceleratorCount,
 * AcceleratorMemoryGiB, Arch, NetworkGbps, Region, Price, SpotPrice}. A row without CPUs, memory or
 * a price above zero says too little, and is left out. A spot price makes a second, preemptible
 * offer.
 */
public final class PublicPrices {
    private static final double GIBIBYTE = 1L << 30;

    /** Disks of clouds are sold apart, and in any size. */
    private static final long DISK = 1_000_000_000_000_000L;

    /** What comes after the kind of machine in the id of an offer that can be taken back. */
    public static final String SPOT = "@spot";

    private final GpuTable gpus;
    private final String currency;

    public PublicPrices(GpuTable gpus, String currency) {
        this.gpus = gpus;
        this.currency = currency;
    }

    /**
     * What a list holds.
     *
     * @param incomplete how many rows said too little
     */
    public record Imported(List<Offer> offers, int incomplete) {}

    public Imported read(Csv list) {
        List<Offer> offers = new ArrayList<>();
        int incomplete = 0;
        for (Csv.Row row : list.rows()) {
            Optional<BigDecimal> cpus = row.decimal("vCPUs");
            Optional<BigDecimal> memory = row.decimal("MemoryGiB");
            Optional<BigDecimal> price = positive(row.decimal("Price"));
            if (cpus.isEmpty() || memory.isEmpty() || price.isEmpty()) {
                incomplete++;
                continue;
            }
            Hardware hardware = hardware(row, cpus.get(), memory.get());
            offers.add(offer(row, hardware, price.get(), false));
            positive(row.decimal("SpotPrice"))
                    .ifPresent(spot -> offers.add(offer(row, hardware, spot, true)));
        }
        return new Imported(List.copyOf(offers), incomplete);
    }

    private static Optional<BigDecimal> positive(Optional<BigDecimal> price) {
        return price.filter(amount -> amount.signum() > 0);
    }

    private Hardware hardware(Csv.Row row, BigDecimal cpus, BigDecimal memory) {
        return new Hardware(
                cpus.doubleValue(),
                (long) (memory.doubleValue() * GIBIBYTE),
                DISK,
                gpus(row),
                Optional.of(row.text("Arch")).filter(text -> !text.isEmpty()),
                Interconnect.ethernet(
                        row.decimal("NetworkGbps").map(BigDecimal::doubleValue).orElse(0.0)));
    }

    /** A count below one, or a memory far below that of the model, is a part of a GPU. */
    private Optional<Gpus> gpus(Csv.Row row) {
        String name = row.text("AcceleratorName");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        double count = row.decimal("AcceleratorCount").map(BigDecimal::doubleValue).orElse(1.0);
        double memory =
                row.decimal("AcceleratorMemoryGiB").map(BigDecimal::doubleValue).orElse(0.0)
                        * GIBIBYTE;
        if (count >= 1) {
            Gpus whole = Gpus.of((int) count, name).withMemory((long) memory);
            return Optional.of(
                    whole.withMemory(
                            gpus.facts(whole).map(GpuModel::memory).orElse((long) memory)));
        }
        Gpus part = Gpus.of(1, name);
        double whole = gpus.facts(part).map(model -> (double) model.memory()).orElse(memory);
        double share =
                count > 0 ? count : memory > 0 && whole > 0 ? Math.min(1, memory / whole) : 1;
        return Optional.of(part.withShare(share).withMemory((long) (whole * share)));
    }

    private Offer offer(Csv.Row row, Hardware hardware, BigDecimal price, boolean spot) {
        String region = row.text("Cloud") + ":" + row.text("Region");
        return new Offer(
                row.text("InstanceType") + (spot ? SPOT : ""),
                Set.of(Offer.Kind.MACHINE),
                hardware,
                false,
                price,
                currency,
                OptionalInt.empty(),
                Optional.empty(),
                new Offer.Terms(spot, Duration.ZERO, Optional.of(region), Optional.empty()));
    }
}
