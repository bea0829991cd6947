package floria.placement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import floria.placement.Placement.Assignment;
import floria.placement.Placement.Rejection;
import floria.site.Offer;

/**
 * Chooses one site for all nodes of a topology, since their links are private to it: the cheapest
 * on which every node fits; at equal price one that isolates its workloads, then the first in the
 * order given. On the site each node gets the cheapest, then smallest, sufficient offer. Equal
 * input gives an equal answer.
 */
public final class Placer {

    /** The node under which the private network of a deployment is placed. */
    public static final String NETWORK = "(network)";

    private static final Comparator<Offer> SMALLEST =
            Comparator.<Offer>comparingInt(offer -> offer.capacity().gpus())
                    .thenComparingDouble(offer -> offer.capacity().cpus())
                    .thenComparingLong(offer -> offer.capacity().memory())
                    .thenComparing(Offer::id);

    private Placer() {}

    /** What came of it. */
    public sealed interface Outcome {
        record Placed(Placement placement) implements Outcome {}

        /** No site takes every node: every candidate with its reasons. */
        record Unplaceable(List<Rejection> rejections) implements Outcome {}
    }

    /**
     * Places {@code demands} on one of {@code candidates}; {@code only} names the one site to
     * consider.
     */
    public static Outcome place(
            List<Demand> demands, List<Candidate> candidates, Optional<String> only) {
        if (demands.isEmpty()) {
            return new Outcome.Placed(
                    new Placement(
                            Map.of(),
                            BigDecimal.ZERO,
                            "EUR",
                            List.of("nothing in it needs a site"),
                            List.of()));
        }
        List<Rejection> rejections = new ArrayList<>();
        List<Fitting> fitting = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (only.isPresent() && !candidate.site().name().equals(only.get())) {
                continue;
            }
            fit(demands, candidate, rejections).ifPresent(fitting::add);
        }
        return fitting.stream()
                .min(
                        Comparator.comparing(Fitting::price)
                                .thenComparing(choice -> !choice.candidate().site().isolated()))
                .<Outcome>map(best -> new Outcome.Placed(placed(best, fitting, rejections)))
                .orElseGet(() -> new Outcome.Unplaceable(List.copyOf(rejections)));
    }

    /** A site on which everything fits. */
    private record Fitting(Candidate candidate, Map<Demand, Offer> offers) {
        BigDecimal price() {
            return offers.entrySet().stream()
                    .map(entry -> Fit.pricePerHour(entry.getKey(), entry.getValue()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        String currency() {
            return Stream.concat(offers.values().stream(), candidate.offers().stream())
                    .map(Offer::currency)
                    .findFirst()
                    .orElse("EUR");
        }
    }

    private static Optional<Fitting> fit(
            List<Demand> demands, Candidate candidate, List<Rejection> rejections) {
        String site = candidate.site().name();
        if (candidate.fault().isPresent()) {
            var fault = candidate.fault().get();
            rejections.add(
                    new Rejection(
                            "",
                            site,
                            "",
                            Stream.concat(Stream.of(fault.message()), fault.hint().stream())
                                    .toList()));
            return Optional.empty();
        }
        Map<Demand, Offer> chosen = new LinkedHashMap<>();
        boolean all = true;
        for (Demand demand : demands) {
            List<Offer> sufficient = new ArrayList<>();
            List<Rejection> insufficient = new ArrayList<>();
            for (Offer offer : candidate.offers()) {
                List<String> reasons = Fit.reasonsAgainst(demand, candidate.site(), offer);
                if (reasons.isEmpty()) {
                    sufficient.add(offer);
                } else if (offer.realises().contains(demand.kind())) {
                    insufficient.add(new Rejection(demand.node(), site, offer.id(), reasons));
                }
            }
            rejections.addAll(insufficient);
            Optional<Offer> best =
                    sufficient.stream()
                            .min(
                                    Comparator.<Offer, BigDecimal>comparing(
                                                    offer -> Fit.pricePerHour(demand, offer))
                                            .thenComparing(SMALLEST));
            if (best.isPresent()) {
                chosen.put(demand, best.get());
            } else {
                all = false;
                if (insufficient.isEmpty()) {
                    rejections.add(
                            new Rejection(
                                    demand.node(),
                                    site,
                                    "",
                                    List.of("offers no " + Fit.word(demand.kind()))));
                }
            }
        }
        return all ? Optional.of(new Fitting(candidate, chosen)) : Optional.empty();
    }

    private static Placement placed(
            Fitting best, List<Fitting> fitting, List<Rejection> rejections) {
        String site = best.candidate().site().name();
        Map<String, Assignment> assignments = new LinkedHashMap<>();
        best.offers()
                .forEach((demand, offer) ->
                        assignments.put(
                                demand.node(),
                                new Assignment(
                                        demand.node(),
                                        site,
                                        offer.id(),
                                        Fit.pricePerHour(demand, offer),
                                        "smallest sufficient offer at the lowest price")));
        best.candidate().offers().stream()
                .filter(offer -> offer.realises().contains(Offer.Kind.NETWORK))
                .findFirst()
                .ifPresent(offer ->
                        assignments.put(
                                NETWORK,
                                new Assignment(
                                        NETWORK,
                                        site,
                                        offer.id(),
                                        BigDecimal.ZERO,
                                        "private names and addresses")));
        List<String> reasons = new ArrayList<>();
        if (fitting.size() == 1) {
            reasons.add(site + " is the only site on which everything fits");
        }
        for (Fitting other : fitting) {
            if (!other.equals(best)) {
                String why =
                        other.price().compareTo(best.price()) > 0
                                ? "costs "
                                        + other.price().toPlainString()
                                        + " "
                                        + other.currency()
                                        + " per hour, "
                                        + site
                                        + " "
                                        + best.price().toPlainString()
                                : best.candidate().site().isolated()
                                                && !other.candidate().site().isolated()
                                        ? "costs the same, but does not isolate what it runs from its own machine"
                                        : "costs the same, and comes later in the order of sites";
                rejections.add(
                        new Rejection("", other.candidate().site().name(), "", List.of(why)));
                reasons.add(other.candidate().site().name() + " " + why);
            }
        }
        return new Placement(assignments, best.price(), best.currency(), reasons, rejections);
    }
}
