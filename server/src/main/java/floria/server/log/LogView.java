package floria.server.log;

import java.time.Instant;

import floria.engine.state.LogLine;

/** A line of a log, as JSON. */
public record LogView(
        long id, Instant at, String node, String step, String stream, long number, String text) {

    static LogView of(LogLine line) {
        return new LogView(
                line.id(),
                line.at(),
                line.node(),
                line.step(),
                line.stream(),
                line.number(),
                line.text());
    }
}
