package floria.server;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import floria.engine.deployment.Request;
import floria.engine.state.Deployment;
import floria.placement.failover.Attempts;
import floria.server.TestServer.Answer;
import floria.server.fake.MemoryDeployments;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What each path answers when all is well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiTest {
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
    void tellsWithoutTokenThatItIsThere() {
        Answer answer =
                server.send(
                        HttpRequest.newBuilder(
                                java.net.URI.create(server.server.url() + "/api/v1/health")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asString()).isEqualTo("ok");
        assertThat(answer.json().path("version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void everyChangeOfADeploymentHasItsAddress() {
        server.post(
                "/api/v1/deployments", template("x").replaceFirst("\\{", "{\"name\":\"changed\","));
        String at = "/api/v1/deployments/changed";

        assertThat(server.post(at + "/plan", "{\"kind\": \"heal\"}").status()).isEqualTo(200);
        assertThat(server.post(at + "/plan", "{\"kind\": \"wither\"}").status()).isEqualTo(400);
        assertThat(
                        server.post(
                                        at + "/changes",
                                        "{\"kind\": \"scale\", \"counts\": {\"a\": \"+1\"}}")
                                .json()
                                .path("status")
                                .asString())
                .isEqualTo("updating");
        for (String steer : java.util.List.of("pause", "resume", "retry")) {
            assertThat(server.post(at + "/" + steer, "{}").status()).as(steer).isEqualTo(202);
        }
        assertThat(server.post(at + "/skip", "{}").status()).isEqualTo(400);
    }

    @Test
    void servesTheReasonsOfAPlacementAndOffersByWhatIsAsked() {
        server.post(
                "/api/v1/deployments", template("x").replaceFirst("\\{", "{\"name\":\"placed\","));
        String at = "/api/v1/deployments/placed/placement";

        JsonNode placement = server.get(at).json();
        assertThat(placement.path("assignments").path(0).path("site").asString())
                .isEqualTo("local");
        assertThat(server.get(at + "?revision=99").status()).isEqualTo(404);
        assertThat(server.get("/api/v1/offers?cpus=1&limit=5").json().has("items")).isTrue();
        for (String wrong :
                List.of(
                        "cpus=-1",
                        "cpus=NaN",
                        "cpus=Infinity",
                        "memory=1e300",
                        "gpuMemory=-4",
                        "gpu=",
                        "gpu=A100:0",
                        "gpu=A100:-1",
                        "gpu=A100:1e9",
                        "limit=abc")) {
            assertThat(server.get("/api/v1/offers?" + wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(server.get("/api/v1/offers?limit=a&limit=b").json().path("detail").asString())
                .isEqualTo("The parameter limit does not take the value 'a,b'.");
        assertThat(server.get("/api/v1/offers?gpu=A100:many").status()).isEqualTo(400);
    }

    @Test
    void attemptsAreBoundedByTheNamesOfIndigoToo() {
        assertThat(attempts("\"maxProvidersRetry\": 3, \"timeoutMins\": 45"))
                .isEqualTo(new Attempts(3, Duration.ofMinutes(45)));
        assertThat(attempts("\"timeoutMins\": 45, \"placement\": {\"attempts\": 2}"))
                .isEqualTo(new Attempts(2, Duration.ofMinutes(45)));
        // Those clients ask for as many as there are.
        assertThat(attempts("\"maxProvidersRetry\": 2147483647").most()).isEqualTo(100);
        for (String wrong :
                List.of(
                        "\"maxProvidersRetry\": 0",
                        "\"timeoutMins\": -1",
                        "\"maxProvidersRetry\": \"many\"",
                        "\"maxProvidersRetry\": 2, \"placement\": {\"attempts\": 2}",
                        "\"placement\": {\"queue\": true, \"waitMinutes\": -1}")) {
            assertThat(server.post("/api/v1/plans", with(wrong)).status()).as(wrong).isEqualTo(400);
        }
    }

    private Attempts attempts(String fields) {
        assertThat(server.post("/api/v1/placements", with(fields)).status()).isEqualTo(200);
        return server.deployments().lastRequest().attempts();
    }

    private static String with(String fields) {
        return template("x").replaceFirst("\\{", "{" + fields + ",");
    }

    @Test
    void listsProblemsOfTemplateWithPositions() {
        Answer answer = server.post("/api/v1/validate", template("bad"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("valid").asBoolean()).isFalse();
        JsonNode problem = answer.json().path("problems").path(0);
        assertThat(problem.path("code").asString()).isEqualTo("unknown-type");
        assertThat(problem.path("severity").asString()).isEqualTo("error");
        assertThat(problem.path("file").asString()).isEqualTo("my.yaml");
        assertThat(problem.path("line").asInt()).isEqualTo(7);
        assertThat(problem.path("column").asInt()).isEqualTo(13);
        assertThat(problem.path("endColumn").asInt()).isEqualTo(33);
        assertThat(problem.path("hint").asString()).startsWith("Did you mean");
        assertThat(problem.path("related").path(0).path("file").asString())
                .isEqualTo("profile:tosca/1.0.yaml");
        assertThat(answer.json().path("problems").path(1).has("hint")).isFalse();
    }

    @Test
    void callsTemplateWithoutErrorsValid() {
        Answer answer = server.post("/api/v1/validate", template("good"));

        assertThat(answer.body()).isEqualTo("{\"valid\":true,\"problems\":[]}");
    }

    @Test
    void plansWithPriceAndReasons() {
        JsonNode plan = server.post("/api/v1/plans", template("good")).json();

        assertThat(plan.path("name").asString()).isEqualTo("notebook");
        JsonNode placement = plan.path("placement");
        assertThat(placement.path("pricePerHour").decimalValue()).isEqualByComparingTo("0.0125");
        assertThat(placement.path("assignments").path(0).path("site").asString())
                .isEqualTo("local");
        assertThat(placement.path("rejected").path(0).path("reasons").path(0).asString())
                .isEqualTo("engine not running");
        assertThat(plan.path("steps").path(0).path("reason").asString())
                .isEqualTo("the node is new");
    }

    @Test
    void acceptsDeploymentOncePerIdempotencyKey() {
        Answer first = create("once", "key-1");
        Answer second = create("once", "key-1");

        assertThat(first.status()).isEqualTo(202);
        String id = first.json().path("id").asString();
        assertThat(first.header("Location")).isEqualTo("/api/v1/deployments/" + id);
        assertThat(first.json().path("status").asString()).isEqualTo("deploying");
        assertThat(first.json().path("createdAt").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(first.json().has("error")).isFalse();
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void passesFilesInputsAndSiteOnExactly() {
        String script = Base64.getEncoder().encodeToString(new byte[] {0, -1, 7});
        Answer answer =
                server.post(
                        "/api/v1/plans",
                        """
                        {"name": "n", "template": "a/my.yaml", "site": "local",
                         "files": {"a/my.yaml": {"text": "grün"}, "b.bin": {"base64": "%s"}},
                         "inputs": {"i": 12345678901234567890123, "r": 0.10, "e": 1e3, "b": true,
                                    "s": "x", "l": [1, null], "m": {"k": "v"}}}
                        """
                                .formatted(script));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Request request = server.deployments().lastRequest();
        assertThat(request.name()).contains("n");
        assertThat(request.site()).contains("local");
        assertThat(file(request, "a/my.yaml").text()).isEqualTo("grün");
        assertThat(file(request, "a/my.yaml").address()).isEqualTo("file:a/my.yaml");
        assertThat(file(request, "b.bin").bytes()).containsExactly(0, -1, 7);
        assertThat(input(request, "i").asText()).isEqualTo("12345678901234567890123");
        assertThat(input(request, "r").asText()).isEqualTo("0.10");
        assertThat(input(request, "e").asText()).isEqualTo("1000");
        assertThat(input(request, "b")).isEqualTo(new Value.Bool(true));
        assertThat(input(request, "l").asText()).isEqualTo("[1,null]");
        assertThat(input(request, "m").asText()).isEqualTo("{\"k\":\"v\"}");
    }

    @Test
    void pagesThroughDeployments() {
        for (int i = 0; i < 3; i++) {
            server.deployments().add("page-" + i, Deployment.Status.RUNNING);
        }

        JsonNode first = server.get("/api/v1/deployments?limit=2").json();
        JsonNode rest =
                server.get("/api/v1/deployments?before=" + first.path("next").asString()).json();

        assertThat(first.path("items")).hasSize(2);
        assertThat(rest.path("items").path(0).path("id").asString())
                .isLessThan(first.path("items").path(1).path("id").asString());
        assertThat(rest.has("next")).isFalse();
    }

    @Test
    void showsEverythingButSecrets() {
        server.deployments().add("show", Deployment.Status.RUNNING);

        Answer answer = server.get("/api/v1/deployments/show");

        assertThat(answer.body()).doesNotContain(MemoryDeployments.SECRET);
        JsonNode details = answer.json();
        assertThat(details.path("name").asString()).isEqualTo("show");
        assertThat(details.path("nodes").path(0).path("state").asString()).isEqualTo("started");
        assertThat(details.path("nodes").path(0).path("attributes").path("token").asString())
                .isEqualTo("***");
        assertThat(details.path("runs").path(0).path("kind").asString())
                .isEqualTo("uninstall_keeping_data");
        assertThat(details.path("steps").path(0).path("state").asString()).isEqualTo("pending");
        JsonNode outputs = details.path("outputs");
        assertThat(outputs.path("token").asString()).isEqualTo("***");
        assertThat(outputs.path("deep").path(0).path("token").asString()).isEqualTo("***");
        assertThat(outputs.path("memory").asString()).isEqualTo("2 GB");
        assertThat(outputs.path("nothing").isNull()).isTrue();
        assertThat(outputs.path("open").path("get_attribute").path(0).asString())
                .isEqualTo("server");
        assertThat(answer.body())
                .contains("\"big\":123456789012345678901234567890")
                .contains("\"exact\":0.10000000000000000000000001");
    }

    @Test
    void givesSecretsToOwnerWhoAsksForOutputs() {
        server.deployments().add("mine", Deployment.Status.RUNNING);

        Answer answer = server.get("/api/v1/deployments/mine/outputs");

        assertThat(answer.json().path("outputs").path("token").asString())
                .isEqualTo(MemoryDeployments.SECRET);
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void cancelsAndDeletes() {
        server.deployments().add("down", Deployment.Status.RUNNING);
        server.deployments().add("keep", Deployment.Status.RUNNING);

        Answer cancelled = server.post("/api/v1/deployments/down/cancel", "");
        Answer deleted = server.send(server.request("/api/v1/deployments/down").DELETE());
        Answer kept =
                server.send(server.request("/api/v1/deployments/keep?keepData=true").DELETE());

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.json().path("status").asString()).isEqualTo("active");
        assertThat(deleted.status()).isEqualTo(202);
        assertThat(deleted.json().path("status").asString()).isEqualTo("deleting");
        assertThat(kept.json().path("status").asString()).isEqualTo("data_kept");
    }

    @Test
    void copiesFilesThereAndBack() {
        server.deployments().add("files", Deployment.Status.RUNNING);
        String path = "/api/v1/deployments/files/files?node=web&path=data%2Fa%20file.txt";

        Answer put =
                server.send(
                        server.request(path)
                                // What curl sends unless told otherwise.
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .PUT(HttpRequest.BodyPublishers.ofString("a=1&b=2")));
        Answer got = server.get(path);

        assertThat(put.status()).isEqualTo(204);
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body().getBytes(UTF_8)).isEqualTo("a=1&b=2".getBytes(UTF_8));
        assertThat(got.header("Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void listsEventsAndLogsAfterAnId() {
        String id = server.deployments().add("told", Deployment.Status.RUNNING).id();
        long first = server.store().append(id, "deployment.created", "It was made.");
        server.store().append(id, "run.started", "It goes on.");
        server.store().print(id, "web", "hello");
        server.store().print(id, "db", "world");

        JsonNode events = server.get("/api/v1/deployments/told/events?after=" + first).json();
        JsonNode logs = server.get("/api/v1/deployments/told/logs?node=db").json();

        assertThat(events.path("items")).hasSize(1);
        assertThat(events.path("items").path(0).path("type").asString()).isEqualTo("run.started");
        assertThat(logs.path("items")).hasSize(1);
        assertThat(logs.path("items").path(0).path("text").asString()).isEqualTo("world");
        assertThat(server.get("/api/v1/events?limit=1").json().path("items")).hasSize(1);
    }

    @Test
    void listsSitesWithOffersOrFault() {
        JsonNode sites = server.get("/api/v1/sites").json().path("items");

        assertThat(sites.path(0).path("name").asString()).isEqualTo("good");
        JsonNode offer = sites.path(0).path("offers").path(0);
        assertThat(offer.path("realises").toString()).isEqualTo("[\"machine\",\"volume\"]");
        assertThat(offer.path("available").asInt()).isEqualTo(3);
        assertThat(offer.has("zone")).isFalse();
        assertThat(sites.path(0).has("fault")).isFalse();
        assertThat(sites.path(1).path("fault").path("kind").asString()).isEqualTo("unreachable");
        assertThat(sites.path(1).path("fault").path("hint").asString()).isEqualTo("Start it.");
    }

    private Answer create(String name, String key) {
        return server.send(
                server.request("/api/v1/deployments")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        template("good")
                                                .replaceFirst(
                                                        "\\{", "{\"name\":\"" + name + "\","))));
    }

    private static Source file(Request request, String path) {
        return Objects.requireNonNull(request.files().get(path));
    }

    private static Value input(Request request, String name) {
        return Objects.requireNonNull(request.inputs().get(name));
    }

    private static String template(String text) {
        return "{\"template\":\"my.yaml\",\"files\":{\"my.yaml\":{\"text\":\"" + text + "\"}}}";
    }
}
