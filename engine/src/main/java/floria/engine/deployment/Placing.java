package floria.engine.deployment;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import floria.engine.Sites;
import floria.engine.market.Market;
import floria.engine.revision.Blueprint;
import floria.engine.state.Scope;
import floria.placement.Bond;
import floria.placement.Candidate;
import floria.placement.Demand;
import floria.placement.Demands;
import floria.placement.Placement;
import floria.placement.Placement.Assignment;
import floria.placement.Placer;
import floria.placement.Preferences;
import floria.placement.Question;
import floria.placement.data.DataSets;
import floria.placement.failover.Barrier;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/** Asks the sites what they offer, and has a topology placed on that. */
public final class Placing {
    private final Sites sites;
    private final Market market;

    public Placing(Sites sites, Market market) {
        this.sites = sites;
        this.market = market;
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
                        scope,
                        topology,
                        inputs,
                        reading(
                                topology,
                                inputs,
                                new Beside(staying, market.candidates(scope, Optional.empty()))
                                        .question(demands.all(), demands.bonds())));
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
            all.put(name, network.of(name));
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
                scope,
                topology,
                inputs,
                reading(
                        topology,
                        inputs,
                        Question.of(demands.all(), market.candidates(scope, only))
                                .bound(demands.bonds())
                                .preferring(preferences)));
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

    /**
     * Some nodes somewhere else than what is blocked, the others where they are.
     *
     * @param moving what may be placed anew; the first set that leads to something counts
     */
    Optional<Placement> elsewhere(
            Scope scope, Blueprint base, List<Set<String>> moving, Tries tries) {
        Placement before = base.revision().placement();
        Demands demands = demands(base.topology(), base.revision().inputs());
        List<Candidate> candidates = market.candidates(scope, tries.site());
        for (Set<String> nodes : moving) {
            Map<String, Assignment> staying = new LinkedHashMap<>(before.assignments());
            staying.keySet().removeIf(node -> nodes.contains(node) || Placer.isNetwork(node));
            Question question =
                    new Beside(staying, candidates)
                            .question(demands.all(), demands.bonds())
                            .preferring(tries.preferences());
            Question known =
                    market.known(
                            scope, reading(base.topology(), base.revision().inputs(), question));
            if (market.placer().place(known) instanceof Placer.Outcome.Placed(var placed)) {
                Map<String, Assignment> all = new LinkedHashMap<>(placed.assignments());
                all.putAll(staying);
                return Optional.of(
                        new Crossings(base.topology(), base.revision().inputs(), market::networks)
                                .told(joined(all, placed, before)));
            }
        }
        return Optional.empty();
    }

    /** These nodes, and those that must be where they are. */
    Set<String> bound(Blueprint base, Set<String> nodes) {
        Set<String> all = new LinkedHashSet<>(nodes);
        List<Bond> bonds = demands(base.topology(), base.revision().inputs()).bonds();
        int size;
        do {
            size = all.size();
            bonds.stream()
                    .filter(bond -> bond instanceof Bond.Together || bond instanceof Bond.Linked)
                    .filter(bond -> bond.nodes().stream().anyMatch(all::contains))
                    .forEach(bond -> all.addAll(bond.nodes()));
        } while (all.size() > size);
        return all;
    }

    private Placement solved(
            Scope scope, Topology topology, Map<String, Value> inputs, Question question) {
        Question known = market.known(scope, question);
        return switch (market.placer().place(known)) {
            case Placer.Outcome.Placed(var placement) ->
                    new Crossings(topology, inputs, market::networks).told(placement);
            case Placer.Outcome.Unplaceable(var rejections, var nearest) ->
                    lastResort(known)
                            .map(new Crossings(topology, inputs, market::networks)::told)
                            .orElseThrow(() ->
                                    new Refusal(
                                            Refusal.Code.UNPLACEABLE,
                                            "no site takes every node of the template",
                                            Optional.of(hint(nearest)),
                                            List.of(),
                                            rejections));
        };
    }

    /** A question with the data that the nodes read. */
    private Question reading(Topology topology, Map<String, Value> inputs, Question question) {
        DataSets data = new DataSets(topology, new Evaluator(topology, inputs, Facts.NONE));
        return question.reading(data.demands(), data.replicas(), market.routes());
    }

    /** Whether there would be a place if everything were free. */
    boolean mayFit(
            Scope scope,
            Topology topology,
            Map<String, Value> inputs,
            Optional<String> only,
            Preferences preferences) {
        Demands demands = demands(topology, inputs);
        Question free =
                reading(
                        topology,
                        inputs,
                        Question.of(
                                        demands.all(),
                                        market.candidates(scope, only).stream()
                                                .map(Candidate::whenFree)
                                                .toList())
                                .bound(demands.bonds())
                                .preferring(preferences));
        return market.placer().place(free) instanceof Placer.Outcome.Placed;
    }

    /** What failed a while ago is tried again when nothing else does. */
    private Optional<Placement> lastResort(Question question) {
        Barrier barrier = question.barrier();
        Question open = question.knowing(question.experience(), Barrier.OPEN, question.now());
        return market.placer().place(open) instanceof Placer.Outcome.Placed(var placement)
                ? Optional.of(
                        placement.because(
                                placement.assignments().values().stream()
                                        .flatMap(one ->
                                                barrier
                                                        .against(
                                                                one.site(), one.offer(), one.zone())
                                                        .stream()
                                                        .map(why ->
                                                                one.site()
                                                                        + "/"
                                                                        + one.offer()
                                                                        + " "
                                                                        + why
                                                                        + "; nothing else does"))
                                        .distinct()
                                        .sorted()
                                        .toList()))
                : Optional.empty();
    }

    private static String hint(List<String> nearest) {
        String all = String.join("; ", nearest);
        if (all.isEmpty()) {
            return "ask for less, or add a site that has what is needed";
        }
        return all.contains("one network") || all.contains("the network ")
                ? all
                        + "; a private link crosses between sites that have a network in common"
                        + " (networks in sites.yaml), and to anywhere where its endpoint has"
                        + " network_name: PUBLIC"
                : all;
    }
}
