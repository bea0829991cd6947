package floria.server.event;

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

/** What happened, and what happens. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Events", description = "What happened, as a list or as a stream.")
public class EventController {
    private static final int PAGE = 500;
    private static final int MOST = 5000;

    private final Deployments deployments;
    private final Store store;
    private final Streams streams;

    public EventController(Deployments deployments, Store store, Streams streams) {
        this.deployments = deployments;
        this.store = store;
        this.streams = streams;
    }

    /** Events, oldest first. */
    @Schema(name = "EventPage")
    public record Page(List<EventView> items) {}

    @GetMapping("/events")
    @Operation(summary = "Events of all deployments, oldest first")
    Page listEvents(
            Scope scope,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "" + PAGE) int limit) {
        return page(scope, Optional.empty(), after, limit);
    }

    @GetMapping("/deployments/{deployment}/events")
    @Operation(summary = "Events of a deployment, oldest first")
    Page listDeploymentEvents(
            Scope scope,
            @PathVariable String deployment,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "" + PAGE) int limit) {
        return page(scope, Optional.of(deployments.get(scope, deployment).id()), after, limit);
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Events of all deployments as they happen",
            description =
                    "From the first one on, behind the one that after or Last-Event-ID names, or"
                            + " with latest=true behind the last one that there is.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = EventView.class)))
    void streamAll(
            Scope scope,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "false") boolean latest,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response)
            throws IOException {
        long from = Resume.after(after, lastEventId);
        stream(
                scope,
                Optional.empty(),
                latest && from == 0
                        ? Resume.last(id -> store.events(scope, Optional.empty(), id, 1).isEmpty())
                        : from,
                true,
                response);
    }

    @GetMapping(
            path = "/deployments/{deployment}/events",
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Events of a deployment as they happen",
            description = "With follow=false the stream ends when the deployment is at rest.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = EventView.class)))
    void streamOfDeployment(
            Scope scope,
            @PathVariable String deployment,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "true") boolean follow,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response)
            throws IOException {
        String id = deployments.get(scope, deployment).id();
        stream(scope, Optional.of(id), Resume.after(after, lastEventId), follow, response);
    }

    private Page page(Scope scope, Optional<String> deployment, long after, int limit) {
        return new Page(
                events(scope, deployment, Resume.after(after, null), Resume.limit(limit, MOST)));
    }

    private void stream(
            Scope scope,
            Optional<String> deployment,
            long after,
            boolean follow,
            HttpServletResponse response)
            throws IOException {
        Feed feed =
                new Feed(
                        id ->
                                events(scope, deployment, id, PAGE).stream()
                                        .map(event ->
                                                new Feed.Message(event.id(), event.type(), event))
                                        .toList(),
                        () -> Rest.isReached(deployments, scope, deployment));
        streams.serve(response, feed, after, follow);
    }

    private List<EventView> events(
            Scope scope, Optional<String> deployment, long after, int limit) {
        return store.events(scope, deployment, after, limit).stream().map(EventView::of).toList();
    }
}
