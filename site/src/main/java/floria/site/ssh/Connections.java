package floria.site.ssh;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/**
 * The shared connections to one machine. Each is a process of the client program that others reach
 * by a socket in the folder, so that a call costs no new login. SSH servers allow ten sessions on a
 * connection unless told otherwise; so a further connection is opened for every eight.
 */
final class Connections {
    private static final int SESSIONS = 8;
    private static final long FIRST_PAUSE_MILLIS = 200;

    private final SshSettings settings;
    private final SshFaults faults;
    private final String name;
    private final List<Connection> all = new ArrayList<>();

    Connections(SshSettings settings) {
        this.settings = settings;
        this.faults = new SshFaults(settings);
        this.name = digest(settings.client() + settings.host());
    }

    /** One call's share of a connection; to be given back. */
    final class Lease implements AutoCloseable {
        private final Connection connection;

        private Lease(Connection connection) {
            this.connection = connection;
        }

        Path socket() {
            return connection.socket;
        }

        @Override
        public void close() {
            synchronized (all) {
                connection.used--;
            }
        }
    }

    private static final class Connection {
        private final Path socket;
        private final ReentrantLock opening = new ReentrantLock();
        private int used;

        private Connection(Path socket) {
            this.socket = socket;
        }
    }

    /**
     * A share of a connection that is open.
     *
     * @throws SiteException when the machine was not reached, however often it was tried
     */
    Lease take(Duration limit) throws InterruptedException {
        Lease lease = reserve();
        try {
            open(lease.connection, limit);
            return lease;
        } catch (InterruptedException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private Lease reserve() {
        synchronized (all) {
            Connection free =
                    all.stream()
                            .filter(connection -> connection.used < SESSIONS)
                            .findFirst()
                            .orElseGet(this::another);
            free.used++;
            return new Lease(free);
        }
    }

    private Connection another() {
        Connection connection = new Connection(settings.folder().resolve(name + "-" + all.size()));
        all.add(connection);
        return connection;
    }

    private void open(Connection connection, Duration limit) throws InterruptedException {
        connection.opening.lockInterruptibly();
        try {
            long end = System.nanoTime() + Math.min(limit.toMillis(), 1L << 40) * 1_000_000;
            for (int attempt = 1; !answers(connection.socket); attempt++) {
                try {
                    connect(connection.socket, Duration.ofNanos(end - System.nanoTime()));
                    return;
                } catch (SiteException e) {
                    if (attempt >= settings.patience().attempts()
                            || !e.fault().kind().retryable()
                            || System.nanoTime() > end) {
                        throw e;
                    }
                }
                Thread.sleep(FIRST_PAUSE_MILLIS << Math.min(attempt, 5));
            }
        } finally {
            connection.opening.unlock();
        }
    }

    /** A socket whose process was killed stays behind, and is removed. */
    private static boolean answers(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return true;
        } catch (IOException _) {
            remove(socket);
            return false;
        }
    }

    private void connect(Path socket, Duration limit) throws InterruptedException {
        Path log = log();
        try {
            List<String> words = new ArrayList<>(settings.client());
            words.addAll(List.of("-o", "ControlMaster=yes", "-S", socket.toString()));
            words.addAll(List.of("-f", "-N", "-E", log.toString(), "--", settings.host()));
            // Older clients keep these open in the background, so they lead nowhere.
            Process process = launch(words);
            if (!process.waitFor(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new SiteException(faults.connecting("it took too long"));
            }
            if (process.exitValue() != 0) {
                throw new SiteException(faults.connecting(read(log)));
            }
        } finally {
            remove(log);
        }
    }

    private Process launch(List<String> words) {
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(settings.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new SiteException(
                    Fault.of(
                            Kind.INVALID,
                            Scope.SITE,
                            "This machine has no ssh program: " + e.getMessage(),
                            "Install the OpenSSH client (Debian: apt-get install openssh-client)."),
                    e);
        }
    }

    /** Where one call's client program writes what it has to say itself. */
    Path log() {
        try {
            return Files.createTempFile(settings.folder(), "log", "");
        } catch (IOException e) {
            throw new SiteException(
                    Fault.of(
                            Kind.INTERNAL,
                            Scope.SITE,
                            "Floria cannot write to " + settings.folder() + ": " + e.getMessage()),
                    e);
        }
    }

    /** Ends all connections. */
    void close() {
        List<Connection> ending;
        synchronized (all) {
            ending = List.copyOf(all);
        }
        for (Connection connection : ending) {
            if (Files.exists(connection.socket)) {
                exit(connection.socket);
            }
        }
    }

    private void exit(Path socket) {
        List<String> words = new ArrayList<>(settings.client());
        words.addAll(List.of("-S", socket.toString(), "-O", "exit", "--", settings.host()));
        try {
            if (!launch(words).waitFor(5, TimeUnit.SECONDS)) {
                remove(socket);
            }
        } catch (InterruptedException _) {
            // It ends by itself when nobody uses it.
            Thread.currentThread().interrupt();
        }
    }

    static String read(Path log) {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // It lies in a folder of our own, and is small.
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
