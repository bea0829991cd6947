package floria.cli.progress;

import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;
import floria.cli.screen.Screen;

/** Each event as it came, one a line. */
record JsonProgress(Screen screen) implements Progress {

    @Override
    public void begin(JsonNode details) {}

    @Override
    public void event(JsonNode event) {
        screen.out().println(Json.line(event));
    }

    @Override
    public void close() {}
}
