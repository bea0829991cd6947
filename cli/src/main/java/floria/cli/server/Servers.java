package floria.cli.server;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Connector;

/**
 * Finds the server: the one that {@code FLORIA_URL} names, else the private one of the state
 * folder, which is started when it is not running. However many clients start at once, one server
 * comes of it.
 */
public final class Servers implements Connector {
    private static final Duration HEALTH = Duration.ofSeconds(2);
    private static final Duration BUSY = Duration.ofSeconds(20);

    private final Surroundings around;
    private final Home home;

    public Servers(Surroundings around) {
        this.around = around;
        this.home = new Home(around.home());
    }

    public Home home() {
        return home;
    }

    /** The server that the environment names. */
    public Optional<Api> remote() {
        return around.variable("FLORIA_URL")
                .map(url ->
                        new Api(
                                parse(url),
                                around.variable("FLORIA_TOKEN")
                                        .orElseThrow(Servers::tokenMissing)));
    }

    /** The private server, if it runs and answers. */
    public Optional<Api> running() {
        return home.address().filter(Home.Address::alive).flatMap(this::answering);
    }

    @Override
    public Api connect() {
        Optional<Api> remote = remote();
        if (remote.isPresent()) {
            return remote.get();
        }
        Optional<Api> running = running();
        if (running.isPresent()) {
            tellIfOld();
            return running.get();
        }
        return start();
    }

    @Override
    public Api reconnect() {
        Optional<Api> remote = remote();
        if (remote.isPresent()) {
            return remote.get();
        }
        if (home.address().isEmpty()) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "server-stopped",
                    "The server was stopped.",
                    "Every other command starts it again, and what was under way goes on then.");
        }
        return running().orElseGet(this::start);
    }

    private Api start() {
        if (around.serverCommand().isEmpty()) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "no-server",
                    "No server runs, and this command does not know how to start one.",
                    "Use the `floria` script, or set FLORIA_URL and FLORIA_TOKEN.");
        }
        home.create();
        try (FileChannel channel =
                        FileChannel.open(
                                home.startLock(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            // Another client may have started it while this one waited for the lock.
            Optional<Api> running = running();
            return running.isPresent() ? running.get() : new Start(around, home).start(this);
        } catch (IOException e) {
            throw home.unusable(e);
        }
    }

    private Optional<Api> answering(Home.Address address) {
        Api api = new Api(address.url(), home.token());
        long since = System.nanoTime();
        while (true) {
            try {
                api.health(HEALTH);
                return Optional.of(api);
            } catch (java.net.ConnectException e) {
                return Optional.empty(); // nobody listens: the pid is another process's by now
            } catch (IOException e) {
                if (!address.alive()) {
                    return Optional.empty();
                }
                if (System.nanoTime() - since > BUSY.toNanos()) {
                    throw new Failure(
                            Exit.UNREACHABLE,
                            "server-silent",
                            "The server (process "
                                    + address.pid()
                                    + ", "
                                    + address.url()
                                    + ") runs, but does not answer.",
                            "Its log is " + home.log() + "; `floria server stop` ends it.");
                }
            }
        }
    }

    private void tellIfOld() {
        Optional<Instant> started =
                home.address()
                        .flatMap(address -> ProcessHandle.of(address.pid()))
                        .flatMap(process -> process.info().startInstant());
        if (around.screen().watched()
                && started.isPresent()
                && around.built().filter(started.get()::isBefore).isPresent()) {
            around.screen()
                    .err()
                    .println(
                            around.screen()
                                    .errorStyle()
                                    .faint(
                                            "The server was started before Floria was built last;"
                                                    + " `floria server stop` lets the next command"
                                                    + " start the new one."));
        }
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for any other text that is not an address.
        }
        throw Failure.usage(
                "FLORIA_URL is not the address of a server: " + url,
                "Write it as https://floria.example.org or http://127.0.0.1:8080.");
    }

    private static Failure tokenMissing() {
        return Failure.usage(
                "FLORIA_URL is set, and FLORIA_TOKEN is not.",
                "Set FLORIA_TOKEN to a token of that server, or unset FLORIA_URL to use the private"
                        + " server.");
    }
}
