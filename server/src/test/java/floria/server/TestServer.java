package floria.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import floria.server.fake.FakeWiring;
import floria.server.fake.MemoryDeployments;
import floria.server.fake.MemoryStore;
import floria.server.home.Home;

/** A real server on a free port with an engine in memory, and a client with its token. */
final class TestServer implements AutoCloseable {
    final Path folder;
    final FloriaServer server;
    final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token;

    TestServer() {
        this(Duration.ofSeconds(15));
    }

    TestServer(Duration heartbeat) {
        this(heartbeat, FakeWiring.class);
    }

    TestServer(Duration heartbeat, Class<?>... wiring) {
        this(heartbeat, Optional.empty(), wiring);
    }

    /** With the portal in that folder. */
    static TestServer withPortal(Path portal) {
        return new TestServer(Duration.ofSeconds(15), Optional.of(portal), FakeWiring.class);
    }

    private TestServer(Duration heartbeat, Optional<Path> portal, Class<?>... wiring) {
        try {
            folder = Files.createTempDirectory("floria-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Home home = Home.open(folder, new SecureRandom());
        token = home.token();
        server =
                FloriaServer.start(
                        home,
                        new Options(
                                folder,
                                0,
                                Optional.empty(),
                                heartbeat,
                                Optional.empty(),
                                portal,
                                Map.of()),
                        InstantSource.system(),
                        () -> {},
                        wiring);
    }

    MemoryStore store() {
        return server.bean(MemoryStore.class);
    }

    MemoryDeployments deployments() {
        return server.bean(MemoryDeployments.class);
    }

    /** An answer with its body as JSON, where it is. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String body() {
            return response.body();
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String json) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
