package floria.site.containers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import floria.site.Offer;
import floria.site.SiteException;
import floria.testing.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What an engine is asked, seen from an engine that counts. */
class CapacityTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private HttpServer engine;
    private Capacity capacity;

    @BeforeEach
    void starts() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", this::answer);
        engine.start();
        EngineAddress address =
                new EngineAddress.Tcp("127.0.0.1", engine.getAddress().getPort(), Optional.empty());
        capacity = new Capacity(new Engine(address), ContainerSettings.of("one", address), clock);
    }

    @AfterEach
    void stops() {
        engine.stop(0);
    }

    @Test
    void asksForTheSizeOnceAMinuteAndForALifeSignEachTime() {
        offers();
        assertThat(offers().getFirst().capacity().cpus()).isEqualTo(12);
        assertThat(capacity.describe().title()).isEqualTo("Podman 9.9.9 on 127.0.0.1");
        assertThat(asked).containsExactly("/info", "/version", "/_ping", "/_ping");

        clock.advance(Duration.ofSeconds(61));
        offers();
        assertThat(asked).hasSize(6).endsWith("/info", "/version");
    }

    @Test
    void takesImagesOfRegistriesByTheirFullNameAlone() {
        assertThat(capacity.describe().takes("tensorflow/tensorflow:2.15.0-gpu-jupyter")).isTrue();
        assertThat(capacity.describe().takes("debian:12")).isTrue();
        assertThat(capacity.describe().takes("debian:7")).isFalse();
        ContainerSettings own =
                ContainerSettings.of(
                                "own",
                                new EngineAddress.Tcp(
                                        "127.0.0.1",
                                        engine.getAddress().getPort(),
                                        Optional.empty()))
                        .withPull(ContainerSettings.Pull.NEVER);
        assertThat(
                        new Capacity(new Engine(own.address()), own, clock)
                                .describe()
                                .takes("tensorflow/tensorflow:2.15.0-gpu-jupyter"))
                .isFalse();
    }

    @Test
    void offersNothingWhenARememberedEngineIsGone() {
        offers();
        engine.stop(0);

        assertThatExceptionOfType(SiteException.class).isThrownBy(this::offers);
    }

    private List<Offer> offers() {
        return capacity.offers(Limit.within(Duration.ofSeconds(20), clock));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        String answer =
                switch (path) {
                    case "/info" -> "{\"NCPU\":12,\"MemTotal\":1000,\"DockerRootDir\":\"\"}";
                    case "/version" ->
                            "{\"Version\":\"9.9.9\",\"Components\":[{\"Name\":\"Podman Engine\"}]}";
                    default -> "OK";
                };
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
