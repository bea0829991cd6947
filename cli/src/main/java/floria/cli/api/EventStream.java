package floria.cli.api;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads server-sent events. For one reader. */
public final class EventStream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    /** What comes over the stream. */
    public sealed interface Signal {}

    /** An item of the followed collection. */
    public record Message(String id, String type, JsonNode data) implements Signal {}

    /** Nothing new; the connection is alive. */
    public record Heartbeat() implements Signal {}

    EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** Waits for the next signal; fails with an {@link EOFException} when the server hangs up. */
    public Signal next() throws IOException {
        String id = "";
        String type = "message";
        StringBuilder data = new StringBuilder();
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new EOFException("the server ended the stream");
            }
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Message(id, type, parse(data.toString()));
                }
                continue;
            }
            int colon = line.indexOf(':');
            if (colon == 0) {
                return new Heartbeat();
            }
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> {
                    if (!data.isEmpty()) {
                        data.append('\n');
                    }
                    data.append(value);
                }
                default -> {
                    // Fields that a later server adds.
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // It was going away in any case.
        }
    }

    private static JsonNode parse(String data) throws IOException {
        try {
            return Json.parse(data);
        } catch (JacksonException e) {
            throw new IOException("the server sent an event that is not JSON", e);
        }
    }
}
