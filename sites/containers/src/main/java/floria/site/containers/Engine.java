package floria.site.containers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import floria.site.Fault;
import floria.site.SiteException;

/**
 * The Docker Engine API as calls that take and give JSON. Each call has its own connection: that
 * costs microseconds on a socket, and leaves nothing open between calls. Paths carry no version, so
 * that old and new engines answer in the version that they know.
 */
final class Engine {

    /** What a call does with the answer, while the connection is open. */
    @FunctionalInterface
    interface Use<T> {
        T of(EngineConnection connection, HttpAnswer answer) throws IOException;
    }

    private final EngineAddress address;
    private final JsonMapper json;

    Engine(EngineAddress address) {
        this.address = address;
        this.json = JsonMapper.builder().build();
    }

    EngineAddress address() {
        return address;
    }

    JsonMapper json() {
        return json;
    }

    JsonNode get(Limit limit, String path) {
        return call(limit, "GET", path, Optional.empty());
    }

    /** Returns when the engine answers. */
    void ping(Limit limit) {
        exchange(limit, "GET", "/_ping", Optional.empty(), "", (_, answer) -> answer.status());
    }

    JsonNode post(Limit limit, String path) {
        return call(limit, "POST", path, Optional.empty());
    }

    JsonNode post(Limit limit, String path, JsonNode body) {
        return call(limit, "POST", path, Optional.of(body));
    }

    /** Removes; what is not there is removed. */
    void delete(Limit limit, String path) {
        try {
            call(limit, "DELETE", path, Optional.empty());
        } catch (Refusal e) {
            if (e.status() != 404) {
                throw e;
            }
        }
    }

    private JsonNode call(Limit limit, String method, String path, Optional<JsonNode> body) {
        return exchange(
                limit,
                method,
                path,
                body,
                "",
                (_, answer) -> {
                    byte[] bytes = answer.body().readAllBytes();
                    return bytes.length == 0 ? MissingNode.getInstance() : read(bytes);
                });
    }

    /**
     * Sends one request, and hands its answer over when its status is none of the errors.
     *
     * @param further header lines, each ended by CRLF
     * @throws Refusal when the engine says no
     * @throws SiteException when there is no answer, or not in time
     */
    <T> T exchange(
            Limit limit,
            String method,
            String path,
            Optional<JsonNode> body,
            String further,
            Use<T> use) {
        if (limit.cancelled().getAsBoolean()) {
            throw new SiteException(Faults.cancelled());
        }
        if (limit.left().isZero()) {
            // Nothing is sent: the engine would carry it out with nobody waiting for the answer.
            throw new SiteException(Faults.of(Watch.Verdict.LATE, address));
        }
        byte[] content = body.map(json::writeValueAsBytes).orElse(new byte[0]);
        String connection = further.isEmpty() ? "Connection: close\r\n" : "";
        String head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: engine\r\nUser-Agent: floria\r\n"
                        + connection
                        + further
                        + (body.isPresent() ? "Content-Type: application/json\r\n" : "")
                        + ("GET".equals(method) ? "" : "Content-Length: " + content.length + "\r\n")
                        + "\r\n";
        try (EngineConnection open = open();
                Watch watch = Watch.over(open, limit)) {
            try {
                OutputStream out = open.out();
                byte[] headBytes = head.getBytes(StandardCharsets.UTF_8);
                byte[] request = new byte[headBytes.length + content.length];
                System.arraycopy(headBytes, 0, request, 0, headBytes.length);
                System.arraycopy(content, 0, request, headBytes.length, content.length);
                out.write(request);
                out.flush();
                InputStream in = new BufferedInputStream(open.in(), 16 * 1024);
                HttpAnswer answer = HttpAnswer.read(in);
                if (answer.status() >= 400) {
                    throw new Refusal(answer.status(), words(answer));
                }
                return use.of(open, answer);
            } catch (IOException e) {
                throw watch.verdict()
                        .map(verdict -> new SiteException(Faults.of(verdict, address), e))
                        .orElseGet(() -> Faults.broken(address, e));
            }
        } catch (IOException e) {
            throw Faults.broken(address, e);
        }
    }

    /**
     * Sends what comes, as it comes: however much that is.
     *
     * @param content its exceptions come out as they are
     * @throws Refusal when the engine says no
     * @throws SiteException when there is no answer, or not in time
     */
    void upload(Limit limit, String path, InputStream content) {
        if (limit.cancelled().getAsBoolean()) {
            throw new SiteException(Faults.cancelled());
        }
        String head =
                "PUT "
                        + path
                        + " HTTP/1.1\r\nHost: engine\r\nUser-Agent: floria\r\n"
                        + "Connection: close\r\nContent-Type: application/x-tar\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n";
        try (EngineConnection open = open();
                Watch watch = Watch.over(open, limit)) {
            try {
                send(open.out(), head, content);
                HttpAnswer answer = HttpAnswer.read(new BufferedInputStream(open.in(), 16 * 1024));
                if (answer.status() >= 400) {
                    throw new Refusal(answer.status(), words(answer));
                }
                answer.body().readAllBytes();
            } catch (IOException e) {
                throw watch.verdict()
                        .map(verdict -> new SiteException(Faults.of(verdict, address), e))
                        .orElseGet(() -> Faults.broken(address, e));
            }
        } catch (IOException e) {
            throw Faults.broken(address, e);
        }
    }

    private static void send(OutputStream out, String head, InputStream content)
            throws IOException {
        out.write(head.getBytes(StandardCharsets.UTF_8));
        byte[] some = new byte[64 * 1024];
        while (true) {
            int read;
            try {
                read = content.read(some);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try {
                if (read < 0) {
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    return;
                }
                out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.write(some, 0, read);
                out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // The engine takes no more of it; it has said why.
                return;
            }
        }
    }

    private EngineConnection open() {
        try {
            return EngineConnection.open(address);
        } catch (IOException | RuntimeException e) {
            throw Faults.unreachable(address, e);
        }
    }

    private String words(HttpAnswer answer) throws IOException {
        byte[] bytes = answer.body().readNBytes(64 * 1024);
        try {
            String message = json.readTree(bytes).path("message").asString("");
            if (!message.isEmpty()) {
                return message.strip();
            }
        } catch (JacksonException _) {
            // Some errors come as plain text.
        }
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private JsonNode read(byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (JacksonException e) {
            throw new SiteException(
                    Fault.of(
                            Fault.Kind.INTERNAL,
                            Fault.Scope.SITE,
                            "What answers at "
                                    + address
                                    + " is no container engine: its answer is not JSON.",
                            "Check the address of the engine."),
                    e);
        }
    }

    /** A name or value as a part of a path or query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A query that filters by one label. */
    String byLabel(String label) {
        return "filters="
                + encoded(
                        json.createObjectNode()
                                .set("label", json.createArrayNode().add(label))
                                .toString());
    }
}
