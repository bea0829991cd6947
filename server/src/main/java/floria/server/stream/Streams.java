package floria.server.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

import floria.engine.state.Store;

/**
 * Writes feeds as server-sent events, each on the virtual thread of its request. Every message is
 * sent once and in order: reading always goes on after the last id that was written. On a stop all
 * streams end at once, before the web server waits for its requests.
 */
public final class Streams implements SmartLifecycle {
    private final Commits commits;
    private final JsonMapper json;
    private final Duration heartbeat;
    private volatile boolean running;

    public Streams(Store store, JsonMapper json, Duration heartbeat) {
        this.commits = new Commits(store);
        this.json = json;
        this.heartbeat = heartbeat;
    }

    /**
     * Streams what comes after {@code after} until the client goes away, the server stops, or,
     * unless {@code follow} is set, the feed is complete and everything was sent.
     */
    public void serve(HttpServletResponse response, Feed feed, long after, boolean follow)
            throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // or nginx holds messages back
        commits.join();
        try {
            // The first read comes before the first byte, so that its failure has a status.
            pump(response, feed, after, follow);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            commits.leave();
        }
    }

    private void pump(HttpServletResponse response, Feed feed, long after, boolean follow)
            throws IOException, InterruptedException {
        long sent = after;
        boolean first = true;
        while (true) {
            long mark = commits.mark();
            boolean last = !follow && feed.complete().getAsBoolean();
            List<Feed.Message> messages = feed.after().apply(sent);
            OutputStream out = response.getOutputStream();
            if (first) {
                comment(out, "stream");
                first = false;
            }
            for (Feed.Message message : messages) {
                write(out, message);
                sent = message.id();
            }
            if (!messages.isEmpty()) {
                out.flush();
                if (!running) {
                    return;
                }
                continue;
            }
            if (last) {
                return;
            }
            switch (commits.await(mark, heartbeat)) {
                case STOPPED -> {
                    return;
                }
                case NONE -> comment(out, "still here");
                case COMMITTED -> {}
            }
        }
    }

    private void write(OutputStream out, Feed.Message message) throws IOException {
        out.write(
                ("id: " + message.id() + "\nevent: " + message.event() + "\ndata: ")
                        .getBytes(StandardCharsets.UTF_8));
        out.write(json.writeValueAsBytes(message.data()));
        out.write("\n\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Shows the client that somebody is there, and the server whether the client still is. */
    private static void comment(OutputStream out, String text) throws IOException {
        out.write((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void start() {
        running = true;
        commits.start();
    }

    @Override
    public void stop() {
        running = false;
        commits.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
