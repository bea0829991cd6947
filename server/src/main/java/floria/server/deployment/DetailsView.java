package floria.server.deployment;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

import floria.engine.deployment.Details;
import floria.engine.state.Instance;
import floria.engine.state.Step;
import floria.server.template.PlacementView;
import floria.server.value.Values;

/**
 * Everything about a deployment, as JSON, with every secret masked.
 *
 * @param runs newest first
 * @param steps of the newest run
 */
public record DetailsView(
        @JsonUnwrapped DeploymentView deployment,
        List<NodeView> nodes,
        PlacementView placement,
        List<RunView> runs,
        List<StepView> steps,
        Map<String, @Nullable Object> outputs) {

    /** One running copy of a node. */
    public record NodeView(
            String node,
            int index,
            String instance,
            String state,
            String site,
            String offer,
            Map<String, @Nullable Object> attributes) {
        static NodeView of(Instance instance) {
            return new NodeView(
                    instance.node(),
                    instance.index(),
                    instance.id(),
                    instance.state().name().toLowerCase(Locale.ROOT),
                    instance.site(),
                    instance.offer(),
                    Values.masked(instance.attributes()));
        }
    }

    /** One step, with what became of it. */
    public record StepView(
            String id,
            String kind,
            String node,
            String state,
            int attempt,
            List<String> dependsOn,
            String reason,
            Optional<String> error,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {
        static StepView of(Step step) {
            return new StepView(
                    step.id(),
                    step.kind(),
                    step.node(),
                    step.state().name().toLowerCase(Locale.ROOT),
                    step.attempt(),
                    step.dependsOn(),
                    step.reason(),
                    step.error(),
                    step.startedAt(),
                    step.endedAt());
        }
    }

    static DetailsView of(Details details) {
        return new DetailsView(
                DeploymentView.of(details.deployment()),
                details.instances().stream().map(NodeView::of).toList(),
                PlacementView.of(details.placement()),
                details.runs().stream().map(RunView::of).toList(),
                details.steps().stream().map(StepView::of).toList(),
                Values.masked(details.outputs()));
    }
}
