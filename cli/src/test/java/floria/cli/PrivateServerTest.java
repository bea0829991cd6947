package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The private server is a process of its own here, too. */
class PrivateServerTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir private Path folder;

    @AfterEach
    void stopWhatWasStarted() throws IOException {
        for (long pid : starts()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void clientsThatStartAtOnceEndUpWithOneServer() throws Exception {
        Path arguments = folder.resolve("server.args");
        Files.writeString(
                arguments,
                "-cp\n\"%s\"\n%s\n".formatted(classPath(), PretendedServer.class.getName()));
        List<Process> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ProcessBuilder client =
                    new ProcessBuilder(
                            JAVA,
                            "-Dfloria.server.arguments=" + arguments,
                            "-cp",
                            classPath(),
                            FloriaCli.class.getName(),
                            "ls",
                            "--json");
            client.environment().put("FLORIA_HOME", home().toString());
            client.environment().remove("FLORIA_URL");
            clients.add(client.inheritIO().start());
        }

        for (Process client : clients) {
            assertThat(client.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(client.exitValue()).isZero();
        }
        assertThat(starts()).hasSize(1);
    }

    @Test
    void aServerThatWasKilledIsStartedAgain() throws IOException {
        Command command = starting();
        assertThat(command.run("ls").code()).isZero();
        ProcessHandle first = ProcessHandle.of(starts().getFirst()).orElseThrow();
        first.destroyForcibly();
        first.onExit().join();
        Files.deleteIfExists(home().resolve("server.json.new"));
        Files.deleteIfExists(home().resolve("server.json"));

        assertThat(command.run("ls").code()).isZero();

        assertThat(starts()).hasSize(2);
    }

    @Test
    void stopsTheServerOfTheStateFolder() throws IOException {
        Command command = starting();
        command.run("ls");

        assertThat(command.run("server", "status").out()).contains("Running.", "http://127.0.0.1:");
        assertThat(command.run("server", "stop").out()).isEqualTo("Stopped.\n");
        assertThat(ProcessHandle.of(starts().getFirst()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(command.run("server", "status").out()).contains("Not running");
        assertThat(command.run("server", "stop").out()).contains("No private server runs");
    }

    @Test
    void saysWhyAServerDoesNotStart() {
        Command.Outcome outcome =
                new Command(folder)
                        .starting("sh", "-c", "echo the store is of a newer version; exit 3")
                        .run("ls");

        assertThat(outcome.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(outcome.err())
                .contains("The server ended with code 3 before it was ready.")
                .contains("  the store is of a newer version")
                .contains(home().resolve("server.log").toString());
    }

    @Test
    void theStateFolderIsPrivate() throws IOException {
        new Command(folder).starting("sh", "-c", "exit 3").run("ls");

        assertThat(Files.getPosixFilePermissions(home()))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }

    private Command starting() {
        return new Command(folder)
                .starting(JAVA, "-cp", classPath(), PretendedServer.class.getName());
    }

    private Path home() {
        return folder.resolve("home");
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private List<Long> starts() throws IOException {
        Path file = home().resolve("starts");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Long::parseLong).toList()
                : List.of();
    }
}
