package floria.site.simulated;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import floria.site.Hardware;
import floria.site.Offer;

/**
 * What a simulated site is like. Start from {@link #of} and change what matters.
 *
 * @param offers with {@link Offer#available()} as the number that there is in all
 * @param images logical names that machines can be made from
 * @param quota the most machines and containers of one installation
 * @param pace how long things take
 * @param faults what goes wrong
 * @param commands what commands on machines do
 * @param seed of everything that looks random; equal seeds give equal sites
 */
public record SimulatedSettings(
        String name,
        List<Offer> offers,
        Set<String> images,
        OptionalInt quota,
        Pace pace,
        FaultScript faults,
        CommandScript commands,
        long seed) {
    public SimulatedSettings {
        offers = List.copyOf(offers);
        images = Set.copyOf(images);
    }

    /**
     * How long things take.
     *
     * @param least of each call
     * @param most of each call
     * @param boot from making a machine or container until it is ready
     */
    public record Pace(Duration least, Duration most, Duration boot) {
        public static final Pace INSTANT = new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** Large, free, instant, without faults; commands succeed. */
    public static SimulatedSettings of(String name) {
        return new SimulatedSettings(
                name,
                List.of(
                        offer("small", Hardware.of(2, 4L << 30, 40L << 30), "0.04"),
                        offer("medium", Hardware.of(8, 32L << 30, 200L << 30), "0.32"),
                        offer(
                                "gpu",
                                new Hardware(16, 128L << 30, 500L << 30, 1, Optional.of("A100")),
                                "2.40")),
                Set.of("debian:12"),
                OptionalInt.empty(),
                Pace.INSTANT,
                FaultScript.none(),
                CommandScript.succeeding(),
                1);
    }

    /** An offer of everything, in any number. */
    public static Offer offer(String id, Hardware capacity, String pricePerHour) {
        return new Offer(
                id,
                Set.of(Offer.Kind.values()),
                capacity,
                false,
                new BigDecimal(pricePerHour),
                "EUR",
                OptionalInt.empty(),
                Optional.empty());
    }

    public SimulatedSettings withOffers(List<Offer> others) {
        return new SimulatedSettings(name, others, images, quota, pace, faults, commands, seed);
    }

    public SimulatedSettings withQuota(int most) {
        return new SimulatedSettings(
                name, offers, images, OptionalInt.of(most), pace, faults, commands, seed);
    }

    public SimulatedSettings withPace(Pace other) {
        return new SimulatedSettings(name, offers, images, quota, other, faults, commands, seed);
    }

    public SimulatedSettings withFaults(FaultScript other) {
        return new SimulatedSettings(name, offers, images, quota, pace, other, commands, seed);
    }

    public SimulatedSettings withCommands(CommandScript other) {
        return new SimulatedSettings(name, offers, images, quota, pace, faults, other, seed);
    }

    public SimulatedSettings withSeed(long other) {
        return new SimulatedSettings(name, offers, images, quota, pace, faults, commands, other);
    }
}
