package floria.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.server.Home;
import floria.cli.server.Servers;

/** What can be asked of and done to the server itself. */
public final class ServerVerbs {

    private ServerVerbs() {}

    /** {@code server} with its two verbs. */
    public static CommandLine line(Surroundings around) {
        CommandSpec spec = CommandSpec.create().name("server");
        spec.usageMessage()
                .header("See which server is used, or stop the private one.")
                .footer("", "Examples:", "  floria server status", "  floria server stop");
        return new CommandLine(spec)
                .addSubcommand("status", new Status(around).line())
                .addSubcommand("stop", new Stop(around).line());
    }

    /** Says which server is used. */
    static final class Status extends Verb {
        private static final Duration PATIENCE = Duration.ofSeconds(5);

        Status(Surroundings around) {
            super(around, "status", "Say which server is used, and if it answers. Starts none.");
            examples("floria server status --json | jq -r .url");
        }

        @Override
        Exit run() {
            Servers servers = servers();
            Optional<Api> remote = servers.remote();
            Optional<Api> api = remote.isPresent() ? remote : servers.running();
            ObjectNode status = Json.object().put("running", api.isPresent());
            try {
                if (api.isPresent()) {
                    status.put("url", api.get().base().toString())
                            .put("version", Json.text(api.get().health(PATIENCE), "version"));
                }
            } catch (IOException e) {
                throw new Failure(
                        Exit.UNREACHABLE,
                        "unreachable",
                        "No server answers at " + api.get().base() + ".",
                        "FLORIA_URL names it; without it the private server is used.");
            }
            if (remote.isEmpty()) {
                status.put("home", servers.home().folder().toString());
                servers.home()
                        .address()
                        .filter(_ -> api.isPresent())
                        .ifPresent(address -> status.put("pid", address.pid()));
            }
            if (json()) {
                print(status);
            } else {
                print(api.isPresent() ? "Running." : "Not running; the next command starts it.");
                status.remove("running");
                Ends.outputs(screen(), status);
            }
            return Exit.OK;
        }
    }

    /** Stops the private server. */
    static final class Stop extends Verb {
        private static final long GRACE_SECONDS = 40;

        Stop(Surroundings around) {
            super(around, "stop", "Stop the private server.");
            explain(
                    "What runs goes on running. Deployments that are under way go on when the"
                            + " server is started the next time.");
            examples("floria server stop");
        }

        @Override
        Exit run() {
            Servers servers = servers();
            Home home = servers.home();
            Optional<ProcessHandle> process =
                    home.address()
                            .filter(address -> answers(servers) || isServer(address.pid()))
                            .flatMap(address -> ProcessHandle.of(address.pid()));
            if (process.isEmpty()) {
                return told(false, "No private server runs in " + home.folder() + ".");
            }
            process.get().destroy();
            try {
                process.get().onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Exit.INTERRUPTED;
            } catch (ExecutionException | TimeoutException e) {
                throw new Failure(
                        Exit.UNREACHABLE,
                        "server-silent",
                        "The server (process " + process.get().pid() + ") does not stop.",
                        "Its log is " + home.log() + "; kill -9 does it no harm.");
            }
            return told(true, "Stopped.");
        }

        private static boolean answers(Servers servers) {
            try {
                return servers.running().isPresent();
            } catch (Failure e) {
                return false; // it is there and silent: a reason more to stop it
            }
        }

        /** The number in the file that a silent server left may be another program's by now. */
        private static boolean isServer(long pid) {
            try {
                return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"))
                        .contains("floria");
            } catch (IOException e) {
                return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().commandLine())
                        .filter(line -> line.contains("floria"))
                        .isPresent();
            }
        }

        private Exit told(boolean stopped, String sentence) {
            if (json()) {
                print(Json.object().put("stopped", stopped));
            } else {
                print(sentence);
            }
            return Exit.OK;
        }
    }
}
