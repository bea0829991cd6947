package floria.server.deployment;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Deployments;
import floria.engine.deployment.Refusal;
import floria.engine.state.Deployment;
import floria.engine.state.Revision;
import floria.engine.state.Scope;
import floria.server.problem.BadRequest;
import floria.server.stream.Resume;
import floria.server.template.PlacementView;
import floria.server.template.TemplateRequest;
import floria.server.value.Values;

/** The life of deployments over HTTP. */
@RestController
@RequestMapping("/api/v1/deployments")
@Tag(name = "Deployments", description = "Create, look at, cancel and delete.")
public class DeploymentController {
    private static final int MOST = 500;

    private final Deployments deployments;

    public DeploymentController(Deployments deployments) {
        this.deployments = deployments;
    }

    /**
     * A page of deployments, newest first.
     *
     * @param next what to ask for as {@code before} to get the following page, if there is one
     */
    @Schema(name = "DeploymentPage")
    public record Page(List<DeploymentView> items, Optional<String> next) {}

    /** Outputs with their secrets. */
    public record Outputs(Map<String, @Nullable Object> outputs) {}

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Accepts a template; the work goes on in the background",
            description = "What was answered with 202 survives a crash of the server.")
    ResponseEntity<DeploymentView> create(
            Scope scope,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Parameter(description = "Repeats of a request have the same key.")
                    @Nullable String idempotencyKey,
            @RequestBody TemplateRequest request) {
        if (idempotencyKey != null && !idempotencyKey.matches("[!-~]{1,255}")) {
            throw new BadRequest(
                    "The header Idempotency-Key must be 1 to 255 visible ASCII characters.");
        }
        Deployment created =
                deployments.create(scope, request.toRequest(), Optional.ofNullable(idempotencyKey));
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/deployments/" + created.id()))
                .body(DeploymentView.of(created));
    }

    @GetMapping
    @Operation(summary = "Lists deployments, newest first")
    Page listDeployments(
            Scope scope,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "false") boolean deleted) {
        int size = Resume.limit(limit, MOST);
        // One more than asked for tells whether there is a next page.
        List<Deployment> found =
                deployments.list(scope, deleted, Optional.ofNullable(before), size + 1);
        List<Deployment> page = found.subList(0, Math.min(size, found.size()));
        return new Page(
                page.stream().map(DeploymentView::of).toList(),
                found.size() > size ? Optional.of(page.getLast().id()) : Optional.empty());
    }

    @GetMapping("/{deployment}")
    @Operation(summary = "Everything about a deployment, secrets masked")
    DetailsView show(Scope scope, @PathVariable String deployment) {
        return DetailsView.of(deployments.details(scope, deployment));
    }

    @GetMapping("/{deployment}/placement")
    @Operation(
            summary = "Where everything is, at what price and why",
            description = "As it was decided for the newest revision, or for an earlier one.")
    PlacementView placement(
            Scope scope,
            @PathVariable String deployment,
            @RequestParam(required = false) @Nullable Integer revision) {
        return PlacementView.of(
                revision == null
                        ? deployments.details(scope, deployment).placement()
                        : deployments.revisions(scope, deployment).stream()
                                .filter(one -> one.number() == revision)
                                .findFirst()
                                .map(Revision::placement)
                                .orElseThrow(() ->
                                        new Refusal(
                                                Refusal.Code.NOT_FOUND,
                                                deployment + " has no revision " + revision)));
    }

    @GetMapping("/{deployment}/outputs")
    @Operation(summary = "The outputs with their secrets")
    Outputs outputs(Scope scope, @PathVariable String deployment) {
        return new Outputs(Values.shown(deployments.details(scope, deployment).outputs()));
    }

    @PostMapping("/{deployment}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Asks the newest run to stop after the steps in flight")
    RunView cancel(Scope scope, @PathVariable String deployment) {
        return RunView.of(deployments.cancel(scope, deployment));
    }

    @DeleteMapping("/{deployment}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Takes everything down; repeatable")
    DeploymentView delete(
            Scope scope,
            @PathVariable String deployment,
            @RequestParam(defaultValue = "false")
                    @Parameter(description = "Leaves the volumes in place.")
                    boolean keepData,
            @RequestParam(defaultValue = "false")
                    @Parameter(
                            description =
                                    "Runs no operations, and gives up and reports what cannot be removed.")
                    boolean force) {
        return DeploymentView.of(deployments.delete(scope, deployment, keepData, force));
    }
}
