package floria.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import floria.server.TestServer.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** The portal's files, how people sign in to it, and what it shows of the catalogue. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PortalTest {
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("assets"));
        Files.writeString(
                folder.resolve("index.html"),
                "<base href=\"%base%\"><script nonce=\"%nonce%\""
                        + " src=\"./assets/a-1.js\"></script>");
        Files.writeString(folder.resolve("assets/a-1.js"), "run()");
        Files.writeString(folder.resolve("assets/a-1.js.gz"), "packed");
        Files.writeString(folder.resolve("icon.svg"), "<svg/>");
        server = TestServer.withPortal(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void leadsToThePortalWhateverPrefixAProxyHas() {
        assertThat(open("/").header("Location")).isEqualTo("portal/");
        assertThat(open("/portal").header("Location")).isEqualTo("portal/");
    }

    @Test
    void answersEveryPathOfThePortalWithItsPageAndTheWayBackToItsFiles() {
        Answer top = open("/portal/");
        Answer deep = open("/portal/deployments/web/logs");

        assertThat(top.status()).isEqualTo(200);
        assertThat(top.body()).contains("<base href=\"./\">");
        assertThat(deep.body()).contains("<base href=\"../../\">");
        assertThat(deep.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void allowsNothingInlineAndANewNonceForEachPage() {
        Answer first = open("/portal/");
        String policy = first.header("Content-Security-Policy");
        String nonce = policy.replaceFirst(".*'nonce-([^']+)'.*", "$1");

        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(first.body()).contains("nonce=\"" + nonce + "\"");
        assertThat(open("/portal/").header("Content-Security-Policy")).doesNotContain(nonce);
    }

    @Test
    void letsBrowsersKeepWhatHasItsHashInItsName() {
        Answer script = open("/portal/assets/a-1.js");

        assertThat(script.body()).isEqualTo("run()");
        assertThat(script.header("Cache-Control")).contains("immutable");
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(open("/portal/icon.svg").header("Cache-Control")).isEqualTo("no-cache");
        Answer packed =
                server.send(
                        HttpRequest.newBuilder(uri("/portal/assets/a-1.js"))
                                .header("Accept-Encoding", "gzip, br"));
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.body()).isEqualTo("packed");
    }

    @Test
    void neverTakesThePageForAFileThatIsGone() {
        assertThat(open("/portal/assets/old-9.js").status()).isEqualTo(404);
        assertThat(open("/portal/assets/%2e%2e/%2e%2e/token").status()).isIn(400, 404);
    }

    @Test
    void saysHowAServerWithoutPortalGetsOne() {
        try (TestServer without = new TestServer()) {
            Answer answer =
                    without.send(
                            HttpRequest.newBuilder(URI.create(without.server.url() + "/portal/")));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().path("hint").asString()).contains("./build dist");
        }
    }

    @Test
    void signsInOnceWithACode() {
        String code = server.post("/api/v1/sessions/codes", "{}").json().path("code").asString();

        Answer first = signIn("{\"code\": \"" + code + "\"}");
        Answer again = signIn("{\"code\": \"" + code + "\"}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().path("hint").asString()).contains("floria portal");
        String token = first.json().path("token").asString();
        assertThat(as(token, "/api/v1/deployments").statusCode()).isEqualTo(200);
    }

    @Test
    void signsOut() {
        String code = server.post("/api/v1/sessions/codes", "{}").json().path("code").asString();
        String token = signIn("{\"code\": \"" + code + "\"}").json().path("token").asString();

        server.send(
                HttpRequest.newBuilder(uri("/api/v1/sessions/current"))
                        .header("Authorization", "Bearer " + token)
                        .DELETE());

        assertThat(as(token, "/api/v1/deployments").statusCode()).isEqualTo(401);
    }

    @Test
    void letsNobodyInWithAnotherToken() {
        assertThat(signIn("{\"token\": \"guess\"}").status()).isEqualTo(400);
        assertThat(signIn("{}").status()).isEqualTo(400);
        assertThat(open("/api/v1/sessions/codes").status()).isEqualTo(401);
    }

    @Test
    void listsTheTypesOfTheLanguageAndOfTheProfiles() {
        JsonNode types = server.get("/api/v1/types").json().path("items");

        assertThat(types.valueStream().map(type -> type.path("name").asString()))
                .contains(
                        "tosca.nodes.Compute",
                        "tosca.capabilities.Endpoint",
                        "floria.nodes.JupyterNotebook",
                        "tosca.nodes.indigo.Compute");
    }

    @Test
    void showsATypeWithWhatItInherits() {
        JsonNode type = server.get("/api/v1/types/floria.nodes.JupyterNotebook").json();

        assertThat(type.path("kind").asString()).isEqualTo("node");
        assertThat(type.path("profile").asString()).isEqualTo("floria");
        assertThat(type.path("derivation").valueStream().map(JsonNode::asString).toList())
                .endsWith("tosca.nodes.Root");
        assertThat(type.path("properties").valueStream().map(each -> each.path("name").asString()))
                .contains("token");
        assertThat(
                        type.path("requirements")
                                .valueStream()
                                .map(each -> each.path("name").asString()))
                .contains("host");
        assertThat(type.path("text").asString()).startsWith("floria.nodes.JupyterNotebook:");
        assertThat(server.get("/api/v1/types/no.such.Type").status()).isEqualTo(404);
    }

    @Test
    void handsOutTheExamplesWithTheirFiles() {
        List<String> names =
                server.get("/api/v1/templates")
                        .json()
                        .path("items")
                        .valueStream()
                        .map(template -> template.path("name").asString())
                        .toList();
        JsonNode template = server.get("/api/v1/templates/train-digits").json();

        assertThat(names)
                .contains("server", "notebook", "notebook-gpu", "jupyterhub", "train-digits");
        assertThat(template.path("template").asString()).isEqualTo("train-digits.yaml");
        assertThat(template.path("files").propertyNames())
                .containsExactlyInAnyOrder("train-digits.yaml", "train-digits/train.py");
        assertThat(template.path("description").asString()).isNotBlank();
    }

    @Test
    void outlinesATemplateForAForm() {
        JsonNode template = server.get("/api/v1/templates/notebook").json();
        JsonNode outline =
                server.post(
                                "/api/v1/outlines",
                                "{\"template\": \"notebook.yaml\", \"files\": "
                                        + template.path("files")
                                        + "}")
                        .json();

        JsonNode memory = outline.path("inputs").path(1);
        assertThat(memory.path("name").asString()).isEqualTo("memory");
        assertThat(memory.path("base").asString()).isEqualTo("scalar-unit.size");
        assertThat(memory.path("initial").asString()).isEqualTo("1 GB");
        assertThat(memory.path("required").asBoolean()).isFalse();
        assertThat(memory.path("constraints").path(0).path("operator").asString())
                .isEqualTo("greater_or_equal");
        assertThat(outline.path("nodes").path(1).path("host").asString()).isEqualTo("machine");
        assertThat(outline.path("outputs").path(0).path("name").asString()).isEqualTo("url");
    }

    @Test
    void findsTheLastIdOfAStream() {
        for (long last : new long[] {0, 1, 2, 3, 7, 8, 1000, 1L << 40}) {
            assertThat(floria.server.stream.Resume.last(id -> id >= last)).isEqualTo(last);
        }
    }

    private URI uri(String path) {
        return URI.create(server.server.url() + path);
    }

    private Answer open(String path) {
        return server.send(HttpRequest.newBuilder(uri(path)));
    }

    private Answer signIn(String body) {
        return server.send(
                HttpRequest.newBuilder(uri("/api/v1/sessions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> as(String token, String path) {
        return server.send(
                        HttpRequest.newBuilder(uri(path))
                                .header("Authorization", "Bearer " + token))
                .response();
    }
}
