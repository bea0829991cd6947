package floria.engine.deployment;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import floria.engine.Sites;
import floria.engine.resource.Located;
import floria.engine.revision.Blueprint;
import floria.engine.state.Scope;
import floria.placement.Candidate;
import floria.placement.Demand;
import floria.placement.Demands;
import floria.placement.Placement;
import floria.placement.Placement.Assignment;
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
        Map<String, Assignment> staying = new LinkedHashMap<>();
        Map<String, Demand> asks = byNode(topology, inputs);
        asks.forEach((node, demand) -> {
            if (demand.equals(asked.get(node))) {
                before.of(node).ifPresent(assignment -> staying.put(node, assignment));
            }
        });
        if (staying.keySet().containsAll(asks.keySet())) {
            return joined(staying, before, before);
        }
        Demands demands = demands(topology, inputs);
        Placement placed =
                solved(
                        topology,
                        inputs,
                        new Beside(staying, candidates(scope, Optional.empty()))
                                .question(demands.all(), demands.bonds()));
        Map<String, Assignment> all = new LinkedHashMap<>(placed.assignments());
        all.putAll(staying);
        return joined(all, placed, before);
    }

    private static Map<String, Demand> byNode(Topology topology, Map<String, Value> inputs) {
        Map<String, Demand> byNode = new LinkedHashMap<>();
        demands(topology, inputs).all().forEach(demand -> byNode.put(demand.node(), demand));
        return byNode;
    }

    private static Demands demands(Topology topology, Map<String, Value> inputs) {
        return new Demands(topology, new Evaluator(topology, inputs, Facts.NONE));
    }

    /** These assignments, with a network on each site; the networks that there were keep names. */
    private static Placement joined(
            Map<String, Assignment> assignments, Placement like, Placement before) {
        Map<String, Assignment> all = new LinkedHashMap<>(assignments);
        Map<String, Assignment> networks = new LinkedHashMap<>();
        Stream.of(like, before)
                .forEach(placement ->
                        placement.networks().stream()
                                .flatMap(name -> placement.of(name).stream())
                                .forEach(network -> networks.put(network.site(), network)));
        all.keySet().removeIf(Placer::isNetwork);
        Set<String> sites = all.values().stream().map(Assignment::site).collect(Collectors.toSet());
        networks.keySet().retainAll(sites);
        Set<String> kept =
                networks.values().stream()
                        .filter(network -> before.assignments().containsValue(network))
                        .map(Assignment::node)
                        .collect(Collectors.toSet());
        networks.forEach((site, network) -> {
            boolean taken =
                    !before.assignments().containsValue(network) && kept.contains(network.node());
            String name = taken ? Placer.network(site) : network.node();
            all.put(
                    name,
                    new Assignment(
                            name, site, network.offer(), network.pricePerHour(), network.reason()));
        });
        return new Placement(
                all,
                all.values().stream()
                        .map(Assignment::pricePerHour)
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                like.currency(),
                like.reasons(),
                like.rejected(),
                like.explanation());
    }

    /** Everything anew, on one site when {@code only} names it. */
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
        Demands demands = demands(topology, inputs);
        return solved(
                topology,
                inputs,
                Question.of(demands.all(), candidates(scope, only))
                        .bound(demands.bonds())
                        .preferring(preferences));
    }

    /** Everything anew, on another site; networks that stay keep their names. */
    Placement move(Scope scope, Blueprint base, String to) {
        Placement placed =
                place(
                        scope,
                        base.topology(),
                        base.revision().inputs(),
                        Optional.of(to),
                        Preferences.BALANCED);
        return joined(placed.assignments(), placed, base.revision().placement());
    }

    private Placement solved(Topology topology, Map<String, Value> inputs, Question question) {
        return switch (new Placer(GpuTable.bundled()).place(question)) {
            case Placer.Outcome.Placed(var placement) ->
                    new Crossings(topology, inputs).told(placement);
            case Placer.Outcome.Unplaceable(var rejections, var nearest) ->
                    throw new Refusal(
                            Refusal.Code.UNPLACEABLE,
                            "no site takes every node of the template",
                            Optional.of(hint(nearest)),
                            List.of(),
                            rejections);
        };
    }

    private static String hint(List<String> nearest) {
        String all = String.join("; ", nearest);
        if (all.isEmpty()) {
            return "ask for less, or add a site that has what is needed";
        }
        return all.contains("private link")
                ? all
                        + "; a link crosses from site to site where its endpoint has"
                        + " network_name: PUBLIC, a private one would take an overlay network"
                : all;
    }

    private List<Candidate> candidates(Scope scope, Optional<String> only) {
        return sites.byName().values().parallelStream()
                .map(site -> candidate(scope, site))
                .filter(one -> only.isEmpty() || one.site().name().equals(only.get()))
                .toList();
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
