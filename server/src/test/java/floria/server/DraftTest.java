package floria.server;

import java.net.http.HttpRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import floria.server.TestServer.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Drafts over HTTP: who may overwrite what. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DraftTest {
    private static final String BODY =
            """
            {"name": "web", "path": "template.yaml", "text": "a: [",
             "files": {"x.py": {"text": "1"}}, "inputs": {"cpus": 2},
             "layout": {"web": {"x": 1, "y": 2.5}}}
            """;

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
    void keepsWhatIsNoTemplateYetAndHandsItBack() {
        assertThat(put("one", "If-None-Match", "*", BODY).status()).isEqualTo(201);

        Answer answer = server.get("/api/v1/drafts/one");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.json().path("content").path("text").asString()).isEqualTo("a: [");
        assertThat(answer.json().path("content").path("inputs").path("cpus").asInt()).isEqualTo(2);
        assertThat(answer.body()).contains("\"layout\":{\"web\":{\"x\":1.0,\"y\":2.5}}");
        assertThat(
                        server.get("/api/v1/drafts")
                                .json()
                                .path("items")
                                .path(0)
                                .path("name")
                                .asString())
                .isEqualTo("web");
    }

    @Test
    void refusesToOverwriteWhatAnotherEditorSaved() {
        put("two", "If-None-Match", "*", BODY);
        assertThat(put("two", "If-Match", "\"1\"", BODY.replace("a: [", "b: 1")).header("ETag"))
                .isEqualTo("\"2\"");

        Answer late = put("two", "If-Match", "\"1\"", BODY);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().path("detail").asString()).contains("its revision is 2 now");
        assertThat(put("two", "If-None-Match", "*", BODY).status()).isEqualTo(412);
        assertThat(server.get("/api/v1/drafts/two").body()).contains("b: 1");
        assertThat(server.get("/api/v1/drafts/two/revisions").json().path("items")).hasSize(2);
        assertThat(server.get("/api/v1/drafts/two/revisions/1").body()).contains("a: [");
    }

    @Test
    void asksWhatWasSeen() {
        Answer answer = put("three", "X-Nothing", "x", BODY);

        assertThat(answer.status()).isEqualTo(428);
        assertThat(answer.json().path("detail").asString()).contains("If-Match");
        assertThat(put("three", "If-Match", "\"1\"", BODY).status()).isEqualTo(404);
        assertThat(put("no_id", "If-None-Match", "*", BODY).status()).isEqualTo(400);
        assertThat(put("four", "If-None-Match", "*", "{\"name\": \"x\"}").status()).isEqualTo(400);
    }

    @Test
    void deletes() {
        put("gone", "If-None-Match", "*", BODY);

        assertThat(server.send(server.request("/api/v1/drafts/gone").DELETE()).status())
                .isEqualTo(204);
        assertThat(server.get("/api/v1/drafts/gone").status()).isEqualTo(404);
        assertThat(server.send(server.request("/api/v1/drafts/gone").DELETE()).status())
                .isEqualTo(404);
    }

    @Test
    void handsOutTheTextsOfTypes() {
        assertThat(server.get("/api/v1/type-sources").json().path("items"))
                .extracting(one -> one.path("name").asString())
                .startsWith("tosca_simple_yaml_1_0")
                .contains("tosca_simple_yaml_1_3", "floria", "org.oasis-open.simple:2.0");
        assertThat(server.get("/api/v1/type-sources").json().path("items"))
                .as("the files that a profile imports too")
                .filteredOn(one -> one.path("name").asString().equals("indigo"))
                .anySatisfy(one ->
                        assertThat(one.path("text").asString())
                                .contains("tosca.nodes.indigo.LRMS.FrontEnd.Slurm:"));
    }

    private Answer put(String draft, String header, String value, String body) {
        return server.send(
                server.request("/api/v1/drafts/" + draft)
                        .header(header, value)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }
}
