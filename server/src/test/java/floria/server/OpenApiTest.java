package floria.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import floria.server.fake.FakeWiring;
import floria.server.health.HealthController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes the OpenAPI document from the controllers and compares it with the one that the server
 * carries, which costs it neither time at the start nor memory. {@code mvn test -pl server -am
 * -Dtest=OpenApiTest -Dfloria.docs=write -Dsurefire.failIfNoSpecifiedTests=false} writes it anew.
 */
final class OpenApiTest {
    private static final Path FILE = Path.of("src/main/resources" + HealthController.DOCUMENT);

    @Test
    void documentIsThatOfTheControllers() throws IOException {
        String made;
        try (TestServer server =
                new TestServer(Duration.ofSeconds(15), FakeWiring.class, OpenApiWiring.class)) {
            made =
                    JsonMapper.builder()
                                    .enable(SerializationFeature.INDENT_OUTPUT)
                                    .build()
                                    .writeValueAsString(server.get("/v3/api-docs").json())
                            + "\n";
        }
        if ("write".equals(System.getProperty("floria.docs"))) {
            Files.writeString(FILE, made);
        }

        assertThat(FILE).as("write it anew with -Dfloria.docs=write").hasContent(made);
    }

    @Test
    void serverHandsItOutWithoutToken() {
        try (TestServer server = new TestServer()) {
            JsonNode document =
                    server.send(
                                    java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create(
                                                    server.server.url() + "/api/v1/openapi.json")))
                            .json();

            assertThat(document.path("openapi").asString()).startsWith("3.1");
            assertThat(document.path("paths").propertyNames())
                    .contains(
                            "/api/v1/health",
                            "/api/v1/validate",
                            "/api/v1/plans",
                            "/api/v1/placements",
                            "/api/v1/offers",
                            "/api/v1/deployments",
                            "/api/v1/deployments/{deployment}",
                            "/api/v1/deployments/{deployment}/outputs",
                            "/api/v1/deployments/{deployment}/events",
                            "/api/v1/events",
                            "/api/v1/deployments/{deployment}/logs",
                            "/api/v1/deployments/{deployment}/cancel",
                            "/api/v1/deployments/{deployment}/files",
                            "/api/v1/sites");
        }
    }
}
