package floria.server;

import java.io.IOException;
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

import floria.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole server as a process, with its store in a real PostgreSQL. */
@Timeout(300)
final class DatabaseTest {
    @TempDir Path temporary;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void servesTheSameFromTwoFoldersOnOneDatabase() throws Exception {
        try (PostgresServer postgres = PostgresServer.start()) {
            Path first = home("first");
            Path second = home("second");
            Process one = start(first, postgres.url());
            Process two = start(second, postgres.url());

            assertThat(deployments(first, one)).isEqualTo(200);
            assertThat(deployments(second, two)).isEqualTo(200);

            assertThat(first.resolve("store/floria.db")).doesNotExist();
            assertThat(printed()).doesNotContain(PostgresServer.PASSWORD);
            assertThat(Files.readString(first.resolve("debug.log")))
                    .doesNotContain(PostgresServer.PASSWORD);
            assertThat(one.info().commandLine().orElse("")).doesNotContain(PostgresServer.PASSWORD);
            one.destroy();
            assertThat(one.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void saysInOneLineThatTheDatabaseIsAway() throws Exception {
        Process process = start(home("first"), "jdbc:postgresql://127.0.0.1:1/floria");

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(printed().lines())
                .singleElement()
                .asString()
                .contains("postgresql://127.0.0.1:1/floria", "cannot be reached", "check");
    }

    private Path home(String name) throws IOException {
        Path home = Files.createDirectory(temporary.resolve(name));
        Files.writeString(home.resolve("sites.yaml"), "sites: {demo: {kind: simulated}}\n");
        return home;
    }

    private int deployments(Path home, Process process) throws Exception {
        Path file = home.resolve("server.json");
        await().atMost(120, TimeUnit.SECONDS).until(() -> Files.exists(file) || !process.isAlive());
        JsonNode address = JsonMapper.shared().readTree(file.toFile());
        String token = Files.readString(home.resolve("token")).strip();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    address.path("url").asString()
                                                            + "/api/v1/deployments"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private String printed() throws IOException {
        return Files.readString(temporary.resolve("printed"));
    }

    private Process start(Path home, String database) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FloriaServer.class.getName(),
                                "--home",
                                home.toString(),
                                "--database",
                                database)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        temporary.resolve("printed").toFile()));
        Path password =
                Files.writeString(temporary.resolve("password"), PostgresServer.PASSWORD + "\n");
        builder.environment().put("FLORIA_DATABASE_USER", PostgresServer.USER);
        builder.environment().put("FLORIA_DATABASE_PASSWORD_FILE", password.toString());
        Process process = builder.start();
        processes.add(process);
        return process;
    }
}
