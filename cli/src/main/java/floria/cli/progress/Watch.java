package floria.cli.progress;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;

import floria.cli.api.Api;
import floria.cli.api.Connector;
import floria.cli.api.EventStream.Message;
import floria.cli.api.Feed;
import floria.cli.api.Json;

/**
 * Follows the newest run of a deployment to its end.
 *
 * @param connector finds the server again after it was lost
 */
public record Watch(Connector connector, Progress progress) {

    /**
     * How a run ended.
     *
     * @param api the connection by which it is known; the first one may have been lost
     */
    public record Outcome(Api api, JsonNode details) {}

    /**
     * Returns the deployment's details once its status is another than {@code busy}.
     *
     * @param id of the deployment; its name may pass to another one meanwhile
     */
    public Outcome until(Api api, String id, String busy) {
        // Run ids grow with time: a run that begins later is part of the same affair.
        return follow(
                api,
                id,
                details -> Json.text(details.path("runs").path(0), "id"),
                details -> Json.text(details, "status").equals(busy));
    }

    /** Returns the deployment's details once one of its runs has ended. */
    public Outcome run(Api api, String id, String run) {
        return follow(
                api,
                id,
                _ -> run,
                details ->
                        List.copyOf(details.path("runs").values()).stream()
                                .filter(one -> Json.text(one, "id").equals(run))
                                .map(one -> Json.text(one, "status"))
                                .anyMatch(status -> status.equals("active")));
    }

    private Outcome follow(
            Api api, String id, Function<JsonNode, String> from, Predicate<JsonNode> goesOn) {
        JsonNode details = api.deployment(id);
        String run = from.apply(details);
        Optional<Instant> begin =
                List.copyOf(details.path("runs").values()).stream()
                        .filter(one -> Json.text(one, "id").equals(run))
                        .flatMap(one -> Json.instant(one, "createdAt").stream())
                        .findFirst();
        progress.begin(details);
        String events = Api.path(id) + "/events";
        long[] seen = {0};
        Outcome[] last = {new Outcome(api, details)};
        new Feed(connector, events, Map.of())
                .read(
                        api,
                        0,
                        (connection, signal) -> {
                            if (signal instanceof Message(_, _, JsonNode event)) {
                                seen[0] = tell(event, run, begin, seen[0]);
                                if (!mayEnd(Json.text(event, "type"))) {
                                    return true;
                                }
                            }
                            last[0] = new Outcome(connection, connection.deployment(id));
                            return goesOn.test(last[0].details());
                        });
        // A heartbeat may have been the first news of the end: then events are still to be told.
        for (JsonNode event : last[0].api().items(events, seen[0], Map.of())) {
            seen[0] = tell(event, run, begin, seen[0]);
        }
        return last[0];
    }

    /**
     * Shows an event unless it is from before this run; returns its number.
     *
     * @param begin of the run; what has no run of its own is told by its time
     */
    private long tell(JsonNode event, String run, Optional<Instant> begin, long seen) {
        String of = Json.text(event, "run");
        boolean before =
                of.isEmpty()
                        ? Json.instant(event, "at")
                                .flatMap(at -> begin.filter(at::isBefore))
                                .isPresent()
                        : of.compareTo(run) < 0;
        if (!before) {
            progress.event(event);
        }
        return Math.max(seen, event.path("id").asLong(seen));
    }

    private static boolean mayEnd(String type) {
        return type.equals("deployment.status") || type.equals("run.finished");
    }
}
