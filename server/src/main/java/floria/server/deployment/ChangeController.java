package floria.server.deployment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Wish;
import floria.engine.state.Revision;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.server.problem.BadRequest;
import floria.tosca.source.WebAddress;

/** Changes of deployments that there are, and the steering of what is under way. */
@RestController
@RequestMapping("/api/v1/deployments/{deployment}")
@Tag(name = "Changes", description = "Update, scale, heal, roll back, move; pause, resume, retry.")
public class ChangeController {
    private final Deployments deployments;
    private final Store store;

    public ChangeController(Deployments deployments, Store store) {
        this.deployments = deployments;
        this.store = store;
    }

    /**
     * The files of a revision, as other paths take them.
     *
     * @param template path of the service template in files
     */
    public record RevisionFiles(String template, Map<String, KeptFile> files) {}

    /** A file of a revision: text, or any bytes as Base64. */
    public record KeptFile(Optional<String> text, Optional<String> base64) {
        static KeptFile of(byte[] bytes) {
            try {
                return new KeptFile(
                        Optional.of(
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .decode(ByteBuffer.wrap(bytes))
                                        .toString()),
                        Optional.empty());
            } catch (CharacterCodingException _) {
                return new KeptFile(
                        Optional.empty(), Optional.of(Base64.getEncoder().encodeToString(bytes)));
            }
        }
    }

    /** The revisions of a deployment, newest first. */
    public record Revisions(List<RevisionView> items) {}

    /** The steps of a run, in the order of its plan. */
    public record Steps(List<DetailsView.StepView> items) {}

    /** A step to go on without, and why. */
    public record Skip(@Nullable String step, @Nullable String why) {}

    @GetMapping("/plan")
    @Operation(
            summary = "What differs from what was promised",
            description = "The plan that heals it: what is gone or does not work at its sites.")
    ForecastView differences(Scope scope, @PathVariable String deployment) {
        return ForecastView.of(deployments.forecast(scope, deployment, new Wish.Heal()));
    }

    @PostMapping("/plan")
    @Operation(summary = "What a change would do; changes nothing")
    ForecastView forecast(
            Scope scope, @PathVariable String deployment, @RequestBody ChangeRequest request) {
        return ForecastView.of(deployments.forecast(scope, deployment, request.toWish()));
    }

    @PostMapping("/changes")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Accepts a change; the work goes on in the background",
            description =
                    "A run under way ends after the steps in flight, and the new one goes on from"
                            + " there.")
    DeploymentView change(
            Scope scope,
            @PathVariable String deployment,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Parameter(description = "Repeats of a request have the same key.")
                    @Nullable String idempotencyKey,
            @RequestBody ChangeRequest request) {
        return DeploymentView.of(
                deployments.change(
                        scope,
                        deployment,
                        request.toWish(),
                        request.consent(),
                        Optional.ofNullable(idempotencyKey)));
    }

    @GetMapping("/revisions")
    @Operation(summary = "Every state that was ever wanted, newest first")
    Revisions revisions(Scope scope, @PathVariable String deployment) {
        return new Revisions(
                deployments.revisions(scope, deployment).stream().map(RevisionView::of).toList());
    }

    @GetMapping("/revisions/{number}/files")
    @Operation(summary = "The template of a revision and its files, profiles left out")
    RevisionFiles files(Scope scope, @PathVariable String deployment, @PathVariable int number) {
        String id = deployments.get(scope, deployment).id();
        Revision revision =
                store.revision(scope, id, number)
                        .orElseThrow(() ->
                                new Refusal(
                                        Refusal.Code.NOT_FOUND,
                                        "the deployment has no revision " + number));
        Map<String, KeptFile> files = new TreeMap<>();
        revision.sources()
                .forEach((address, hash) -> {
                    boolean own = address.startsWith("file:");
                    if (own || WebAddress.is(address)) {
                        store.blob(hash)
                                .ifPresent(bytes ->
                                        files.put(
                                                own ? address.substring(5) : address,
                                                KeptFile.of(bytes)));
                    }
                });
        return new RevisionFiles(revision.template().replaceFirst("^file:", ""), files);
    }

    @GetMapping("/runs/{run}/steps")
    @Operation(summary = "The steps of one run")
    Steps steps(Scope scope, @PathVariable String deployment, @PathVariable String run) {
        return new Steps(
                deployments.steps(scope, deployment, run).stream()
                        .map(DetailsView.StepView::of)
                        .toList());
    }

    @PostMapping("/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Asks the newest run to stand still after the steps in flight")
    RunView pause(Scope scope, @PathVariable String deployment) {
        return RunView.of(deployments.pause(scope, deployment));
    }

    @PostMapping("/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Lets a paused run go on")
    RunView resume(Scope scope, @PathVariable String deployment) {
        return RunView.of(deployments.resume(scope, deployment));
    }

    @PostMapping("/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Goes on with a failed run from the steps that failed")
    RunView retry(Scope scope, @PathVariable String deployment) {
        return RunView.of(deployments.retry(scope, deployment));
    }

    @PostMapping("/skip")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Goes on with a failed run as if one failed step had succeeded")
    RunView skip(Scope scope, @PathVariable String deployment, @RequestBody Skip skip) {
        if (skip.step() == null || skip.why() == null || skip.why().isBlank()) {
            throw new BadRequest(
                    "The fields step and why are both needed.",
                    "They say which failed step to go on without, and for what reason.");
        }
        return RunView.of(deployments.skip(scope, deployment, skip.step(), skip.why()));
    }
}
