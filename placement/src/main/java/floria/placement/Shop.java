package floria.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.site.Offer;

/**
 * All offers of all sites in one row, with numbers for sites, places and zones, and a rank: the
 * smallest first, so that the smallest sufficient one wins ties; then those that isolate what they
 * run; then in the order of the sites.
 */
final class Shop {
    final List<Shelf> shelves;
    final List<String> sites = new ArrayList<>();
    final List<String> places;
    final Optional<String> currency;
    private final Map<String, Integer> placeNumbers = new LinkedHashMap<>();

    /** One offer. */
    record Shelf(
            Candidate candidate,
            Offer offer,
            int site,
            int place,
            int zone,
            long rank,
            long hour) {}

    Shop(List<Candidate> candidates, Fit fit) {
        record Raw(Candidate candidate, Offer offer, int site, int place, int zone) {}
        Map<String, Integer> zones = new LinkedHashMap<>();
        List<Raw> raw = new ArrayList<>();
        for (Candidate candidate : candidates) {
            int site = sites.size();
            sites.add(candidate.site().name());
            for (Offer offer : candidate.offers()) {
                raw.add(
                        new Raw(
                                candidate,
                                offer,
                                site,
                                number(placeNumbers, candidate.place(offer)),
                                number(
                                        zones,
                                        candidate.site().name()
                                                + "/"
                                                + offer.terms().region().orElse("")
                                                + "/"
                                                + offer.zone().orElse(""))));
            }
        }
        Comparator<Raw> smallest =
                Comparator.<Raw>comparingInt(one -> one.offer().elastic() ? 0 : 1)
                        .thenComparingInt(one -> whole(one.offer()).gpus())
                        .thenComparingLong(
                                one -> whole(one.offer()).gpu().map(fit::memory).orElse(0L))
                        .thenComparingDouble(one -> whole(one.offer()).cpus())
                        .thenComparingLong(one -> whole(one.offer()).memory())
                        .thenComparing(one -> !one.candidate().site().isolated());
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(raw::get, smallest));
        long[] ranks = new long[raw.size()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[order.get(i)] = i;
        }
        shelves = new ArrayList<>(raw.size());
        for (int i = 0; i < ranks.length; i++) {
            Raw one = raw.get(i);
            shelves.add(
                    new Shelf(
                            one.candidate(),
                            one.offer(),
                            one.site(),
                            one.place(),
                            one.zone(),
                            ranks[i],
                            Money.micro(one.offer().pricePerHour())));
        }
        places = List.copyOf(placeNumbers.keySet());
        currency =
                raw.stream()
                        .map(Raw::offer)
                        .filter(offer -> offer.pricePerHour().signum() > 0)
                        .findFirst()
                        .or(() -> raw.stream().map(Raw::offer).findFirst())
                        .map(Offer::currency);
    }

    /** An elastic offer gives what is asked for, whatever it has. */
    private static floria.site.Hardware whole(Offer offer) {
        return offer.elastic() ? floria.site.Hardware.of(0, 0, 0) : offer.capacity();
    }

    private static int number(Map<String, Integer> numbers, String name) {
        int next = numbers.size();
        Integer before = numbers.putIfAbsent(name, next);
        return before == null ? next : before;
    }
}
