package floria.placement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

import floria.placement.Placement.Rejection;
import floria.site.Fault;

/** Every candidate that was not chosen, with all reasons. */
final class Rejections {
    /** Offers of one site that fall short in the same are told one by one up to so many. */
    private static final int SINGLE = 8;

    private final Compilation compiled;

    Rejections(Compilation compiled) {
        this.compiled = compiled;
    }

    /** What falls out before anything is compared. */
    List<Rejection> unfit() {
        List<Rejection> rejections = new ArrayList<>();
        for (int n = 0; n < compiled.question.demands().size(); n++) {
            unfit(n, rejections);
        }
        for (Candidate candidate : compiled.question.candidates()) {
            candidate
                    .fault()
                    .ifPresent(fault ->
                            rejections.add(
                                    new Rejection("", candidate.site().name(), "", words(fault))));
        }
        // One offer in several regions may fall short in the same words.
        return rejections.stream().distinct().toList();
    }

    private static List<String> words(Fault fault) {
        return Stream.concat(Stream.of(fault.message()), fault.hint().stream()).toList();
    }

    private void unfit(int n, List<Rejection> rejections) {
        Demand demand = compiled.question.demands().get(n);
        Map<Integer, Map<Long, List<Integer>>> sites = new LinkedHashMap<>();
        boolean[] any = new boolean[compiled.shop.sites.size()];
        for (int s = 0; s < compiled.shop.shelves.size(); s++) {
            long mask = compiled.against[n][s];
            int site = compiled.shop.shelves.get(s).site();
            any[site] |= (mask & Criterion.KIND.mask()) == 0;
            if (mask != 0 && (mask & Criterion.KIND.mask()) == 0) {
                sites.computeIfAbsent(site, _ -> new TreeMap<>())
                        .computeIfAbsent(mask, _ -> new ArrayList<>())
                        .add(s);
            }
        }
        for (int site = 0; site < any.length; site++) {
            Candidate candidate = compiled.question.candidates().get(site);
            if (!any[site] && candidate.fault().isEmpty()) {
                rejections.add(
                        new Rejection(
                                demand.node(),
                                candidate.site().name(),
                                "",
                                List.of("offers no " + Fit.word(demand.kind()))));
            }
            sites.getOrDefault(site, Map.of())
                    .forEach((mask, offers) -> group(demand, mask, offers, rejections));
        }
    }

    private void group(Demand demand, long mask, List<Integer> offers, List<Rejection> rejections) {
        if (offers.size() <= SINGLE) {
            for (int s : offers) {
                Shop.Shelf shelf = compiled.shop.shelves.get(s);
                rejections.add(
                        new Rejection(
                                demand.node(),
                                shelf.candidate().site().name(),
                                shelf.offer().id(),
                                words(mask, demand, shelf)));
            }
            return;
        }
        Shop.Shelf nearest = compiled.shop.shelves.get(offers.getFirst());
        double least = Double.MAX_VALUE;
        for (int s : offers) {
            double missing = missing(mask, demand, compiled.shop.shelves.get(s));
            if (missing < least) {
                least = missing;
                nearest = compiled.shop.shelves.get(s);
            }
        }
        List<String> reasons = new ArrayList<>();
        reasons.add(
                String.format(
                        Locale.ROOT,
                        "%,d offers, of which %s is nearest",
                        offers.size(),
                        nearest.offer().id()
                                + nearest.offer()
                                        .terms()
                                        .region()
                                        .map(region -> " in " + region)
                                        .orElse("")));
        reasons.addAll(words(mask, demand, nearest));
        rejections.add(
                new Rejection(demand.node(), nearest.candidate().site().name(), "", reasons));
    }

    private List<String> words(long mask, Demand demand, Shop.Shelf shelf) {
        List<String> words =
                new ArrayList<>(
                        new Shortcomings(compiled.fit)
                                .words(mask, demand, shelf.candidate(), shelf.offer()));
        if ((mask & Criterion.BLOCKED.mask()) != 0) {
            words.remove(
                    new Shortcomings(compiled.fit)
                            .words(
                                    Criterion.BLOCKED.mask(),
                                    demand,
                                    shelf.candidate(),
                                    shelf.offer())
                            .getFirst());
            compiled.question
                    .barrier()
                    .against(
                            shelf.candidate().site().name(),
                            shelf.offer().id(),
                            shelf.offer().zone())
                    .ifPresent(words::add);
        }
        return words;
    }

    /** By how much an offer falls short in all; what is no amount counts as twice everything. */
    double missing(long mask, Demand demand, Shop.Shelf shelf) {
        double sum = 0;
        for (Criterion criterion : Criterion.values()) {
            if ((mask & criterion.mask()) != 0) {
                OptionalDouble part = compiled.fit.shortfall(criterion, demand, shelf.offer());
                sum += part.orElse(2);
            }
        }
        return sum;
    }
}
