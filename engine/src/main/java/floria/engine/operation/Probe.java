package floria.engine.operation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks services whether they answer. Safe for use by many threads. */
public final class Probe {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    // An offer to go on in HTTP/2 is one to change the protocol: some proxies end the connection
    // then, for they take it for a WebSocket.
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER)
                    .build();

    /** Empty when the service answers as it should, or has no address; else what is amiss. */
    public Optional<String> amiss(ServiceAddress address) throws InterruptedException {
        if (address.host().isEmpty()) {
            return Optional.empty();
        }
        String host = address.host().get();
        try {
            if (address.httpPath().isEmpty()) {
                try (Socket socket = new Socket()) {
                    socket.connect(
                            new InetSocketAddress(host, address.port()), (int) ANSWER.toMillis());
                    return Optional.empty();
                }
            }
            URI uri =
                    URI.create("http://" + host + ":" + address.port() + address.httpPath().get());
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER).GET();
            address.headers().forEach(request::header);
            HttpResponse<Void> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            return response.statusCode() / 100 == 2
                    ? Optional.empty()
                    : Optional.of(
                            "GET "
                                    + uri.getPath()
                                    + " answers with status "
                                    + response.statusCode());
        } catch (IOException e) {
            return Optional.of(
                    "nothing answers at "
                            + host
                            + ":"
                            + address.port()
                            + " ("
                            + e.getClass().getSimpleName()
                            + ")");
        }
    }
}
