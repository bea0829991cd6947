package floria.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import floria.engine.state.Deployment;
import floria.server.TestServer.Answer;
import floria.server.fake.MemoryDeployments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every failure is a problem document that says what to do, and never a stack trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProblemTest {
    private static final String GOOD =
            "{\"template\":\"my.yaml\",\"files\":{\"my.yaml\":{\"text\":\"good\"}}}";

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
    void refusesWhoHasNoTokenOrAWrongOne() {
        URI sites = URI.create(server.server.url() + "/api/v1/sites");

        Answer none = server.send(HttpRequest.newBuilder(sites));
        Answer wrong =
                server.send(
                        HttpRequest.newBuilder(sites).header("Authorization", "Bearer nonsense"));

        for (Answer answer : new Answer[] {none, wrong}) {
            problem(answer, 401, "unauthorized");
            assertThat(answer.json().path("hint").asString()).contains("token");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void answersUnknownPathsMethodsAndTypesWithProblems() {
        problem(server.get("/api/v1/nothing"), 404, "not-found");
        Answer method = server.send(server.request("/api/v1/sites").DELETE());
        problem(method, 405, "method-not-allowed");
        assertThat(method.header("Allow")).contains("GET");
        Answer type =
                server.send(
                        server.request("/api/v1/plans")
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("x")));
        problem(type, 415, "unsupported-media-type");
        problem(
                server.send(server.request("/api/v1/sites").header("Accept", "image/png")),
                406,
                "not-acceptable");
    }

    @Test
    void saysWhereJsonIsBroken() {
        bad("{\"template\": \"a\",\n  \"files\": {,}}", "line 2, column 13");
        bad("", "has no body");
        bad("[1]", "is not an object");
        bad("{\"template\":\"a\"} more", "not JSON");
        bad("{\"template\":\"a\",\"template\":\"b\"}", "template");
    }

    @Test
    void namesTheFieldThatIsWrong() {
        bad("{\"tempalte\": \"a\"}", "Unknown field tempalte at line 1");
        bad("{\"template\": 5}", "field template at line 1, column 14 is not a text");
        bad("{\"template\": \"a\", \"files\": []}", "files");
        bad("{\"template\": \"a\", \"files\": {\"a\": {\"text\": {}}}}", "files.a.text");
        bad("{\"template\": \"a\", \"files\": {\"a\": {\"base64\": \"?\"}}}", "files.a.base64");
        bad("{\"template\": \"a\", \"files\": {\"a\": {}}}", "either text or base64");
        bad("{\"template\": \"a\", \"files\": {\"a\": null}}", "files.a is null");
        bad("{\"files\": {}}", "template is missing");
        bad("{\"template\": \"a\", \"files\": {}}", "files has no a");
        bad("{\"template\": \"a\", \"files\": {\"../a\": {\"text\": \"\"}}}", "'../a'");
        bad("{\"template\": \"a\", \"files\": {\"/a\": {\"text\": \"\"}}}", "'/a'");
        bad(GOOD.replaceFirst("\\{", "{\"inputs\":{\"n\":1e999999999},"), "inputs.n");
    }

    @Test
    void namesTheParameterThatIsWrong() {
        Answer limit = server.get("/api/v1/deployments?limit=many");
        problem(limit, 400, "bad-request");
        assertThat(limit.json().path("detail").asString()).contains("limit").contains("many");
        problem(server.get("/api/v1/deployments?limit=0"), 400, "bad-request");
        problem(server.get("/api/v1/events?after=-1"), 400, "bad-request");
        server.deployments().add("p", Deployment.Status.RUNNING);
        Answer missing = server.get("/api/v1/deployments/p/files?node=a");
        problem(missing, 400, "bad-request");
        assertThat(missing.json().path("detail").asString()).contains("path");
    }

    @Test
    void passesRefusalsOfTheEngineOn() {
        Answer invalid = server.post("/api/v1/plans", GOOD.replace("good", "bad"));
        problem(invalid, 422, "invalid-template");
        assertThat(invalid.json().path("problems")).hasSize(2);
        assertThat(invalid.json().has("rejections")).isFalse();

        Answer unplaceable = server.post("/api/v1/plans", GOOD.replace("good", "huge"));
        problem(unplaceable, 422, "unplaceable");
        assertThat(unplaceable.json().path("rejections").path(0).path("site").asString())
                .isEqualTo("local");

        problem(server.get("/api/v1/deployments/nobody"), 404, "not-found");
        server.post("/api/v1/deployments", GOOD);
        problem(server.post("/api/v1/deployments", GOOD), 409, "name-taken");
    }

    @Test
    void hidesWhatABugSays() {
        Answer answer = server.post("/api/v1/plans", GOOD.replace("good", "bug"));

        problem(answer, 500, "internal");
        assertThat(answer.body())
                .doesNotContain(MemoryDeployments.SECRET)
                .doesNotContain("Illegal");
        assertThat(answer.json().path("hint").asString()).contains(answer.header("X-Request-Id"));
    }

    @Test
    void keepsRequestIdThatIsHarmless() {
        Answer kept = server.send(server.request("/api/v1/sites").header("X-Request-Id", "abc-1"));
        Answer made = server.send(server.request("/api/v1/sites").header("X-Request-Id", "a b<c>"));

        assertThat(kept.header("X-Request-Id")).isEqualTo("abc-1");
        assertThat(made.header("X-Request-Id")).matches("[0-9a-f]{16}");
    }

    @Test
    void refusesBundlesThatAreTooLarge() {
        // Larger than any body: the length gives it away.
        problem(upload(50, true), 413, "too-large");
        // The same without a length: counted while it is read.
        problem(upload(50, false), 413, "too-large");
        // A body that is taken, with files that are more than 32 MB together.
        problem(upload(34, true), 413, "too-large");
        assertThat(upload(20, true).status()).isEqualTo(200);
    }

    @Test
    void refusesAddressesWithTricks() throws IOException {
        assertThat(raw("GET /api/v1/%2e%2e/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("<html");
        assertThat(raw("GET /a//b;c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("urn:floria:problem:bad-request");
        assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400").doesNotContain("<html");
        assertThat(raw("GET /<x> HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("<html")
                .doesNotContain("Exception");
    }

    @Test
    void breaksConnectionWhenADownloadFailsHalfway() {
        server.deployments().add("half", Deployment.Status.RUNNING);

        problem(server.get("/api/v1/deployments/half/files?node=a&path=b"), 404, "not-found");
        assertThatThrownBy(() ->
                        server.get(
                                "/api/v1/deployments/half/files?node=a"
                                        + "&path=endless-then-broken"))
                .hasCauseInstanceOf(IOException.class);
    }

    private Answer upload(int megabytes, boolean sized) {
        String start = "{\"template\":\"a\",\"files\":{\"a\":{\"text\":\"";
        byte[] body = (start + "x".repeat(megabytes << 20) + "\"}}}").getBytes(UTF_8);
        InputStream stream = new ByteArrayInputStream(body);
        return server.send(
                server.request("/api/v1/validate")
                        .header("Content-Type", "application/json")
                        .POST(
                                sized
                                        ? HttpRequest.BodyPublishers.ofByteArray(body)
                                        : HttpRequest.BodyPublishers.ofInputStream(() -> stream)));
    }

    private void bad(String body, String said) {
        Answer answer = server.post("/api/v1/plans", body);
        problem(answer, 400, "bad-request");
        assertThat(answer.json().path("detail").asString()).as(body).contains(said);
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:floria:problem:" + code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("title").asString()).isNotEmpty();
        assertThat(answer.json().path("detail").asString()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("\tat ").doesNotContain("trace");
    }

    private String raw(String request) throws IOException {
        URI url = URI.create(server.server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
