package floria.server.deployment;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.swagger.v3.oas.annotations.media.Schema;

import floria.engine.deployment.Forecast;
import floria.engine.plan.Change;
import floria.server.problem.Problems;
import floria.server.problem.Problems.TemplateProblem;
import floria.server.template.PlacementView;
import floria.server.template.PlanView.PlannedStep;

/**
 * What a change would do, as JSON.
 *
 * @param state to be sent with the change, for it to be refused when it is not true any more
 * @param summary how many instances each kind of change happens to; {@code none} is among them
 * @param changes of every instance
 * @param steps in an order in which they may run
 */
public record ForecastView(
        String state,
        String origin,
        Map<String, Integer> summary,
        List<ChangeView> changes,
        PlacementView before,
        PlacementView after,
        List<TemplateProblem> problems,
        List<PlannedStep> steps) {

    /** What becomes of one instance. */
    @Schema(name = "Change")
    public record ChangeView(
            String node,
            int index,
            @Schema(
                            allowableValues = {
                                "none", "resume", "update", "restart", "replace", "move", "create",
                                "remove"
                            })
                    String change,
            List<String> reasons,
            String site,
            String offer) {
        static ChangeView of(Change change) {
            return new ChangeView(
                    change.instance().node(),
                    change.instance().index(),
                    word(change.kind()),
                    change.reasons(),
                    change.site(),
                    change.offer());
        }
    }

    static ForecastView of(Forecast forecast) {
        Map<String, Integer> summary = new TreeMap<>();
        forecast.plan()
                .changes()
                .forEach(change -> summary.merge(word(change.kind()), 1, Integer::sum));
        return new ForecastView(
                forecast.state(),
                forecast.origin(),
                summary,
                forecast.plan().changes().stream().map(ChangeView::of).toList(),
                PlacementView.of(forecast.before()),
                PlacementView.of(forecast.after()),
                Problems.of(forecast.problems()),
                forecast.plan().steps().stream().map(PlannedStep::of).toList());
    }

    private static String word(Change.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
