package floria.engine.callback;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.state.Event;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.StoreException;

/**
 * Delivers events to webhooks: each at least once, and to one webhook in their order. The log of
 * events is the queue, and a webhook knows how far it has come, so that nothing gets lost with a
 * process. Of the processes that share a store one delivers at a time.
 */
public final class Postman implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Postman.class);
    private static final String DUTY = "callbacks";
    private static final Duration TERM = Duration.ofMinutes(2);
    private static final int BATCH = 200;

    private final Outbox outbox;
    private final Store store;
    private final Reach reach;
    private final Function<Event, byte[]> body;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Settings settings;
    private final HttpClient http;
    private volatile boolean closed;

    /**
     * @param holder unique among the processes that share the store
     * @param poll how often it is looked for what is due, besides when something was committed
     * @param first the pause after the first try in vain; it doubles with each further one
     * @param longest the longest pause
     * @param tries after so many an event is given up, and the next one's turn comes
     * @param answer how long a receiver may take
     */
    public record Settings(
            String holder,
            Duration poll,
            Duration first,
            Duration longest,
            int tries,
            Duration answer) {

        /** Tries for about a day. */
        public static Settings standard(String holder) {
            return new Settings(
                    holder,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofHours(2),
                    20,
                    Duration.ofSeconds(15));
        }
    }

    /**
     * @param body what is sent of an event, JSON
     */
    public Postman(
            Outbox outbox,
            Store store,
            Reach reach,
            Function<Event, byte[]> body,
            InstantSource clock,
            RandomGenerator random,
            Settings settings) {
        this.outbox = outbox;
        this.store = store;
        this.reach = reach;
        this.body = body;
        this.clock = clock;
        this.random = random;
        this.settings = settings;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(settings.answer())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /** Starts to deliver. */
    public void start() {
        Thread.ofVirtual().name("postman").start(this::loop);
    }

    private void loop() {
        while (!closed) {
            try {
                round();
            } catch (StoreException e) {
                LOGGER.warn("cannot look for what is to be delivered: {}", e.getMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                store.awaitCommit(settings.poll());
            } catch (StoreException e) {
                LOGGER.debug("the store is closed: {}", e.getMessage());
                return;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Delivers what is due, all webhooks side by side. */
    private void round() throws InterruptedException {
        List<Webhook> webhooks = outbox.all();
        Instant now = clock.instant();
        if (webhooks.isEmpty() || !store.hold(DUTY, settings.holder(), now, now.plus(TERM))) {
            return;
        }
        List<DeadLetter> asked = outbox.asked();
        List<Thread> threads = new ArrayList<>();
        for (Webhook webhook : webhooks) {
            List<DeadLetter> again =
                    asked.stream().filter(one -> one.webhook().equals(webhook.id())).toList();
            threads.add(
                    Thread.ofVirtual()
                            .name("webhook " + webhook.id())
                            .start(() -> serve(webhook, again)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void serve(Webhook webhook, List<DeadLetter> again) {
        try {
            for (DeadLetter letter : again) {
                redeliver(webhook, letter);
            }
            if (webhook.due().filter(due -> due.isAfter(clock.instant())).isEmpty()) {
                deliver(webhook);
            }
        } catch (StoreException e) {
            LOGGER.warn("webhook {} waits for the store: {}", webhook.id(), e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Webhook from) throws InterruptedException {
        Webhook webhook = from;
        List<Event> events =
                store.events(
                        new Scope(webhook.project(), webhook.owner()),
                        webhook.deployment(),
                        webhook.position(),
                        BATCH);
        Instant end = clock.instant().plus(TERM.dividedBy(2));
        for (Event event : events) {
            if (closed || clock.instant().isAfter(end)) {
                return;
            }
            if (!webhook.wants(event)) {
                continue;
            }
            Optional<String> failure = send(webhook, event, webhook.attempt() + 1);
            if (failure.isPresent()) {
                failed(webhook, event, failure.get());
                return;
            }
            webhook = webhook.past(event.id());
            outbox.advance(webhook);
        }
        // Past what is of no interest, so that it is not read again and again.
        if (events.size() == BATCH && webhook.position() < events.getLast().id()) {
            outbox.advance(webhook.past(events.getLast().id()));
        }
    }

    private void failed(Webhook webhook, Event event, String why) {
        int attempts = webhook.attempt() + 1;
        LOGGER.info("event {} is not delivered to {}: {}", event.id(), webhook.id(), why);
        if (attempts >= settings.tries()) {
            outbox.bury(
                    webhook.past(event.id()),
                    new DeadLetter(
                            webhook.id(),
                            event.id(),
                            attempts,
                            why,
                            clock.instant(),
                            Optional.empty()));
        } else {
            outbox.advance(webhook.failed(why, clock.instant().plus(pause(attempts))));
        }
    }

    private Duration pause(int attempts) {
        Duration doubled = settings.first().multipliedBy(1L << Math.min(attempts - 1, 20));
        long most =
                doubled.compareTo(settings.longest()) < 0
                        ? doubled.toMillis()
                        : settings.longest().toMillis();
        return Duration.ofMillis(most - random.nextLong(most / 4 + 1));
    }

    private void redeliver(Webhook webhook, DeadLetter letter) throws InterruptedException {
        Optional<Event> event = outbox.event(webhook, letter.event());
        Optional<String> failure =
                event.isEmpty()
                        ? Optional.empty()
                        : send(webhook, event.get(), letter.attempts() + 1);
        if (failure.isEmpty()) {
            outbox.delivered(letter);
        } else {
            outbox.bury(
                    webhook,
                    new DeadLetter(
                            letter.webhook(),
                            letter.event(),
                            letter.attempts() + 1,
                            failure.get(),
                            letter.at(),
                            Optional.empty()));
        }
    }

    /** Empty when the receiver has it, else why not. */
    private Optional<String> send(Webhook webhook, Event event, int attempt)
            throws InterruptedException {
        Optional<String> refused = reach.refused(webhook.url());
        if (refused.isPresent()) {
            return refused;
        }
        byte[] content = body.apply(event);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(webhook.url()))
                        .timeout(settings.answer())
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "floria")
                        .header("Floria-Webhook", webhook.id())
                        .header("Floria-Event", Long.toString(event.id()))
                        .header("Floria-Event-Type", event.type())
                        .header("Floria-Attempt", Integer.toString(attempt))
                        .header(
                                "Floria-Signature",
                                Signature.of(webhook.secret(), clock.instant(), content))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                        .build();
        try {
            int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2
                    ? Optional.empty()
                    : Optional.of("it answers with status " + status);
        } catch (IOException e) {
            return Optional.of("it does not answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            store.drop(DUTY, settings.holder());
        } catch (StoreException e) {
            LOGGER.debug("the duty to deliver runs out by itself: {}", e.getMessage());
        }
    }
}
