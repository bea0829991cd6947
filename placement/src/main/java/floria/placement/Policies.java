package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.placement.hardware.Wish;
import floria.placement.solve.Model.Level;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * Reads placement policies (TOSCA 1.3 §5.11.3) and the groups that they are for. Any type derived
 * from {@code tosca.policies.Placement} may have the properties of Floria's, and those of the
 * INDIGO types mean the same here as there. A target that runs on another node stands for that one;
 * a policy without targets is for all.
 */
final class Policies {
    private static final String PLACEMENT = "tosca.policies.Placement";

    private final Topology topology;
    private final Evaluator evaluator;

    Policies(Topology topology, Evaluator evaluator) {
        this.topology = topology;
        this.evaluator = evaluator;
    }

    private List<Topology.Policy> placements() {
        return topology.policies().stream().filter(policy -> policy.type().isA(PLACEMENT)).toList();
    }

    /** The machines and volumes that a policy is for. */
    private Set<String> nodes(Topology.Policy policy) {
        if (policy.targets().isEmpty()) {
            return placeable(topology.nodes().keySet());
        }
        Set<String> named = new LinkedHashSet<>();
        for (String target : policy.targets()) {
            topology.groups().stream()
                    .filter(group -> group.name().equals(target))
                    .findFirst()
                    .ifPresentOrElse(
                            group -> named.addAll(group.members()), () -> named.add(target));
        }
        return placeable(named);
    }

    private Set<String> placeable(Set<String> names) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : names) {
            Set<String> seen = new HashSet<>();
            Optional<NodeTemplate> node = Optional.ofNullable(topology.nodes().get(name));
            while (node.isPresent()
                    && Demands.kindOf(node.get()).isEmpty()
                    && seen.add(node.get().name())) {
                node = topology.hostOf(node.get());
            }
            node.filter(one -> Demands.kindOf(one).isPresent())
                    .ifPresent(one -> found.add(one.name()));
        }
        return found;
    }

    Restriction restriction(String node) {
        Restriction all = Restriction.NONE;
        for (Topology.Policy policy : placements()) {
            if (nodes(policy).contains(node)) {
                all = all.and(restriction(policy));
            }
        }
        return all;
    }

    private Restriction restriction(Topology.Policy policy) {
        Set<String> sites = texts(policy, "sites");
        sites.addAll(texts(policy, "cloud_id"));
        Set<String> zones = texts(policy, "zones");
        zones.addAll(texts(policy, "availability_zone"));
        Set<String> agreements = texts(policy, "agreements");
        agreements.addAll(texts(policy, "sla_id"));
        return new Restriction(
                sites,
                texts(policy, "countries"),
                texts(policy, "regions"),
                zones,
                texts(policy, "certifications"),
                agreements,
                Demands.number(value(policy, "price_per_hour")),
                Demands.number(value(policy, "queue")).map(Policies::seconds));
    }

    Wish preemption(String node, Wish wish) {
        Wish found = wish;
        for (Topology.Policy policy : placements()) {
            Optional<String> how = Demands.text(value(policy, "preemption"));
            if (how.isPresent() && nodes(policy).contains(node)) {
                found =
                        found.preempted(
                                switch (how.get()) {
                                    case "required" -> Wish.Preemption.REQUIRED;
                                    case "allowed" -> Wish.Preemption.ALLOWED;
                                    default -> Wish.Preemption.REFUSED;
                                });
            }
        }
        return found;
    }

    List<Bond> bonds() {
        List<Bond> bonds = new ArrayList<>();
        for (Topology.Policy policy : placements()) {
            Set<String> nodes = nodes(policy);
            String why = "policy " + policy.name();
            if (nodes.size() < 2) {
                continue;
            }
            if (policy.type().isA("floria.policies.Affinity")) {
                bonds.add(new Bond.Together(why, level(policy), nodes));
            } else if (policy.type().isA("floria.policies.AntiAffinity")) {
                bonds.add(new Bond.Apart(why, level(policy), nodes));
            } else if (policy.type().isA("floria.policies.Spread")) {
                int least =
                        Demands.number(value(policy, "least")).map(BigDecimal::intValue).orElse(2);
                bonds.add(new Bond.Spread(why, level(policy), nodes, least));
            }
        }
        return bonds;
    }

    private Level level(Topology.Policy policy) {
        return switch (Demands.text(value(policy, "level")).orElse("zone")) {
            case "site" -> Level.SITE;
            case "region" -> Level.PLACE;
            default -> Level.ZONE;
        };
    }

    private Value value(Topology.Policy policy, String property) {
        Value value = policy.properties().get(property);
        return value == null ? new Value.Nil() : evaluator.evaluate(value);
    }

    /** A text or a list of them. */
    private Set<String> texts(Topology.Policy policy, String property) {
        Set<String> texts = new LinkedHashSet<>();
        switch (value(policy, property)) {
            case Value.Items(var items) ->
                    items.forEach(item -> Demands.text(item).ifPresent(texts::add));
            case Value other -> Demands.text(other).ifPresent(texts::add);
        }
        return texts;
    }

    private static Duration seconds(BigDecimal seconds) {
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
    }
}
