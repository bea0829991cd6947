package floria.placement;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import floria.site.Hardware;
import floria.site.Offer;
import floria.site.SiteDescription;

/** Whether an offer does for a demand, with every reason why not in words and figures. */
final class Fit {

    private Fit() {}

    static List<String> reasonsAgainst(Demand demand, SiteDescription site, Offer offer) {
        List<String> reasons = new ArrayList<>();
        if (!offer.realises().contains(demand.kind())) {
            reasons.add("is no " + word(demand.kind()));
            return reasons;
        }
        Hardware needed = demand.hardware();
        Hardware has = offer.capacity();
        if (has.cpus() < needed.cpus()) {
            reasons.add("needs " + count(needed.cpus()) + " CPUs, has " + count(has.cpus()));
        }
        if (has.memory() < needed.memory()) {
            reasons.add("needs " + size(needed.memory()) + " of memory, has " + size(has.memory()));
        }
        if (has.disk() < needed.disk()) {
            reasons.add("needs " + size(needed.disk()) + " of disk, has " + size(has.disk()));
        }
        if (has.gpus() < needed.gpus()) {
            reasons.add("needs " + needed.gpus() + " GPUs, has " + has.gpus());
        }
        demand.image()
                .filter(image -> !site.images().isEmpty() && !site.images().contains(image))
                .ifPresent(image ->
                        reasons.add(
                                "needs "
                                        + image
                                        + ", has "
                                        + String.join(
                                                ", ", site.images().stream().sorted().toList())));
        if (offer.available().isPresent() && offer.available().getAsInt() < 1) {
            reasons.add("none is free now");
        }
        return reasons;
    }

    /** An elastic offer costs by the share of its CPUs that is asked for. */
    static BigDecimal pricePerHour(Demand demand, Offer offer) {
        if (!offer.elastic() || offer.capacity().cpus() == 0) {
            return offer.pricePerHour();
        }
        BigDecimal price =
                offer.pricePerHour()
                        .multiply(BigDecimal.valueOf(demand.hardware().cpus()))
                        .divide(BigDecimal.valueOf(offer.capacity().cpus()), MathContext.DECIMAL64);
        return price.signum() == 0 ? BigDecimal.ZERO : price.stripTrailingZeros();
    }

    static String word(Offer.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String count(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return amount == Math.rint(amount)
                ? (long) amount + " " + units[unit]
                : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }
}
