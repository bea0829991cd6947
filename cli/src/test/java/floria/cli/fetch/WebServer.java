package floria.cli.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** A web server on 127.0.0.1 that answers with the very bytes that a test gives it. */
public final class WebServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Writes an answer, well-formed or not. */
    @FunctionalInterface
    public interface Reply {
        void to(String request, OutputStream out) throws IOException, InterruptedException;
    }

    public WebServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
    }

    public String url(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    /** The heads of all requests. */
    public List<String> requests() {
        return requests;
    }

    public void on(String path, Reply reply) {
        replies.put(path, reply);
    }

    /** A file, with further headers. */
    public void file(String path, String text, String... headers) {
        on(path, (_, out) -> out.write(ok(text, headers).getBytes(UTF_8)));
    }

    public void answer(String path, String raw) {
        on(path, (_, out) -> out.write(raw.getBytes(ISO_8859_1)));
    }

    public void redirect(String path, String to) {
        answer(path, "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n");
    }

    static String ok(String text, String... headers) {
        StringBuilder all = new StringBuilder("HTTP/1.1 200 OK\r\n");
        for (String header : headers) {
            all.append(header).append("\r\n");
        }
        int length = text.getBytes(UTF_8).length;
        return all.append("Content-Length: " + length + "\r\n\r\n").append(text).toString();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                Thread.ofVirtual().start(() -> answer(one));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void answer(Socket one) {
        try (one) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(one.getInputStream(), ISO_8859_1));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine();
                    line != null && !line.isEmpty();
                    line = in.readLine()) {
                head.append(line).append('\n');
            }
            String request = head.toString();
            requests.add(request);
            String path = request.split(" ", 3)[1];
            Reply missing =
                    (_, out) ->
                            out.write(
                                    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                                            .getBytes(ISO_8859_1));
            replies.getOrDefault(path, missing).to(request, one.getOutputStream());
        } catch (IOException _) {
            // The other side has heard enough.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
