package floria.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.cli.screen.Screen;

/** Runs the command in this process, and keeps what it prints. */
final class Command {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    private List<String> serverCommand = List.of();

    /** What came of one command line. */
    record Outcome(int code, String out, String err) {}

    Command(Path folder) {
        this.folder = folder;
        environment.put("FLORIA_HOME", folder.resolve("home").toString());
    }

    Command on(ScriptedServer server) {
        return with("FLORIA_URL", server.url().toString())
                .with("FLORIA_TOKEN", ScriptedServer.TOKEN);
    }

    Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Command starting(String... command) {
        serverCommand = List.of(command);
        return this;
    }

    Outcome run(String... arguments) {
        return run(false, arguments);
    }

    Outcome run(boolean terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                new FloriaCli(
                                new Surroundings(
                                        environment,
                                        folder,
                                        new Screen(
                                                stream(out),
                                                stream(err),
                                                terminal,
                                                false,
                                                environment),
                                        InstantSource.fixed(NOW),
                                        serverCommand,
                                        Optional.empty()))
                        .run(arguments);
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
