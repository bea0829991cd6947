package floria.cli.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import floria.cli.Exit;
import floria.cli.Failure;

/**
 * A followed collection: every item once and in order, over as many connections as it takes, a
 * restart of the server included.
 */
public final class Feed {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Connector connector;
    private final String collection;
    private final Map<String, String> query;

    /** Takes what comes. */
    @FunctionalInterface
    public interface Reader {

        /**
         * @param api the connection over which it came
         * @return whether more is wanted
         */
        boolean take(Api api, EventStream.Signal signal) throws IOException;
    }

    public Feed(Connector connector, String collection, Map<String, String> query) {
        this.connector = connector;
        this.collection = collection;
        this.query = Map.copyOf(query);
    }

    /** Returns when the reader wants no more. */
    public void read(Api first, long after, Reader reader) {
        Api api = first;
        long last = after;
        Duration pause = FIRST_PAUSE;
        long lost = System.nanoTime();
        boolean again = false;
        while (true) {
            try (EventStream stream = api.follow(collection, last, query)) {
                // What was missed may be the end: the reader looks, as it does at a heartbeat.
                if (again && !reader.take(api, new EventStream.Heartbeat())) {
                    return;
                }
                while (true) {
                    EventStream.Signal signal = stream.next();
                    lost = System.nanoTime();
                    pause = FIRST_PAUSE;
                    if (signal instanceof EventStream.Message message) {
                        last = number(message, last);
                    }
                    if (!reader.take(api, signal)) {
                        return;
                    }
                }
            } catch (IOException | LostConnection e) {
                again = true;
                if (System.nanoTime() - lost > PATIENCE.toNanos()) {
                    throw new Failure(
                            Exit.UNREACHABLE,
                            "connection-lost",
                            "The connection to "
                                    + api.base()
                                    + " was lost and does not come back: "
                                    + e.getMessage(),
                            "What runs on the server goes on; `floria show` tells how it stands.");
                }
                sleep(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                api = connector.reconnect();
            }
        }
    }

    private static long number(EventStream.Message message, long otherwise) {
        try {
            return Long.parseLong(message.id());
        } catch (NumberFormatException e) {
            return message.data().path("id").asLong(otherwise);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted", "Interrupted.");
        }
    }
}
