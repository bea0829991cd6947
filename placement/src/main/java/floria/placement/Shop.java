package floria.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
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
    final List<Candidate> candidates;
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
        this.candidates = List.copyOf(candidates);
        record Raw(
                Candidate candidate,
                Offer offer,
                int site,
                int place,
                int zone,
                int gpus,
                long gpuMemory,
                double cpus,
                long memory) {}
        Map<List<String>, Integer> zones = new HashMap<>();
        List<Raw> raw = new ArrayList<>();
        for (Candidate candidate : candidates) {
            int site = sites.size();
            String name = candidate.site().name();
            sites.add(name);
            for (Offer offer : candidate.offers()) {
                // An elastic offer gives what is asked for, whatever it has.
                boolean whole = !offer.elastic();
                raw.add(
                        new Raw(
                                candidate,
                                offer,
                                site,
                                number(placeNumbers, candidate.place(offer)),
                                number(
                                        zones,
                                        List.of(
                                                name,
                                                offer.terms().region().orElse(""),
                                                offer.zone().orElse(""))),
                                whole ? offer.capacity().gpus() : -1,
                                whole ? offer.capacity().gpu().map(fit::memory).orElse(0L) : 0,
                                whole ? offer.capacity().cpus() : 0,
                                whole ? offer.capacity().memory() : 0));
            }
        }
        Comparator<Raw> smallest =
                Comparator.comparingInt(Raw::gpus)
                        .thenComparingLong(Raw::gpuMemory)
                        .thenComparingDouble(Raw::cpus)
                        .thenComparingLong(Raw::memory)
                        .thenComparing(one -> !one.candidate().site().isolated());
        Integer[] order = new Integer[raw.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, Comparator.comparing(raw::get, smallest));
        long[] ranks = new long[raw.size()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[order[i]] = i;
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

    /** Whether it is made of these very candidates, so that it need not be made anew. */
    @SuppressWarnings("ReferenceEquality") // to compare thousands takes as long as a new shop
    boolean isOf(List<Candidate> others) {
        if (candidates.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (candidates.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static <K> int number(Map<K, Integer> numbers, K name) {
        int next = numbers.size();
        Integer before = numbers.putIfAbsent(name, next);
        return before == null ? next : before;
    }
}
