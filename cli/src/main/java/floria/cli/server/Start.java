package floria.cli.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.screen.Screen;
import floria.cli.screen.Symbols;

/** Starts the private server, apart from the terminal, and waits until it is ready. */
final class Start {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LOG_LINES = 15;

    private final Surroundings around;
    private final Home home;
    private final Screen screen;

    Start(Surroundings around, Home home) {
        this.around = around;
        this.home = home;
        this.screen = around.screen();
    }

    Api start(Servers servers) throws IOException {
        long since = System.nanoTime();
        Process process = launch();
        try {
            while (true) {
                Optional<Api> running = servers.running();
                if (running.isPresent()) {
                    return running.get();
                }
                if (!process.isAlive()) {
                    // It may have lost the state folder to a server that somebody started by hand.
                    return servers.running().orElseThrow(() -> died(process.exitValue()));
                }
                if (System.nanoTime() - since > PATIENCE.toNanos()) {
                    process.destroy();
                    throw failed("The server was not ready after " + PATIENCE.toSeconds() + " s.");
                }
                progress(since);
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted", "Interrupted.");
        } finally {
            if (screen.watched() && screen.errorStyle().enabled()) {
                screen.err().print("\r\u001b[K");
                screen.err().flush();
            }
        }
    }

    private Process launch() throws IOException {
        Path log = home.log();
        if (Files.exists(log)) {
            // The last words of a server that died are worth more than the space.
            Files.move(
                    log, log.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createFile(
                log,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        List<String> command = new ArrayList<>();
        setsid().ifPresent(command::add);
        command.addAll(around.serverCommand());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(home.folder().toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("FLORIA_HOME", home.folder().toString());
        if (screen.watched() && !screen.errorStyle().enabled()) {
            screen.err().println("Starting the private server …");
        }
        return builder.start();
    }

    private void progress(long since) {
        if (!screen.watched() || !screen.errorStyle().enabled()) {
            return;
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - since);
        List<String> spinner = Symbols.of(screen).spinner();
        screen.err()
                .printf(
                        "\r%s Starting the private server … %.1f s",
                        screen.errorStyle()
                                .cyan(
                                        spinner.get(
                                                (int) (elapsed.toMillis() / 100 % spinner.size()))),
                        elapsed.toMillis() / 1000.0);
        screen.err().flush();
    }

    /**
     * A session of its own: neither Ctrl-C nor the end of the terminal reaches the server. Every
     * Linux has the command; elsewhere the server stays in the terminal's session.
     */
    private Optional<String> setsid() {
        for (String folder : around.variable("PATH").orElse("/usr/bin:/bin").split(":", -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, "setsid");
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate.toString());
            }
        }
        return Optional.empty();
    }

    private Failure died(int code) {
        return failed("The server ended with code " + code + " before it was ready.");
    }

    private Failure failed(String message) {
        List<String> lines = home.lastLines(LOG_LINES);
        String said = lines.isEmpty() ? "" : " Its last words:\n  " + String.join("\n  ", lines);
        return new Failure(
                Exit.UNREACHABLE,
                "server-start-failed",
                message + said,
                "The whole log is " + home.log() + "; `floria serve` starts it in this terminal.");
    }
}
