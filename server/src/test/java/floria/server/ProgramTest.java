package floria.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The server as a process: what it prints, how it starts and how it ends. */
@Timeout(120)
final class ProgramTest {
    @TempDir Path temporary;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void announcesItselfAndStopsOnRequestWithAnOpenStream() throws Exception {
        Process process = start(List.of("--port", "0"), List.of());
        JsonNode address = address(process);

        assertThat(address.path("pid").asLong()).isEqualTo(process.pid());
        String token = Files.readString(home().resolve("token")).strip();
        HttpResponse<java.io.InputStream> stream =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        address.path("url").asString()
                                                                + "/api/v1/events"))
                                        .header("Authorization", "Bearer " + token)
                                        .header("Accept", "text/event-stream")
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(stream.body().readAllBytes(), UTF_8)).startsWith(": stream");
        assertThat(home().resolve("server.json")).doesNotExist();
        assertThat(printed())
                .contains("is ready at")
                .contains("has stopped")
                .doesNotContain("\tat ");
        assertThat(printed() + Files.readString(home().resolve("debug.log"))).doesNotContain(token);
    }

    @Test
    void leavesTheFolderToTheServerThatHasIt() throws Exception {
        Process first = start(List.of(), List.of());
        JsonNode address = address(first);
        // The address is written before the line is printed.
        await().atMost(60, TimeUnit.SECONDS).until(() -> printed().contains("is ready at"));
        String before = printed();

        Process second = start(List.of(), List.of());

        assertThat(second.waitFor()).isEqualTo(6);
        assertThat(printed().substring(before.length()).lines())
                .singleElement()
                .asString()
                .contains(home().toString(), address.path("url").asString());
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(List.of("--port=" + taken.getLocalPort()), List.of());

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(printed().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort(), "taken", "--port");
        }
    }

    @Test
    void saysInOneLineThatTheStoreDoesNotOpen() throws Exception {
        Process process = start(List.of(), List.of("-Dfloria.test.store=broken"));

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(printed().lines())
                .singleElement()
                .asString()
                .isEqualTo(
                        "floria-server: The file floria.db is damaged. Put a copy of it back, or"
                                + " move it away.");
        assertThat(Files.readString(home().resolve("debug.log"))).contains("StoreException");
    }

    @Test
    void stopsByItselfWhenNobodyNeedsIt() throws Exception {
        Process process = start(List.of("--idle-stop", "500ms"), List.of());

        assertThat(process.waitFor()).isZero();
        assertThat(printed()).contains("Nobody needed the server");
        assertThat(home().resolve("server.json")).doesNotExist();
    }

    private Path home() {
        return temporary.resolve("home");
    }

    private String printed() throws IOException {
        return Files.readString(temporary.resolve("printed"));
    }

    private Process start(List<String> arguments, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(FakeServer.class.getName());
        command.addAll(List.of("--home", home().toString()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        temporary.resolve("printed").toFile()))
                        .start();
        processes.add(process);
        return process;
    }

    private JsonNode address(Process process) {
        Path file = home().resolve("server.json");
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(file) || !process.isAlive());
        return JsonMapper.shared().readTree(file.toFile());
    }
}
