package floria.server.template;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

import floria.placement.Placement;
import floria.placement.Placement.Assignment;
import floria.placement.Placement.Rejection;

/** Which offer serves each node, and why, as JSON. */
public record PlacementView(
        List<Assignment> assignments,
        BigDecimal pricePerHour,
        String currency,
        List<String> reasons,
        List<Rejection> rejected) {

    public static PlacementView of(Placement placement) {
        return new PlacementView(
                placement.assignments().values().stream()
                        .sorted(Comparator.comparing(Assignment::node))
                        .toList(),
                placement.pricePerHour(),
                placement.currency(),
                placement.reasons(),
                placement.rejected());
    }
}
