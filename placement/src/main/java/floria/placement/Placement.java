package floria.placement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which offer serves each node.
 *
 * @param assignments by node template
 * @param pricePerHour of everything together
 * @param reasons why this and nothing else, as sentences
 * @param rejected every candidate that was not chosen
 */
public record Placement(
        Map<String, Assignment> assignments,
        BigDecimal pricePerHour,
        String currency,
        List<String> reasons,
        List<Rejection> rejected) {

    public Placement {
        assignments = Map.copyOf(assignments);
        reasons = List.copyOf(reasons);
        rejected = List.copyOf(rejected);
    }

    /** What serves a node; empty for one that asks nothing of a site. */
    public Optional<Assignment> of(String node) {
        return Optional.ofNullable(assignments.get(node));
    }

    /** The site and the offer of one node. */
    public record Assignment(
            String node, String site, String offer, BigDecimal pricePerHour, String reason) {}

    /**
     * A candidate that was not chosen for a node.
     *
     * @param offer empty when the whole site falls out
     * @param reasons all of them, in words and figures
     */
    public record Rejection(String node, String site, String offer, List<String> reasons) {
        public Rejection {
            reasons = List.copyOf(reasons);
        }
    }
}
