package floria.cli.progress;

import java.util.Map;

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
        JsonNode details = api.deployment(id);
        // Run ids grow with time: a run that begins later is part of the same affair.
        String run = Json.text(details.path("runs").path(0), "id");
        progress.begin(details);
        Outcome[] last = {new Outcome(api, details)};
        new Feed(connector, Api.path(id) + "/events", Map.of())
                .read(
                        api,
                        0,
                        (connection, signal) -> {
                            if (signal instanceof Message(_, _, JsonNode event)) {
                                String of = Json.text(event, "run");
                                if (!of.isEmpty() && of.compareTo(run) < 0) {
                                    return true;
                                }
                                progress.event(event);
                                if (!mayEnd(Json.text(event, "type"))) {
                                    return true;
                                }
                            }
                            last[0] = new Outcome(connection, connection.deployment(id));
                            return Json.text(last[0].details(), "status").equals(busy);
                        });
        return last[0];
    }

    private static boolean mayEnd(String type) {
        return type.equals("deployment.status") || type.equals("run.finished");
    }
}
