package floria.server;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import floria.server.TestServer.Answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Archives by HTTP: what is packed opens again, and what is no archive says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchiveApiTest {
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void opensWhatItPacked() throws Exception {
        HttpResponse<byte[]> packed =
                server.http.send(
                        server.request("/api/v1/archives")
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                """
                                                {"template": "web.yaml", "files": {
                                                "web.yaml": {"text": "tosca_definitions_version: tosca_2_0\\n"},
                                                "https://example.org/a.yaml": {"text": "a: b"},
                                                "bin/x": {"base64": "/w=="}}}
                                                """))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(packed.statusCode()).isEqualTo(200);
        assertThat(packed.headers().firstValue("Content-Type")).contains("application/zip");

        JsonNode report = report(Base64.getEncoder().encodeToString(packed.body())).json();

        assertThat(report.get("template").asString()).isEqualTo("web.yaml");
        assertThat(report.get("files").propertyNames()).containsExactly("bin/x", "web.yaml");
        assertThat(report.get("files").get("bin/x").get("base64").asString()).isEqualTo("/w==");
        assertThat(report.get("files").get("web.yaml").get("text").asString())
                .startsWith("tosca_definitions_version");
    }

    @Test
    void saysWhatIsNoArchive() {
        Answer answer = report(Base64.getEncoder().encodeToString("hello".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains("is no archive");
    }

    @Test
    void mergesAnAddOnAndSaysWhatItChanged() {
        Answer answer =
                server.post(
                        "/api/v1/compositions",
                        """
                        {"template": "tosca_definitions_version: tosca_2_0\\nservice_template:\\n  inputs:\\n    a: { type: string, default: x }\\n",
                         "addOns": [{"name": "more.yaml", "text": "tosca_definitions_version: tosca_2_0\\nservice_template:\\n  inputs:\\n    a: { type: string, default: y }\\n    b: { type: string }\\n"}]}
                        """);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("template").asString()).contains("b: { type: string }");
        assertThat(answer.json().get("problems").get(0).get("file").asString())
                .isEqualTo("more.yaml");
    }

    private Answer report(String base64) {
        return server.post(
                "/api/v1/archives/reports",
                "{\"template\": \"web.csar\", \"files\": {\"web.csar\": {\"base64\": \""
                        + base64
                        + "\"}}}");
    }
}
