package floria.cli.journey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import floria.cli.FloriaCli;
import floria.cli.Surroundings;
import floria.cli.screen.Screen;

/**
 * A Floria of its own: a folder for its state, the command in this process, and the private server
 * that the command starts, which is a process like anywhere else.
 */
final class Installation implements AutoCloseable {
    /** The project's folder. */
    static final Path ROOT = root();

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * @param sites what stands in {@code sites.yaml}
     */
    Installation(Path home, String sites) throws IOException {
        this.home = home;
        Files.createDirectories(
                home,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(home.resolve("sites.yaml"), sites);
        environment.put("FLORIA_HOME", home.toString());
        environment.put("HOME", System.getProperty("user.home"));
        environment.put("PATH", System.getenv("PATH"));
        environment.put("NO_COLOR", "1");
    }

    /** What a command line led to. */
    record Result(int code, String out, String err) {
        /** The last line that was printed, read as JSON. */
        JsonNode last() {
            List<String> lines = out.lines().filter(line -> !line.isBlank()).toList();
            return JsonMapper.shared().readTree(lines.getLast());
        }

        /** Shows everything when an assertion fails. */
        @Override
        public String toString() {
            return "exit code " + code + "\n--- out\n" + out + "--- err\n" + err;
        }
    }

    /** Runs a command line; paths are relative to the project's folder. */
    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen =
                new Screen(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false,
                        environment);
        Surroundings around =
                new Surroundings(
                        environment,
                        ROOT,
                        screen,
                        InstantSource.system(),
                        serverCommand(),
                        Optional.empty());
        int code = new FloriaCli(around).run(arguments);
        return new Result(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a server in the foreground, which is for those that end by themselves. */
    Result serve() throws IOException, InterruptedException {
        ProcessBuilder server = new ProcessBuilder(serverCommand()).redirectErrorStream(true);
        server.environment().put("FLORIA_HOME", home.toString());
        Process process = server.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said, "");
    }

    /** The server that answers now, if there is one. */
    Optional<ProcessHandle> server() {
        try {
            JsonNode address =
                    JsonMapper.shared().readTree(Files.readString(home.resolve("server.json")));
            return ProcessHandle.of(address.get("pid").asLong()).filter(ProcessHandle::isAlive);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Ends the server as a power cut would: {@code kill -9}. */
    void killServer() {
        server().ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
        });
    }

    Path home() {
        return home;
    }

    /** The text of one of the examples. */
    static String example(String name) throws IOException {
        return Files.readString(ROOT.resolve("examples").resolve(name));
    }

    /** What the server wrote about itself. */
    String serverLog() {
        try {
            return Files.readString(home.resolve("server.log"));
        } catch (IOException _) {
            return "";
        }
    }

    private static List<String> serverCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "floria.server.FloriaServer");
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("examples"))) {
            folder = Optional.ofNullable(folder.getParent()).orElseThrow();
        }
        return folder;
    }

    /** Takes down what is there, then stops the server. */
    @Override
    public void close() {
        try {
            Result list = run("ls", "--json");
            list.out()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .forEach(line -> {
                        JsonNode deployment = JsonMapper.shared().readTree(line);
                        if (deployment.has("name")) {
                            run("down", deployment.get("name").asString());
                        }
                    });
        } finally {
            server().ifPresent(process -> {
                process.destroy();
                try {
                    process.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
                } catch (Exception e) {
                    process.destroyForcibly();
                }
            });
        }
    }

    static final Duration PATIENCE = Duration.ofMinutes(2);
}
