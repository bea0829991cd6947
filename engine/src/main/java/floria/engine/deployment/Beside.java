package floria.engine.deployment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import floria.placement.Bond;
import floria.placement.Candidate;
import floria.placement.Demand;
import floria.placement.Placement.Assignment;
import floria.placement.Question;
import floria.placement.Restriction;
import floria.site.Offer;

/**
 * Places nodes beside others that stay where they are: what holds between both is a restriction of
 * those that are placed.
 *
 * @param staying by node
 */
record Beside(Map<String, Assignment> staying, List<Candidate> candidates) {
    private static final Set<String> NOWHERE = Set.of("(none)");

    /** The question of where the others go. */
    Question question(List<Demand> demands, List<Bond> bonds) {
        List<Bond> open = new ArrayList<>();
        List<Demand> moving =
                new ArrayList<>(
                        demands.stream()
                                .filter(demand -> !staying.containsKey(demand.node()))
                                .toList());
        for (Bond bond : bonds) {
            Set<String> fixed = members(bond, staying::containsKey);
            Set<String> free = members(bond, node -> !staying.containsKey(node));
            if (fixed.isEmpty()) {
                open.add(bond);
            } else if (!free.isEmpty()) {
                moving.replaceAll(demand ->
                        free.contains(demand.node())
                                ? demand.within(restriction(bond, fixed))
                                : demand);
                if (free.size() > 1) {
                    rest(bond, free, fixed).ifPresent(open::add);
                }
            }
        }
        return Question.of(moving, candidates).bound(open);
    }

    private static Set<String> members(Bond bond, Predicate<String> which) {
        return bond.nodes().stream().filter(which).collect(Collectors.toSet());
    }

    /** What is left to hold among those that are placed. */
    private Optional<Bond> rest(Bond bond, Set<String> free, Set<String> fixed) {
        return switch (bond) {
            case Bond.Together(var why, var level, _) ->
                    Optional.of(new Bond.Together(why, level, free));
            case Bond.Apart(var why, var level, _) -> Optional.of(new Bond.Apart(why, level, free));
            case Bond.Spread(var why, var level, _, var least) ->
                    Optional.<Bond>of(
                                    new Bond.Spread(
                                            why, level, free, least - units(bond, fixed).size()))
                            .filter(_ -> least - units(bond, fixed).size() > 1);
        };
    }

    private Restriction restriction(Bond bond, Set<String> fixed) {
        Set<String> units = units(bond, fixed);
        Set<String> allowed =
                switch (bond) {
                    case Bond.Together _ -> units;
                    case Bond.Apart _ -> others(bond, units);
                    case Bond.Spread(_, _, _, var least) ->
                            units.size() < least ? others(bond, units) : Set.of();
                };
        Restriction sites =
                bond instanceof Bond.Together
                        ? Restriction.sites(
                                fixed.stream().map(this::site).collect(Collectors.toSet()))
                        : Restriction.NONE;
        return switch (bond.level()) {
            case SITE -> sites.and(Restriction.sites(allowed));
            case PLACE -> sites.and(Restriction.regions(allowed));
            case ZONE -> sites.and(Restriction.zones(allowed));
        };
    }

    private String site(String node) {
        return Optional.ofNullable(staying.get(node)).orElseThrow().site();
    }

    /** Where the members that stay are. */
    private Set<String> units(Bond bond, Set<String> fixed) {
        Set<String> units = new HashSet<>();
        for (String node : fixed) {
            Assignment at = Optional.ofNullable(staying.get(node)).orElseThrow();
            candidates.stream()
                    .filter(candidate -> candidate.site().name().equals(at.site()))
                    .forEach(candidate ->
                            candidate.offers().stream()
                                    .filter(offer -> offer.id().equals(at.offer()))
                                    .forEach(offer ->
                                            unit(bond, candidate, offer).ifPresent(units::add)));
        }
        return units;
    }

    private Set<String> others(Bond bond, Set<String> units) {
        Set<String> others = new HashSet<>();
        candidates.forEach(candidate ->
                candidate
                        .offers()
                        .forEach(offer -> unit(bond, candidate, offer).ifPresent(others::add)));
        others.removeAll(units);
        return others.isEmpty() ? NOWHERE : others;
    }

    private static Optional<String> unit(Bond bond, Candidate candidate, Offer offer) {
        return switch (bond.level()) {
            case SITE -> Optional.of(candidate.site().name());
            case PLACE -> Optional.of(candidate.place(offer));
            case ZONE -> offer.zone();
        };
    }
}
