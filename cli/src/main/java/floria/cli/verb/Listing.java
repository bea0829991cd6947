package floria.cli.verb;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.api.Api;
import floria.cli.api.Connector;
import floria.cli.api.EventStream.Message;
import floria.cli.api.Feed;
import floria.cli.api.Json;
import floria.cli.screen.Screen;

/** Prints a collection that grows, as far as it is there or for as long as somebody reads. */
record Listing(Connector connector, Screen screen) {

    Exit print(
            Api api,
            String collection,
            Map<String, String> query,
            boolean follow,
            Consumer<JsonNode> printer) {
        if (follow) {
            new Feed(connector, collection, query)
                    .read(
                            api,
                            0,
                            (_, signal) -> {
                                if (signal instanceof Message(_, _, JsonNode item)) {
                                    printer.accept(item);
                                }
                                // True once whoever read the pipe has closed it.
                                return !screen.out().checkError();
                            });
            return Exit.OK;
        }
        long after = 0;
        List<JsonNode> page;
        do {
            page = api.items(collection, after, query);
            for (JsonNode item : page) {
                after = Math.max(after, item.path("id").asLong(after));
                printer.accept(item);
            }
        } while (!page.isEmpty() && !screen.out().checkError());
        return Exit.OK;
    }

    /** The time of day of an item, where the reader is. */
    static String time(JsonNode item) {
        DateTimeFormatter format =
                DateTimeFormatter.ISO_LOCAL_TIME.withZone(ZoneId.systemDefault());
        return Json.instant(item, "at")
                .map(at -> format.format(at.truncatedTo(ChronoUnit.SECONDS)))
                .orElse("");
    }
}
