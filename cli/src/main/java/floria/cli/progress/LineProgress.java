package floria.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.cli.screen.Texts;

/** A line for each event, with the time since the first one: for pipes and files. */
final class LineProgress implements Progress {
    private final Screen screen;
    private Optional<Instant> start = Optional.empty();

    LineProgress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void begin(JsonNode details) {}

    @Override
    public void event(JsonNode event) {
        if (Json.text(event, "type").equals("step.started")) {
            return; // its end is news enough for who reads it later
        }
        Optional<Instant> at = Json.instant(event, "at");
        start = start.or(() -> at);
        Duration since =
                start.flatMap(first -> at.map(now -> Duration.between(first, now)))
                        .orElse(Duration.ZERO);
        String node = Json.text(event, "node");
        screen.out()
                .println(
                        Texts.pad(Texts.clock(since), 6)
                                + (node.isEmpty() ? "" : Texts.plain(node) + ": ")
                                + Texts.plain(Json.text(event, "message")));
    }

    @Override
    public void close() {}
}
