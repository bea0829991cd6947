package floria.cli.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import floria.cli.Failure;
import floria.cli.api.Connections.Answer;

/**
 * The calls of the HTTP API v1 that the verbs need. Refusals of the server and lost connections
 * come out as {@link Failure}. Safe for use by many threads.
 */
public final class Api {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Three heartbeats: a lost network is not told otherwise. */
    private static final Duration SILENCE = Duration.ofSeconds(50);

    private final URI base;
    private final String token;

    public Api(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    public URI base() {
        return base;
    }

    /** What the server says of itself; without a token. */
    public JsonNode health(Duration patience) throws IOException {
        URI uri = uri("/health", Map.of());
        try (Answer answer =
                Connections.send("GET", uri, Map.of(), new Connections.Nothing(), patience)) {
            if (answer.status() != 200) {
                throw new IOException("status " + answer.status() + " of " + uri);
            }
            return Json.parse(answer.text());
        } catch (JacksonException e) {
            throw new IOException(uri + " is not Floria", e);
        }
    }

    public JsonNode plan(JsonNode request) {
        return json("POST", "/plans", Map.of(), document(request), Map.of());
    }

    /** What was used, from when to when, and what it costs. */
    public JsonNode usage(Map<String, String> query) {
        return get("/usage", query);
    }

    /** Offers that have what is asked for, and what would do when none does. */
    public JsonNode offers(Map<String, String> query) {
        return get("/offers", query);
    }

    /** The same key leads to the same deployment, however often it is sent. */
    public JsonNode create(JsonNode request, String idempotencyKey) {
        return json(
                "POST",
                "/deployments",
                Map.of(),
                document(request),
                Map.of("Idempotency-Key", idempotencyKey));
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
        Answer answer =
                Connections.send(
                        "GET",
                        uri(collection, with(query, after)),
                        headers(
                                Map.of(
                                        "Accept",
                                        "text/event-stream",
                                        "Last-Event-ID",
                                        String.valueOf(after))),
                        new Connections.Nothing(),
                        SILENCE);
        if (answer.status() != 200) {
            throw refusal(answer);
        }
        return new EventStream(answer.body());
    }

    public JsonNode cancel(String nameOrId) {
        return json(
                "POST", path(nameOrId) + "/cancel", Map.of(), new Connections.Nothing(), Map.of());
    }

    /** What a change would do. */
    public JsonNode forecast(String nameOrId, JsonNode change) {
        return json("POST", path(nameOrId) + "/plan", Map.of(), document(change), Map.of());
    }

    /** What differs from what was promised. */
    public JsonNode differences(String nameOrId) {
        return get(path(nameOrId) + "/plan", Map.of());
    }

    /** The same key has a change accepted once, however often it is sent. */
    public JsonNode change(String nameOrId, JsonNode change, String idempotencyKey) {
        return json(
                "POST",
                path(nameOrId) + "/changes",
                Map.of(),
                document(change),
                Map.of("Idempotency-Key", idempotencyKey));
    }

    public List<JsonNode> workflows(String nameOrId) {
        return List.copyOf(get(path(nameOrId) + "/workflows", Map.of()).path("items").values());
    }

    /** The steps that a workflow would have. */
    public List<JsonNode> rehearsal(String nameOrId, String workflow, JsonNode given) {
        return List.copyOf(
                json(
                                "POST",
                                flow(nameOrId, workflow) + "/plan",
                                Map.of(),
                                document(given),
                                Map.of())
                        .path("items")
                        .values());
    }

    /** Has a workflow run; the same key has it run once, however often this is sent. */
    public JsonNode run(String nameOrId, String workflow, JsonNode given, String idempotencyKey) {
        return json(
                "POST",
                flow(nameOrId, workflow),
                Map.of(),
                document(given),
                Map.of("Idempotency-Key", idempotencyKey));
    }

    private static String flow(String nameOrId, String workflow) {
        return path(nameOrId)
                + "/workflows/"
                + java.net.URLEncoder.encode(workflow, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }

    /** The steps of a run, in the order of its plan. */
    public List<JsonNode> steps(String nameOrId, String run) {
        return List.copyOf(
                get(path(nameOrId) + "/runs/" + run + "/steps", Map.of()).path("items").values());
    }

    /** Steers the newest run: {@code pause}, {@code resume}, {@code retry}, {@code skip}. */
    public JsonNode steer(String nameOrId, String how, JsonNode body) {
        return json("POST", path(nameOrId) + "/" + how, Map.of(), document(body), Map.of());
    }

    public List<JsonNode> revisions(String nameOrId) {
        return List.copyOf(get(path(nameOrId) + "/revisions", Map.of()).path("items").values());
    }

    /**
     * @param force whether to give up what cannot be removed
     */
    public JsonNode delete(String nameOrId, boolean keepData, boolean force) {
        return json(
                "DELETE",
                path(nameOrId),
                force
                        ? Map.of("keepData", String.valueOf(keepData), "force", "true")
                        : Map.of("keepData", String.valueOf(keepData)),
                new Connections.Nothing(),
                Map.of());
    }

    public List<JsonNode> sites() {
        return List.copyOf(get("/sites", Map.of()).path("items").values());
    }

    /** A code that signs one browser in. */
    public String signInCode() {
        return Json.text(
                json("POST", "/sessions/codes", Map.of(), document(Json.object()), Map.of()),
                "code");
    }

    public List<JsonNode> webhooks() {
        return List.copyOf(get("/webhooks", Map.of()).path("items").values());
    }

    public JsonNode addWebhook(JsonNode webhook) {
        return json("POST", "/webhooks", Map.of(), document(webhook), Map.of());
    }

    public void removeWebhook(String id) {
        done("DELETE", "/webhooks/" + encode(id));
    }

    public List<JsonNode> deadLetters(String webhook) {
        return List.copyOf(
                get("/webhooks/" + encode(webhook) + "/dead-letters", Map.of())
                        .path("items")
                        .values());
    }

    public void redeliver(String webhook, String event) {
        done(
                "POST",
                "/webhooks/" + encode(webhook) + "/dead-letters/" + encode(event) + "/redeliver");
    }

    /** Where there is no answer but that it is done. */
    private void done(String method, String path) {
        try (Answer answer = good(method, path, Map.of(), new Connections.Nothing(), Map.of())) {
            answer.body().readAllBytes();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** The bytes of a file of an instance; to be closed by the caller. */
    public InputStream download(String nameOrId, String node, int index, String path) {
        return good(
                        "GET",
                        path(nameOrId) + "/files",
                        place(node, index, path),
                        new Connections.Nothing(),
                        Map.of("Accept", "application/octet-stream, */*"))
                .body();
    }

    public void upload(String nameOrId, String node, int index, String path, Path file)
            throws IOException {
        good(
                        "PUT",
                        path(nameOrId) + "/files",
                        place(node, index, path),
                        new Connections.Content(file),
                        Map.of("Accept", "*/*"))
                .close();
    }

    /** The address of the deployment within the API. */
    public static String path(String nameOrId) {
        return "/deployments/" + encode(nameOrId);
    }

    private static Map<String, String> with(Map<String, String> query, long after) {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put("after", String.valueOf(after));
        return all;
    }

    private static Map<String, String> place(String node, int index, String path) {
        return Map.of("node", node, "index", String.valueOf(index), "path", path);
    }

    private JsonNode get(String path, Map<String, String> query) {
        return json("GET", path, query, new Connections.Nothing(), Map.of());
    }

    private static Connections.Document document(JsonNode body) {
        return new Connections.Document("application/json", Json.line(body));
    }

    private Map<String, String> headers(Map<String, String> further) {
        Map<String, String> headers = new LinkedHashMap<>(further);
        headers.put("Authorization", "Bearer " + token);
        headers.putIfAbsent("Accept", "application/json");
        return headers;
    }

    private JsonNode json(
            String method,
            String path,
            Map<String, String> query,
            Connections.Body body,
            Map<String, String> headers) {
        try (Answer answer = good(method, path, query, body, headers)) {
            return Json.parse(answer.body());
        } catch (JacksonException e) {
            throw new LostConnection(
                    "The answer of " + base + " is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private Answer good(
            String method,
            String path,
            Map<String, String> query,
            Connections.Body body,
            Map<String, String> headers) {
        try {
            Answer answer =
                    Connections.send(method, uri(path, query), headers(headers), body, PATIENCE);
            if (!answer.isGood()) {
                throw refusal(answer);
            }
            return answer;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static Failure refusal(Answer answer) throws IOException {
        try (answer) {
            return Refusals.of(answer.status(), answer.text());
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
