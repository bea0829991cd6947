package floria.cli.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A person at a Jupyter notebook: opens it by its URL and runs a cell. */
final class Notebook {
    private static final JsonMapper JSON = JsonMapper.shared();

    // A hub's proxy takes an offer of HTTP/2 for that of a WebSocket.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;

    /**
     * @param url with the token as parameter, as Floria prints it; of a hub's user, with their path
     */
    Notebook(String url) {
        URI uri = URI.create(url);
        this.base =
                uri.getScheme() + "://" + uri.getAuthority() + uri.getPath().replaceFirst("/$", "");
        this.token = uri.getQuery().replaceFirst("^token=", "");
    }

    /** The status of the server's answer to a request with this token. */
    int statusWith(String otherToken) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(base + "/api/contents"))
                                .header("Authorization", "token " + otherToken)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Starts a kernel, runs the code in it, and returns what it printed. */
    String run(String code) throws Exception {
        HttpResponse<String> started =
                http.send(
                        HttpRequest.newBuilder(URI.create(base + "/api/kernels"))
                                .header("Authorization", "token " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"python3\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String kernel = JSON.readTree(started.body()).get("id").asString();
        Printed printed = new Printed();
        WebSocket socket =
                http.newWebSocketBuilder()
                        .header("Authorization", "token " + token)
                        .buildAsync(
                                URI.create(
                                        base.replaceFirst("^http", "ws")
                                                + "/api/kernels/"
                                                + kernel
                                                + "/channels"),
                                printed)
                        .get(30, TimeUnit.SECONDS);
        socket.sendText(request(code), true).get(30, TimeUnit.SECONDS);
        try {
            return printed.text.get(60, TimeUnit.SECONDS);
        } finally {
            socket.abort();
        }
    }

    private static String request(String code) {
        ObjectNode message = JSON.createObjectNode();
        message.putObject("header")
                .put("msg_id", "cell-1")
                .put("username", "test")
                .put("session", "session-1")
                .put("msg_type", "execute_request")
                .put("version", "5.3");
        message.putObject("parent_header");
        message.putObject("metadata");
        ObjectNode content = message.putObject("content");
        content.put("code", code)
                .put("silent", false)
                .put("store_history", false)
                .put("allow_stdin", false);
        content.putObject("user_expressions");
        message.put("channel", "shell");
        message.putArray("buffers");
        return message.toString();
    }

    /** Takes the kernel's messages until it is idle again. */
    private static final class Printed implements WebSocket.Listener {
        final CompletableFuture<String> text = new CompletableFuture<>();
        private final StringBuilder frame = new StringBuilder();
        private final StringBuilder output = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
                take(JSON.readTree(frame.toString()));
                frame.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(JsonNode message) {
            if (!"cell-1".equals(message.path("parent_header").path("msg_id").asString(""))) {
                return;
            }
            switch (message.path("msg_type")
                    .asString(message.path("header").path("msg_type").asString(""))) {
                case "stream" -> output.append(message.path("content").path("text").asString(""));
                // Output comes on another channel than the reply; idle comes last on the same.
                case "status" -> {
                    if ("idle"
                            .equals(message.path("content").path("execution_state").asString(""))) {
                        text.complete(output.toString());
                    }
                }
                default -> {}
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            text.completeExceptionally(error);
        }
    }
}
