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
            case Bond.Linked linked ->
                    Optional.of(new Bond.Linked(bond.why(), free, common(linked, fixed)));
            case Bond.Apart(var why, var level, _) -> Optional.of(new Bond.Apart(why, level, free));
            case Bond.Spread(var why, var level, _, var least) ->
                    Optional.<Bond>of(
                                    new Bond.Spread(
                                            why, level, free, least - units(bond, fixed).size()))
                            .filter(_ -> least - units(bond, fixed).size() > 1);
        };
    }

    /** The networks that will do and join all sites where the members that stay are. */
    private Set<String> common(Bond.Linked bond, Set<String> fixed) {
        Set<String> common = new HashSet<>();
        candidates.forEach(candidate -> common.addAll(bond.of(candidate.site().networks())));
        sites(fixed)
                .forEach(site ->
                        common.removeIf(name ->
                                candidates.stream()
                                        .map(Candidate::site)
                                        .filter(one -> one.name().equals(site))
                                        .noneMatch(one -> one.networks().contains(name))));
        return common.isEmpty() ? NOWHERE : common;
    }

    private Set<String> sites(Set<String> nodes) {
        return nodes.stream().map(this::site).collect(Collectors.toSet());
    }

    /** The one site where those are that stay, and those joined to all of theirs. */
    private Restriction restriction(Bond.Linked bond, Set<String> fixed) {
        Set<String> allowed = new HashSet<>();
        Set<String> common = common(bond, fixed);
        candidates.stream()
                .map(Candidate::site)
                .filter(site -> site.networks().stream().anyMatch(common::contains))
                .forEach(site -> allowed.add(site.name()));
        if (sites(fixed).size() == 1) {
            allowed.addAll(sites(fixed));
        }
        return Restriction.sites(allowed.isEmpty() ? NOWHERE : allowed);
    }

    private Restriction restriction(Bond bond, Set<String> fixed) {
        if (bond instanceof Bond.Linked linked) {
            return restriction(linked, fixed);
        }
        Set<String> units = units(bond, fixed);
        Set<String> allowed =
                switch (bond) {
                    case Bond.Together _, Bond.Linked _ -> units;
                    case Bond.Apart _ -> others(bond, units);
                    case Bond.Spread(_, _, _, var least) ->
                            units.size() < least ? others(bond, units) : Set.of();
                };
        Restriction sites =
                bond instanceof Bond.Together ? Restriction.sites(sites(fixed)) : Restriction.NONE;
        return switch (bond.level()) {
            case SITE, NETWORK -> sites.and(Restriction.sites(allowed));
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
            case SITE, NETWORK -> Optional.of(candidate.site().name());
            case PLACE -> Optional.of(candidate.place(offer));
            case ZONE -> offer.zone();
        };
    }
}
