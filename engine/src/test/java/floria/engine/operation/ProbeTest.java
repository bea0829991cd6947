package floria.engine.operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class ProbeTest {
    private final Probe probe = new Probe();

    @Test
    void asksInAWayThatAProxyOfWebSocketsUnderstands() throws Exception {
        try (Server server = new Server("200 OK")) {
            assertThat(probe.amiss(at(server, Optional.of("/hub/health")))).isEmpty();
            assertThat(server.head())
                    .contains("GET /hub/health HTTP/1.1", "Authorization: token abc")
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("upgrade"));
        }
    }

    @Test
    void tellsTheStatusThatIsNoSuccess() throws Exception {
        try (Server server = new Server("503 Service Unavailable")) {
            assertThat(probe.amiss(at(server, Optional.of("/health"))))
                    .contains("GET /health answers with status 503");
        }
    }

    @Test
    void isContentWithAConnectionWhereNoPathIsGiven() throws Exception {
        ServiceAddress address;
        try (Server server = new Server("200 OK")) {
            address = at(server, Optional.empty());
            assertThat(probe.amiss(address)).isEmpty();
        }
        assertThat(probe.amiss(address))
                .hasValueSatisfying(amiss -> assertThat(amiss).startsWith("nothing answers at"));
    }

    private static ServiceAddress at(Server server, Optional<String> path) {
        return new ServiceAddress(
                Optional.of(InetAddress.getLoopbackAddress().getHostAddress()),
                server.port(),
                path,
                Map.of("Authorization", "token abc"));
    }

    /** Answers one request, and ends the connection of whoever offers another protocol. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket;
        private final List<String> head = new ArrayList<>();
        private final Thread thread;

        Server(String status) throws IOException {
            socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            thread = Thread.ofVirtual().start(() -> answer(status));
        }

        int port() {
            return socket.getLocalPort();
        }

        /** The request line and the headers, once the request was answered. */
        List<String> head() throws InterruptedException {
            thread.join();
            return head;
        }

        private void answer(String status) {
            try (Socket client = socket.accept();
                    BufferedReader in =
                            new BufferedReader(
                                    new InputStreamReader(client.getInputStream(), US_ASCII))) {
                for (String line = in.readLine();
                        line != null && !line.isEmpty();
                        line = in.readLine()) {
                    head.add(line);
                }
                if (head.stream().noneMatch(line -> line.startsWith("Upgrade:"))) {
                    client.getOutputStream()
                            .write(
                                    ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                            .getBytes(US_ASCII));
                }
            } catch (IOException _) {
                // The test is over, or the client went away: it is the client that is asked.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            try {
                // Who waits for a connection holds the port until then.
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
