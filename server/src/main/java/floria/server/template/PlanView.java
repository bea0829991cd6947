package floria.server.template;

import java.util.List;

import floria.engine.deployment.Preview;
import floria.engine.state.Step;
import floria.server.problem.Problems;
import floria.server.problem.Problems.TemplateProblem;

/**
 * What would happen, as JSON.
 *
 * @param problems warnings only
 */
public record PlanView(
        String name,
        List<TemplateProblem> problems,
        PlacementView placement,
        List<PlannedStep> steps) {

    /** One step, in an order in which they may run. */
    public record PlannedStep(
            String id, String kind, String node, List<String> dependsOn, String reason) {
        public static PlannedStep of(Step step) {
            return new PlannedStep(
                    step.id(), step.kind(), step.node(), step.dependsOn(), step.reason());
        }
    }

    static PlanView of(Preview preview) {
        return new PlanView(
                preview.name(),
                Problems.of(preview.problems()),
                PlacementView.of(preview.placement()),
                preview.steps().stream().map(PlannedStep::of).toList());
    }
}
