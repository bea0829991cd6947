package floria.placement;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import floria.placement.hardware.Wish;
import floria.site.Allowance;
import floria.site.Offer;

/**
 * How much of a site may be used.
 *
 * @param whose for people: {@code the site}, {@code group ml}, {@code user ana}
 * @param zone where it counts; everywhere in the site when empty
 * @param used of it now
 * @param reserved for what was accepted and does not run yet
 */
public record Quota(
        String whose,
        Optional<String> zone,
        Resource resource,
        double used,
        double reserved,
        double limit) {

    /** What is counted; memory and disk in bytes. */
    public enum Resource {
        MACHINES,
        CPUS,
        MEMORY,
        DISK,
        GPUS;

        /** How much of it a copy takes that is made from the offer. */
        double of(Wish wish, Offer.Kind kind, Offer offer) {
            boolean machine = kind.isMachine() || kind == Offer.Kind.CONTAINER;
            boolean whole = machine && !offer.elastic();
            return switch (this) {
                case MACHINES -> machine ? 1 : 0;
                case CPUS -> whole ? offer.capacity().cpus() : machine ? wish.cpus() : 0;
                case MEMORY -> whole ? offer.capacity().memory() : machine ? wish.memory() : 0;
                case DISK -> whole ? offer.capacity().disk() : wish.disk();
                case GPUS ->
                        whole
                                ? offer.capacity().gpus()
                                : wish.gpu().map(gpu -> (double) gpu.count()).orElse(0.0);
            };
        }
    }

    /** What a demand takes that is made from the offer, by all its copies. */
    static Map<Resource, Double> taken(Demand demand, Offer offer) {
        Map<Resource, Double> taken = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            double each = resource.of(demand.wish(), demand.kind(), offer);
            if (each > 0) {
                taken.put(resource, each * demand.count());
            }
        }
        return taken;
    }

    /** As a site says it. */
    public static Quota of(Allowance one) {
        return new Quota(
                one.whose(),
                one.zone(),
                switch (one.resource()) {
                    case MACHINES -> Resource.MACHINES;
                    case CPUS -> Resource.CPUS;
                    case MEMORY -> Resource.MEMORY;
                    case DISK -> Resource.DISK;
                    case GPUS -> Resource.GPUS;
                },
                one.used(),
                one.reserved(),
                one.limit());
    }

    /** What is left. */
    public double left() {
        return Math.max(0, limit - used - reserved);
    }

    String words() {
        String what = resource.name().toLowerCase(Locale.ROOT);
        return "quota of "
                + whose
                + ": "
                + amount(left())
                + " of "
                + amount(limit)
                + " "
                + what
                + " left"
                + zone.map(name -> " in " + name).orElse("");
    }

    private String amount(double number) {
        return resource == Resource.MEMORY || resource == Resource.DISK
                ? Figures.size((long) number)
                : Figures.count(number);
    }
}
