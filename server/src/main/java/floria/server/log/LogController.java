package floria.server.log;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Deployments;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.server.stream.Feed;
import floria.server.stream.Rest;
import floria.server.stream.Resume;
import floria.server.stream.Streams;

/** What commands printed, and print. */
@RestController
@RequestMapping("/api/v1/deployments/{deployment}/logs")
@Tag(name = "Logs", description = "What commands printed, as a list or as a stream.")
public class LogController {
    private static final int PAGE = 1000;
    private static final int MOST = 10_000;

    private final Deployments deployments;
    private final Store store;
    private final Streams streams;

    public LogController(Deployments deployments, Store store, Streams streams) {
        this.deployments = deployments;
        this.store = store;
        this.streams = streams;
    }

    /** Lines, oldest first. */
    @Schema(name = "LogPage")
    public record Page(List<LogView> items) {}

    @GetMapping
    @Operation(summary = "Lines of a deployment's commands, oldest first")
    Page listLogs(
            Scope scope,
            @PathVariable String deployment,
            @RequestParam(required = false) @Nullable String node,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "" + PAGE) int limit) {
        String id = deployments.get(scope, deployment).id();
        return new Page(
                lines(
                        scope,
                        id,
                        Optional.ofNullable(node),
                        Resume.after(after, null),
                        Resume.limit(limit, MOST)));
    }

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Lines of a deployment's commands as they are printed",
            description = "With follow=false the stream ends when the deployment is at rest.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = LogView.class)))
    void stream(
            Scope scope,
            @PathVariable String deployment,
            @RequestParam(required = false) @Nullable String node,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "true") boolean follow,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response)
            throws IOException {
        String id = deployments.get(scope, deployment).id();
        Feed feed =
                new Feed(
                        last ->
                                lines(scope, id, Optional.ofNullable(node), last, PAGE).stream()
                                        .map(line -> new Feed.Message(line.id(), "log", line))
                                        .toList(),
                        () -> Rest.isReached(deployments, scope, Optional.of(id)));
        streams.serve(response, feed, Resume.after(after, lastEventId), follow);
    }

    private List<LogView> lines(
            Scope scope, String deployment, Optional<String> node, long after, int limit) {
        return store.logs(scope, deployment, node, after, limit).stream().map(LogView::of).toList();
    }
}
