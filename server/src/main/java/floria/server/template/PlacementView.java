package floria.server.template;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import floria.placement.Explanation;
import floria.placement.Explanation.DataUse;
import floria.placement.Explanation.Term;
import floria.placement.Placement;
import floria.placement.Placement.Assignment;
import floria.placement.Placement.Rejection;

/** Which offer serves each node, and why, as JSON. */
public record PlacementView(
        List<Assignment> assignments,
        BigDecimal pricePerHour,
        String currency,
        List<String> reasons,
        List<Rejection> rejected,
        Optional<ExplanationView> explanation) {

    /** What it costs term by term, and what would be next. */
    public record ExplanationView(
            List<Term> terms,
            BigDecimal once,
            long readySeconds,
            List<DataUse> data,
            List<AlternativeView> alternatives,
            List<ExpectedView> expected,
            double gap,
            String how) {
        static ExplanationView of(Explanation explanation) {
            return new ExplanationView(
                    explanation.terms(),
                    explanation.once(),
                    explanation.ready().toSeconds(),
                    explanation.data(),
                    explanation.alternatives().stream().map(AlternativeView::of).toList(),
                    explanation.expected().stream().map(ExpectedView::of).toList(),
                    explanation.gap(),
                    explanation.how());
        }
    }

    /** What past attempts tell of the offer that a node is to be made from. */
    public record ExpectedView(String node, double success, long readySeconds, double attempts) {
        static ExpectedView of(Explanation.Expected expected) {
            return new ExpectedView(
                    expected.node(),
                    expected.success(),
                    expected.ready().toSeconds(),
                    expected.attempts());
        }
    }

    /** Another placement. */
    public record AlternativeView(
            String what,
            BigDecimal pricePerHour,
            BigDecimal once,
            long readySeconds,
            String words) {
        static AlternativeView of(Explanation.Alternative alternative) {
            return new AlternativeView(
                    alternative.what(),
                    alternative.pricePerHour(),
                    alternative.once(),
                    alternative.ready().toSeconds(),
                    alternative.words());
        }
    }

    public static PlacementView of(Placement placement) {
        return new PlacementView(
                placement.assignments().values().stream()
                        .sorted(Comparator.comparing(Assignment::node))
                        .toList(),
                placement.pricePerHour(),
                placement.currency(),
                placement.reasons(),
                placement.rejected(),
                Optional.of(placement.explanation())
                        .filter(explanation -> !explanation.equals(Explanation.NONE))
                        .map(ExplanationView::of));
    }
}
