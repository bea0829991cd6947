package floria.engine.deployment;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import floria.engine.Sites;
import floria.engine.resource.Located;
import floria.engine.revision.Blueprint;
import floria.engine.state.Scope;
import floria.placement.Candidate;
import floria.placement.Demand;
import floria.placement.Demands;
import floria.placement.Placement;
import floria.placement.Placer;
import floria.placement.Preferences;
import floria.placement.Question;
import floria.placement.hardware.GpuTable;
import floria.site.Fault;
import floria.site.Site;
import floria.site.SiteException;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/** Asks the sites what they offer, and has a topology placed on that. */
public final class Placing {
    private static final Duration OFFERS = Duration.ofSeconds(10);

    private final Sites sites;
    private final Located located;

    public Placing(Sites sites, Located located) {
        this.sites = sites;
        this.located = located;
    }

    /** Nodes that ask for what they asked for before stay; others are placed beside them. */
    Placement stay(Scope scope, Blueprint base, Topology topology, Map<String, Value> inputs) {
        Placement before = base.revision().placement();
        Map<String, Demand> asked = byNode(base.topology(), base.revision().inputs());
        Map<String, Placement.Assignment> staying = new LinkedHashMap<>();
        Map<String, Demand> asks = byNode(topology, inputs);
        asks.forEach((node, demand) -> {
            if (demand.equals(asked.get(node))) {
                before.of(node).ifPresent(assignment -> staying.put(node, assignment));
            }
        });
        if (!asks.isEmpty()) {
            before.of(Placer.NETWORK).ifPresent(network -> staying.put(Placer.NETWORK, network));
        }
        if (staying.keySet().containsAll(asks.keySet())) {
            return placement(staying, before);
        }
        Set<String> there =
                before.assignments().values().stream()
                        .map(Placement.Assignment::site)
                        .collect(Collectors.toSet());
        Placement placed =
                place(
                        scope,
                        topology,
                        inputs,
                        there.size() == 1 ? there.stream().findFirst() : Optional.empty(),
                        Preferences.BALANCED);
        Map<String, Placement.Assignment> all = new LinkedHashMap<>(placed.assignments());
        all.putAll(staying);
        return placement(all, placed);
    }

    private static Map<String, Demand> byNode(Topology topology, Map<String, Value> inputs) {
        Map<String, Demand> byNode = new LinkedHashMap<>();
        new Demands(topology, new Evaluator(topology, inputs, Facts.NONE))
                .all()
                .forEach(demand -> byNode.put(demand.node(), demand));
        return byNode;
    }

    private static Placement placement(
            Map<String, Placement.Assignment> assignments, Placement like) {
        return new Placement(
                assignments,
                assignments.values().stream()
                        .map(Placement.Assignment::pricePerHour)
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                like.currency(),
                like.reasons(),
                like.rejected());
    }

    Placement place(
            Scope scope,
            Topology topology,
            Map<String, Value> inputs,
            Optional<String> only,
            Preferences preferences) {
        if (only.isPresent() && sites.named(only.get()).isEmpty()) {
            throw new Refusal(
                    Refusal.Code.BAD_REQUEST,
                    "there is no site " + only.get(),
                    sites.all().isEmpty()
                            ? "none is configured"
                            : "the sites are " + String.join(", ", sites.byName().keySet()));
        }
        Demands demands = new Demands(topology, new Evaluator(topology, inputs, Facts.NONE));
        List<Candidate> candidates =
                sites.byName().values().parallelStream()
                        .map(site -> candidate(scope, site))
                        .filter(one -> only.isEmpty() || one.site().name().equals(only.get()))
                        .toList();
        Question question =
                Question.of(demands.all(), candidates)
                        .bound(demands.bonds())
                        .preferring(preferences)
                        .onOneSite();
        return switch (new Placer(GpuTable.bundled()).place(question)) {
            case Placer.Outcome.Placed(var placement) -> placement;
            case Placer.Outcome.Unplaceable(var rejections, var nearest) ->
                    throw new Refusal(
                            Refusal.Code.UNPLACEABLE,
                            "no site takes every node of the template",
                            Optional.of(
                                    nearest.isEmpty()
                                            ? "ask for less, or add a site that has what is needed"
                                            : String.join("; ", nearest)),
                            List.of(),
                            rejections);
        };
    }

    private Candidate candidate(Scope scope, Site site) {
        try {
            return new Candidate(
                    site.describe(),
                    site.offers(located.context(scope.project(), OFFERS, () -> false)),
                    Optional.empty());
        } catch (SiteException e) {
            return new Candidate(site.describe(), List.of(), Optional.of(e.fault()));
        } catch (RuntimeException e) {
            return new Candidate(
                    site.describe(),
                    List.of(),
                    Optional.of(
                            Fault.of(
                                    Fault.Kind.INTERNAL,
                                    Fault.Scope.SITE,
                                    "cannot say what it offers: " + e.getMessage())));
        }
    }
}
