package floria.placement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which offer serves each node.
 *
 * @param assignments by node template
 * @param pricePerHour of everything together
 * @param reasons why this and nothing else, as sentences
 * @param rejected every candidate that was not chosen; those of one site that fall short in the
 *     same are one entry when they are many
 */
public record Placement(
        Map<String, Assignment> assignments,
        BigDecimal pricePerHour,
        String currency,
        List<String> reasons,
        List<Rejection> rejected,
        Explanation explanation) {

    public Placement {
        assignments = Map.copyOf(assignments);
        reasons = List.copyOf(reasons);
        rejected = List.copyOf(rejected);
    }

    /** Of which no more is known. */
    public Placement(
            Map<String, Assignment> assignments,
            BigDecimal pricePerHour,
            String currency,
            List<String> reasons,
            List<Rejection> rejected) {
        this(assignments, pricePerHour, currency, reasons, rejected, Explanation.NONE);
    }

    /** What serves a node; empty for one that asks nothing of a site. */
    public Optional<Assignment> of(String node) {
        return Optional.ofNullable(assignments.get(node));
    }

    /** Nowhere, for a reason. */
    public static Placement none(String why) {
        return new Placement(Map.of(), BigDecimal.ZERO, "EUR", List.of(why), List.of());
    }

    /** The same for further reasons. */
    public Placement because(List<String> more) {
        List<String> all = new ArrayList<>(reasons);
        all.addAll(more);
        return new Placement(assignments, pricePerHour, currency, all, rejected, explanation);
    }

    /** The names under which private networks are placed, in order of these. */
    public List<String> networks() {
        return assignments.keySet().stream().filter(Placer::isNetwork).sorted().toList();
    }

    /**
     * The site and the offer of one node.
     *
     * @param pricePerHour of all its copies
     * @param zone of the site, where the offer is in one
     * @param takes how much of what quotas count, by all its copies
     */
    public record Assignment(
            String node,
            String site,
            String offer,
            BigDecimal pricePerHour,
            String reason,
            Optional<String> zone,
            Map<Quota.Resource, Double> takes) {
        public Assignment {
            takes = Map.copyOf(takes);
        }

        /** In no zone, and nothing that counts. */
        public Assignment(
                String node, String site, String offer, BigDecimal pricePerHour, String reason) {
            this(node, site, offer, pricePerHour, reason, Optional.empty(), Map.of());
        }

        /** The same for another node. */
        public Assignment of(String other) {
            return new Assignment(other, site, offer, pricePerHour, reason, zone, takes);
        }
    }

    /**
     * A candidate that was not chosen for a node.
     *
     * @param offer empty when the whole site, or many offers of it, fall out
     * @param reasons all of them, in words and figures
     */
    public record Rejection(String node, String site, String offer, List<String> reasons) {
        public Rejection {
            reasons = List.copyOf(reasons);
        }
    }
}
