package floria.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import floria.engine.state.Deployment;
import floria.server.activity.Activity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Server-sent events over real connections. */
@Timeout(60)
final class StreamTest {
    private TestServer server = new TestServer(Duration.ofMillis(200));
    private String deployment = "";

    @BeforeEach
    void deployment() {
        deployment = server.deployments().add("live", Deployment.Status.DEPLOYING).id();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A stream that is being read. */
    private record Reader(InputStream body, BufferedReader lines) implements AutoCloseable {
        List<String> messages(String field, int count) throws IOException {
            List<String> found = new ArrayList<>();
            while (found.size() < count) {
                String line = lines.readLine();
                assertThat(line).as("the stream ended after " + found).isNotNull();
                if (line.startsWith(field + ": ")) {
                    found.add(line.substring(field.length() + 2));
                }
            }
            return found;
        }

        List<String> toTheEnd() {
            return lines.lines().toList();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    @Test
    void sendsWhatIsThereAndThenWhatComes() throws Exception {
        server.store().append(deployment, "deployment.created", "It was made.");

        try (Reader reader = open("/api/v1/deployments/live/events")) {
            assertThat(reader.messages("event", 1)).containsExactly("deployment.created");
            server.store().append(deployment, "run.started", "It goes on.");
            assertThat(reader.messages("data", 2).getLast())
                    .contains("\"type\":\"run.started\"")
                    .contains("\"message\":\"It goes on.\"");
        }
    }

    @Test
    void resumesAfterTheLastEventThatWasSeen() throws Exception {
        for (int i = 0; i < 5; i++) {
            server.store().append(deployment, "step.started", "step " + i);
        }

        try (Reader byHeader = open("/api/v1/events?after=1", "Last-Event-ID", "3");
                Reader byParameter = open("/api/v1/events?after=4")) {
            assertThat(byHeader.messages("id", 2)).containsExactly("4", "5");
            assertThat(byParameter.messages("id", 1)).containsExactly("5");
        }
    }

    @Test
    void neitherLosesNorRepeatsEventsForManyReaders() throws Exception {
        int count = 3000;
        List<String> expected = LongStream.rangeClosed(1, count).mapToObj(Long::toString).toList();
        List<CompletableFuture<List<String>>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Reader reader = open("/api/v1/deployments/live/events");
            readers.add(
                    CompletableFuture.supplyAsync(() -> {
                        try (reader) {
                            return reader.messages("id", count);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }));
        }

        for (int i = 0; i < count; i++) {
            server.store().append(deployment, "step.started", "step " + i);
        }

        for (CompletableFuture<List<String>> reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    @Test
    void streamsLogLinesOfOneNode() throws Exception {
        try (Reader reader = open("/api/v1/deployments/live/logs?node=web")) {
            server.store().print(deployment, "db", "not this");
            server.store().print(deployment, "web", "line\nbreak");

            assertThat(reader.messages("data", 1).getFirst())
                    .contains("\"text\":\"line\\nbreak\"")
                    .contains("\"step\":\"web/create\"");
        }
    }

    @Test
    void endsByItselfWithoutFollowWhenTheDeploymentRests() throws Exception {
        server.store().print(deployment, "web", "first");
        try (Reader reader = open("/api/v1/deployments/live/logs?follow=false")) {
            reader.messages("id", 1);
            server.store().print(deployment, "web", "last");
            server.deployments().status(deployment, Deployment.Status.RUNNING);

            assertThat(reader.toTheEnd()).anyMatch(line -> line.contains("\"last\""));
        }
    }

    @Test
    void showsThatItIsAliveWhileNothingHappens() throws Exception {
        try (Reader reader = open("/api/v1/events")) {
            assertThat(reader.messages("", 3)).containsSubsequence("still here", "still here");
        }
    }

    @Test
    void endsWhenTheClientGoesAway() throws Exception {
        Activity activity = server.server.bean(Activity.class);
        Reader reader = open("/api/v1/events");
        reader.messages("", 1);
        assertThat(activity.quietFor(Duration.ZERO)).isFalse();

        reader.close();

        await().atMost(10, TimeUnit.SECONDS).until(() -> activity.quietFor(Duration.ZERO));
    }

    @Test
    void endsCleanlyAndSoonWhenTheServerStops() throws Exception {
        try (Reader events = open("/api/v1/events");
                Reader logs = open("/api/v1/deployments/live/logs")) {
            events.messages("", 1);
            logs.messages("", 1);

            long start = System.nanoTime();
            server.server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(5));
            events.toTheEnd();
            logs.toTheEnd();
            assertThat(server.folder.resolve("server.json")).doesNotExist();
        }
    }

    @Test
    void answersWithProblemInsteadOfStreamForUnknownDeployment() throws Exception {
        HttpResponse<String> answer =
                server.http.send(
                        server.request("/api/v1/deployments/nobody/events")
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
    }

    private Reader open(String path, String... header) throws IOException, InterruptedException {
        HttpRequest.Builder request = server.request(path).header("Accept", "text/event-stream");
        if (header.length > 0) {
            request.headers(header);
        }
        HttpResponse<InputStream> response =
                server.http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        return new Reader(
                response.body(), new BufferedReader(new InputStreamReader(response.body(), UTF_8)));
    }
}
