package floria.server.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Deployments;
import floria.engine.deployment.Errand;
import floria.engine.state.Scope;
import floria.server.template.PlanView.PlannedStep;
import floria.server.value.Values;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Workflow;
import floria.tosca.value.Value;

/** The workflows of deployments. */
@RestController
@RequestMapping("/api/v1/deployments/{deployment}/workflows")
@Tag(name = "Workflows", description = "What a template offers to be done with its deployment.")
public class WorkflowController {
    private final Deployments deployments;

    public WorkflowController(Deployments deployments) {
        this.deployments = deployments;
    }

    /** The workflows, in the order of the template. */
    public record Workflows(List<WorkflowView> items) {}

    /** A workflow of the template. */
    @Schema(name = "Workflow")
    public record WorkflowView(
            String name, String description, List<InputView> inputs, List<String> steps) {
        static WorkflowView of(Workflow workflow) {
            return new WorkflowView(
                    workflow.name(),
                    workflow.description(),
                    workflow.inputs().values().stream().map(InputView::of).toList(),
                    List.copyOf(workflow.steps().keySet()));
        }
    }

    /**
     * An input of a workflow.
     *
     * @param initial its default, as text
     */
    @Schema(name = "WorkflowInput")
    public record InputView(
            String name,
            String type,
            boolean required,
            String description,
            Optional<String> initial) {
        static InputView of(PropertyDefinition input) {
            return new InputView(
                    input.name(),
                    input.schema().type().name(),
                    input.required() && input.initial().isEmpty(),
                    input.description(),
                    input.initial().filter(_ -> !input.isSecret()).map(Value::asText));
        }
    }

    /** What a workflow is given. */
    @Schema(name = "WorkflowRequest")
    public record Given(
            @Schema(description = "By the names of its inputs.")
                    @Nullable Map<String, @Nullable Object> inputs) {
        Errand of(String workflow) {
            Map<String, Value> values = new LinkedHashMap<>();
            Optional.ofNullable(inputs)
                    .orElse(Map.of())
                    .forEach((input, value) ->
                            values.put(input, Values.of("inputs." + input, value)));
            return new Errand.Flow(workflow, values);
        }
    }

    /** The steps that a workflow would have. */
    @Schema(name = "PlannedSteps")
    public record Planned(List<PlannedStep> items) {}

    @GetMapping
    @Operation(summary = "The workflows of its template")
    Workflows list(Scope scope, @PathVariable String deployment) {
        return new Workflows(
                deployments.workflows(scope, deployment).values().stream()
                        .map(WorkflowView::of)
                        .toList());
    }

    @PostMapping("/{workflow}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Has a workflow run; the work goes on in the background",
            description =
                    "It begins when what was asked for before has ended, and what is asked for after it waits for its end.")
    RunView run(
            Scope scope,
            @PathVariable String deployment,
            @PathVariable String workflow,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Parameter(description = "Repeats of a request have the same key.")
                    @Nullable String idempotencyKey,
            @RequestBody Given given) {
        return RunView.of(
                deployments.run(
                        scope,
                        deployment,
                        given.of(workflow),
                        Optional.ofNullable(idempotencyKey)));
    }

    @PostMapping("/{workflow}/plan")
    @Operation(summary = "The steps that a workflow would have; changes nothing")
    Planned plan(
            Scope scope,
            @PathVariable String deployment,
            @PathVariable String workflow,
            @RequestBody Given given) {
        return new Planned(
                deployments.rehearse(scope, deployment, given.of(workflow)).stream()
                        .map(PlannedStep::of)
                        .toList());
    }
}
