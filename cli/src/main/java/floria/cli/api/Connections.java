package floria.cli.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How the command speaks HTTP: with the JDK's old client, which is ready in a fraction of the time
 * of the new one. That one sets up TLS and threads even for a short question over plain HTTP.
 */
final class Connections {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private Connections() {}

    /** A status and the bytes that came with it; to be closed by whoever reads them. */
    record Answer(int status, InputStream body) implements AutoCloseable {

        boolean isGood() {
            return status / 100 == 2;
        }

        String text() throws IOException {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** What a request carries. */
    sealed interface Body {}

    /** Nothing at all. */
    record Nothing() implements Body {}

    /** A document. */
    record Document(String type, String text) implements Body {}

    /** The bytes of a file. */
    record Content(Path file) implements Body {}

    /**
     * Sends one request and waits for the answer's head.
     *
     * @param patience between two bytes from the server
     */
    static Answer send(
            String method, URI uri, Map<String, String> headers, Body body, Duration patience)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        headers.forEach(connection::setRequestProperty);
        write(connection, method, body);
        int status = connection.getResponseCode();
        InputStream answer =
                status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        return new Answer(status, answer == null ? InputStream.nullInputStream() : answer);
    }

    static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Of known length, always: what might be sent again unasked could act twice. */
    private static void write(HttpURLConnection connection, String method, Body body)
            throws IOException {
        switch (body) {
            case Nothing _ -> {
                if (method.equals("POST")) {
                    connection.setDoOutput(true);
                    connection.setFixedLengthStreamingMode(0);
                }
            }
            case Document(String type, String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                connection.setRequestProperty("Content-Type", type);
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(bytes.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(bytes);
                }
            }
            case Content(Path file) -> {
                connection.setRequestProperty("Content-Type", "application/octet-stream");
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(Files.size(file));
                try (OutputStream out = connection.getOutputStream()) {
                    Files.copy(file, out);
                }
            }
        }
    }
}
