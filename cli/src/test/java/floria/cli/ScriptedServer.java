package floria.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.api.Json;

/**
 * Speaks the HTTP API v1 from a script: answers by method and path, and events of one deployment
 * that are streamed one by one. Requests are kept for the test to look at.
 */
final class ScriptedServer implements AutoCloseable {
    static final String TOKEN = "a-token";

    private final HttpServer server;
    private final String token;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile List<JsonNode> events = List.of();
    private volatile int breakAfter = Integer.MAX_VALUE;

    /** A status and a body. */
    record Answer(int status, String type, String body) {}

    ScriptedServer() throws IOException {
        this(TOKEN);
    }

    ScriptedServer(String token) throws IOException {
        this.token = token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        json("GET /health", "{\"status\":\"ok\",\"version\":\"1.2\"}");
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    ScriptedServer json(String request, String body) {
        return answer(request, 200, "application/json", body);
    }

    ScriptedServer problem(String request, int status, String body) {
        return answer(request, status, "application/problem+json", body);
    }

    ScriptedServer answer(String request, int status, String type, String body) {
        answers.put(request, new Answer(status, type, body));
        return this;
    }

    /** The events of every collection of events and of logs, one JSON object each. */
    ScriptedServer events(String... lines) {
        List<JsonNode> parsed = new ArrayList<>();
        for (String line : lines) {
            ObjectNode event = (ObjectNode) Json.parse(line);
            event.put("id", parsed.size() + 1);
            parsed.add(event);
        }
        events = List.copyOf(parsed);
        return this;
    }

    /** Streams end after so many events, as if the network had. */
    ScriptedServer breakAfter(int count) {
        breakAfter = count;
        return this;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    int streams() {
        return streams.get();
    }

    String body(String request) {
        return new String(bodies.getOrDefault(request, new byte[0]), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1", "");
            String request = exchange.getRequestMethod() + " " + path;
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            bodies.put(request, exchange.getRequestBody().readAllBytes());
            requests.add(request + (query.isEmpty() ? "" : " " + new java.util.TreeMap<>(query)));
            if (!path.equals("/health")
                    && !("Bearer " + token)
                            .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, new Answer(401, "application/problem+json", ""));
            } else if (path.endsWith("/events") || path.endsWith("/logs")) {
                collection(exchange, Long.parseLong(query.getOrDefault("after", "0")));
            } else {
                send(
                        exchange,
                        answers.getOrDefault(
                                request,
                                new Answer(
                                        404,
                                        "application/problem+json",
                                        "{\"type\":\"urn:floria:problem:not-found\","
                                                + "\"detail\":\"There is no "
                                                + path
                                                + ".\"}")));
            }
        }
    }

    private void collection(HttpExchange exchange, long after) throws IOException {
        String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
        List<JsonNode> wanted =
                events.stream().filter(event -> event.path("id").asLong(0) > after).toList();
        if (!accept.equals("text/event-stream")) {
            ObjectNode page = Json.object();
            wanted.forEach(page.putArray("items")::add);
            send(exchange, new Answer(200, "application/json", Json.line(page)));
            return;
        }
        streams.incrementAndGet();
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        int sent = 0;
        for (JsonNode event : wanted) {
            if (sent++ == breakAfter) {
                return;
            }
            String text =
                    "id: "
                            + event.path("id").asLong(0)
                            + "\nevent: "
                            + Json.text(event, "type")
                            + "\ndata: "
                            + Json.line(event)
                            + "\n\n";
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
