package floria.cli.api;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads server-sent events. A stream on which nothing comes for three heartbeats is taken for
 * broken, since a lost network is not told otherwise. For one reader.
 */
public final class EventStream implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(50);

    private final InputStream body;
    private final BufferedReader lines;
    private final Thread watch;
    private volatile long lastHeard = System.nanoTime();

    /** What comes over the stream. */
    public sealed interface Signal {}

    /** An item of the followed collection. */
    public record Message(String id, String type, JsonNode data) implements Signal {}

    /** Nothing new; the connection is alive. */
    public record Heartbeat() implements Signal {}

    EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.watch = Thread.ofVirtual().start(this::closeWhenSilent);
    }

    /** Waits for the next signal; fails with an {@link EOFException} when the server hangs up. */
    public Signal next() throws IOException {
        String id = "";
        String type = "message";
        StringBuilder data = new StringBuilder();
        while (true) {
            String line = lines.readLine();
            lastHeard = System.nanoTime();
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
        watch.interrupt();
        try {
            body.close();
        } catch (IOException e) {
            // It was going away in any case.
        }
    }

    private void closeWhenSilent() {
        try {
            while (System.nanoTime() - lastHeard < SILENCE.toNanos()) {
                Thread.sleep(SILENCE.dividedBy(10));
            }
            close();
        } catch (InterruptedException e) {
            // The reader is done.
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
