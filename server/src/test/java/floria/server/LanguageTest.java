package floria.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import floria.server.TestServer.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** The language server over a WebSocket: who gets in, what is answered, when it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LanguageTest {
    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                one:
                  type: tosca.nodes.Computer
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
    void tellsWhatIsWrongAndWhatFits() {
        Editor editor = connect(ticket());
        editor.open("draft:/t.yaml", TEMPLATE);

        JsonNode told = editor.hear("textDocument/publishDiagnostics").get("params");
        assertThat(told.get("uri").asString()).isEqualTo("draft:/t.yaml");
        assertThat(told.get("diagnostics").get(0).get("message").asString())
                .contains("tosca.nodes.Compute");

        editor.say(
                """
                {"jsonrpc":"2.0","id":7,"method":"textDocument/completion","params":{
                "textDocument":{"uri":"draft:/t.yaml"},"position":{"line":4,"character":20}}}
                """);
        assertThat(editor.answer(7).toString()).contains("\"tosca.nodes.Compute\"");
        editor.leave();
    }

    @Test
    void readsDraftsThatImportEachOtherAndNoFileOfTheMachine(@TempDir Path folder)
            throws IOException {
        Path secret = Files.writeString(folder.resolve("types.yaml"), types("secret.nodes.One"));
        Editor editor = connect(ticket());
        editor.open("draft:/lib/types.yaml", types("my.nodes.One"));
        editor.open("draft:/t.yaml", importing("lib/types.yaml").replace("TYPE", "my.nodes.One"));
        assertThat(editor.problems("draft:/t.yaml")).isEmpty();

        editor.open(
                secret.resolveSibling("t.yaml").toUri().toString(),
                importing("types.yaml").replace("TYPE", "secret.nodes.One"));
        assertThat(editor.problems(secret.resolveSibling("t.yaml").toUri().toString()))
                .contains("types.yaml");
        editor.open(
                "draft:/other.yaml",
                importing(secret.toUri().toString()).replace("TYPE", "secret.nodes.One"));
        assertThat(editor.problems("draft:/other.yaml")).contains("types.yaml");
        editor.leave();
    }

    @Test
    void aTicketWorksOnce() {
        String ticket = ticket();
        connect(ticket).leave();

        assertThat(refusal(ticket, server.server.url())).isEqualTo(401);
        assertThat(refusal("made-up", server.server.url())).isEqualTo(401);
    }

    @Test
    void letsNoPageOfAnotherSiteIn() {
        assertThat(refusal(ticket(), "http://elsewhere.example")).isEqualTo(403);
        assertThat(refusal(ticket(), "null")).isEqualTo(403);
    }

    @Test
    void asksForASignInBeforeItGivesATicket() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                server.http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                server.server.url() + "/api/v1/language/tickets"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void endsWithTheSessionThatItsTicketIsOf() {
        Answer code = server.post("/api/v1/sessions/codes", "{}");
        String session =
                server.post(
                                "/api/v1/sessions",
                                "{\"code\":\"" + code.json().get("code").asString() + "\"}")
                        .json()
                        .get("token")
                        .asString();
        Editor editor = connect(ticket(session));
        String unused = ticket(session);

        server.send(
                server.request("/api/v1/sessions/current")
                        .setHeader("Authorization", "Bearer " + session)
                        .DELETE());

        assertThat(editor.end()).isEqualTo(1000);
        assertThat(refusal(unused, server.server.url())).isEqualTo(401);
    }

    @Test
    void endsWhenMoreIsSaidThanAnEditorSays() {
        Editor loud = connect(ticket());
        loud.say("x".repeat((4 << 20) + 1));
        assertThat(loud.end()).isEqualTo(1009);

        Editor wild = connect(ticket());
        wild.say("this is no message");
        assertThat(wild.end()).isEqualTo(1008);

        Editor fast = connect(ticket());
        for (int i = 0; i < 5_000 && fast.isThere(); i++) {
            fast.say("{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}");
        }
        assertThat(fast.end()).isEqualTo(1008);
    }

    @Test
    void answersAnOrdinaryRequestWithAProblem() {
        assertThat(server.get("/api/v1/language").status()).isEqualTo(426);
    }

    private static String types(String name) {
        return """
        tosca_definitions_version: tosca_simple_yaml_1_3
        node_types:
          %s:
            derived_from: tosca.nodes.Root
        """
                .formatted(name);
    }

    private static String importing(String file) {
        return """
        tosca_definitions_version: tosca_simple_yaml_1_3
        imports: [ "%s" ]
        topology_template:
          node_templates:
            one:
              type: TYPE
        """
                .formatted(file);
    }

    private String ticket() {
        return server.post("/api/v1/language/tickets", "{}").json().get("ticket").asString();
    }

    private String ticket(String session) {
        return server.send(
                        server.request("/api/v1/language/tickets")
                                .setHeader("Authorization", "Bearer " + session)
                                .POST(HttpRequest.BodyPublishers.noBody()))
                .json()
                .get("ticket")
                .asString();
    }

    private Editor connect(String ticket) {
        return connect(ticket, server.server.url());
    }

    private Editor connect(String ticket, String origin) {
        Editor editor = new Editor();
        editor.socket =
                server.http
                        .newWebSocketBuilder()
                        .header("Origin", origin)
                        .connectTimeout(Duration.ofSeconds(20))
                        .subprotocols("floria.lsp", "floria.ticket." + ticket)
                        .buildAsync(
                                URI.create(
                                        server.server.url().replace("http:", "ws:")
                                                + "/api/v1/language"),
                                editor)
                        .join();
        assertThat(editor.socket.getSubprotocol()).isEqualTo("floria.lsp");
        return editor;
    }

    private int refusal(String ticket, String origin) {
        try {
            connect(ticket, origin).leave();
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(WebSocketHandshakeException.class);
            return e.getCause() instanceof WebSocketHandshakeException refused
                    ? refused.getResponse().statusCode()
                    : 0;
        }
        return 0;
    }

    private static final class Editor implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();
        @Nullable WebSocket socket;

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                heard.add(JsonMapper.shared().readTree(part.toString()));
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            end.completeExceptionally(failure);
        }

        private WebSocket socket() {
            return java.util.Objects.requireNonNull(socket);
        }

        boolean isThere() {
            return !end.isDone() && !socket().isOutputClosed();
        }

        void say(String text) {
            try {
                socket().sendText(text, true).join();
            } catch (CompletionException _) {
                // The server has closed it meanwhile.
            }
        }

        void open(String uri, String text) {
            say(
                    """
                    {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":
                    {"uri":"%s","languageId":"tosca","version":1,"text":%s}}}
                    """
                            .formatted(uri, JsonMapper.shared().writeValueAsString(text)));
        }

        JsonNode hear(String method) {
            while (true) {
                JsonNode next = next();
                if (next.has("method") && next.get("method").asString().equals(method)) {
                    return next;
                }
            }
        }

        JsonNode answer(int id) {
            while (true) {
                JsonNode next = next();
                if (next.has("id") && next.get("id").asString().equals(String.valueOf(id))) {
                    return next.get("result");
                }
            }
        }

        /** What is wrong with a document, in words. */
        String problems(String uri) {
            while (true) {
                JsonNode told = hear("textDocument/publishDiagnostics").get("params");
                if (told.get("uri").asString().equals(uri)) {
                    StringBuilder all = new StringBuilder();
                    told.get("diagnostics").forEach(each -> all.append(each.get("message")));
                    return all.toString();
                }
            }
        }

        private JsonNode next() {
            try {
                JsonNode next = heard.poll(20, TimeUnit.SECONDS);
                assertThat(next).as("what the server says").isNotNull();
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        int end() {
            return end.orTimeout(20, TimeUnit.SECONDS).join();
        }

        void leave() {
            socket().abort();
        }
    }
}
