package floria.cli.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import floria.cli.Failure;

/**
 * The calls of the HTTP API v1 that the verbs need. Refusals of the server and lost connections
 * come out as {@link Failure}. Safe for use by many threads.
 */
public final class Api {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI base;
    private final String token;
    private final HttpClient http;

    public Api(URI base, String token) {
        this.base = base;
        this.token = token;
        this.http = Connections.open(base);
    }

    public URI base() {
        return base;
    }

    /** What the server says of itself; without a token. */
    public JsonNode health(Duration patience) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/health", Map.of())).timeout(patience).GET().build();
        HttpResponse<String> answer = Connections.send(http, request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode() + " of " + request.uri());
        }
        try {
            return Json.parse(answer.body());
        } catch (JacksonException e) {
            throw new IOException(request.uri() + " is not Floria", e);
        }
    }

    public JsonNode plan(JsonNode request) {
        return json(post("/plans", request));
    }

    /** The same key leads to the same deployment, however often it is sent. */
    public JsonNode create(JsonNode request, String idempotencyKey) {
        return json(post("/deployments", request).header("Idempotency-Key", idempotencyKey));
    }

    /** Newest first, page by page until the end. */
    public List<JsonNode> deployments(boolean deleted) {
        List<JsonNode> all = new ArrayList<>();
        String before = "";
        do {
            JsonNode page =
                    get(
                            "/deployments",
                            before.isEmpty()
                                    ? Map.of("deleted", String.valueOf(deleted))
                                    : Map.of("deleted", String.valueOf(deleted), "before", before));
            all.addAll(page.path("items").values());
            before = Json.text(page, "next");
        } while (!before.isEmpty());
        return all;
    }

    public JsonNode deployment(String nameOrId) {
        return get(path(nameOrId), Map.of());
    }

    /** The outputs, secrets in clear. */
    public JsonNode outputs(String nameOrId) {
        return get(path(nameOrId) + "/outputs", Map.of()).path("outputs");
    }

    /** One page of what {@link #follow} streams. */
    public List<JsonNode> items(String collection, long after, Map<String, String> query) {
        return List.copyOf(get(collection, with(query, after)).path("items").values());
    }

    /** Opens the stream of a collection, from behind {@code after} on. */
    public EventStream follow(String collection, long after, Map<String, String> query)
            throws IOException {
        HttpRequest request =
                authorised(collection, with(query, after))
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", String.valueOf(after))
                        .timeout(PATIENCE)
                        .GET()
                        .build();
        HttpResponse<InputStream> answer =
                Connections.send(http, request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw refusal(answer);
        }
        return new EventStream(answer.body());
    }

    public JsonNode cancel(String nameOrId) {
        return json(authorised(path(nameOrId) + "/cancel", Map.of()).POST(BodyPublishers.noBody()));
    }

    public JsonNode delete(String nameOrId, boolean keepData) {
        return json(
                authorised(path(nameOrId), Map.of("keepData", String.valueOf(keepData))).DELETE());
    }

    public List<JsonNode> sites() {
        return List.copyOf(get("/sites", Map.of()).path("items").values());
    }

    /** The bytes of a file of an instance; to be closed by the caller. */
    public InputStream download(String nameOrId, String node, int index, String path) {
        return body(authorised(path(nameOrId) + "/files", place(node, index, path)).GET());
    }

    public void upload(String nameOrId, String node, int index, String path, Path file)
            throws IOException {
        body(authorised(path(nameOrId) + "/files", place(node, index, path))
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofFile(file)))
                .close();
    }

    /** The address of the deployment within the API. */
    public static String path(String nameOrId) {
        return "/deployments/" + encode(nameOrId);
    }

    private static Map<String, String> with(Map<String, String> query, long after) {
        Map<String, String> all = new java.util.LinkedHashMap<>(query);
        all.put("after", String.valueOf(after));
        return all;
    }

    private static Map<String, String> place(String node, int index, String path) {
        return Map.of("node", node, "index", String.valueOf(index), "path", path);
    }

    private JsonNode get(String path, Map<String, String> query) {
        return json(authorised(path, query).GET());
    }

    private HttpRequest.Builder post(String path, JsonNode body) {
        return authorised(path, Map.of())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)));
    }

    private HttpRequest.Builder authorised(String path, Map<String, String> query) {
        return HttpRequest.newBuilder(uri(path, query)).header("Authorization", "Bearer " + token);
    }

    private JsonNode json(HttpRequest.Builder request) {
        try (InputStream body =
                body(request.header("Accept", "application/json").timeout(PATIENCE))) {
            return Json.parse(body);
        } catch (JacksonException e) {
            throw new LostConnection(
                    "The answer of " + base + " is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private InputStream body(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> answer =
                    Connections.send(http, request.build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() / 100 != 2) {
                throw refusal(answer);
            }
            return answer.body();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static Failure refusal(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return Refusals.of(
                    answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private LostConnection lost(IOException e) {
        return new LostConnection(
                e instanceof ConnectException
                        ? "No server answers at " + base + "."
                        : "The connection to " + base + " broke: " + Connections.reason(e) + ".");
    }

    private URI uri(String path, Map<String, String> query) {
        StringBuilder uri = new StringBuilder(base.toString());
        if (uri.charAt(uri.length() - 1) == '/') {
            uri.setLength(uri.length() - 1);
        }
        uri.append("/api/v1").append(path);
        char separator = '?';
        for (Map.Entry<String, String> entry : new java.util.TreeMap<>(query).entrySet()) {
            uri.append(separator)
                    .append(entry.getKey())
                    .append('=')
                    .append(encode(entry.getValue()));
            separator = '&';
        }
        return URI.create(uri.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
