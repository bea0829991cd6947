package floria.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

import floria.testing.containers.Programs;

/**
 * A PostgreSQL server of a test's own, on the loopback address and in a temporary folder, which can
 * be stopped and started again. It sorts texts as people do, not by their codes, as many databases
 * are set up. It does not wait for the disk: what a killed process has written is kept by the
 * operating system, and no test turns the machine off.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "floria";
    public static final String PASSWORD = "only for tests";

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(30);

    private final Path programs;
    private final Path folder;
    private final int port;
    private final List<String> asServer;
    private final boolean durable;
    private final Thread atEnd = new Thread(this::end, "postgres-end");
    private final AtomicBoolean ended = new AtomicBoolean();
    private Process process;

    private PostgresServer(
            Path programs, Path folder, int port, List<String> asServer, boolean durable) {
        this.durable = durable;
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.asServer = asServer;
        initialise();
        process = launch();
    }

    /**
     * Starts a new server.
     *
     * @throws TestAbortedException in one line, when this machine has none
     */
    public static PostgresServer start() {
        return start(false);
    }

    /** As {@link #start}, of one that waits for the disk at each commit: for measurements. */
    public static PostgresServer startDurable() {
        return start(true);
    }

    private static PostgresServer start(boolean durable) {
        Path programs =
                programs()
                        .orElseThrow(() ->
                                new TestAbortedException(
                                        "not run: needs PostgreSQL, which is not installed"));
        Path folder = null;
        try {
            folder = Files.createTempDirectory("floria-postgres-").toRealPath();
            PostgresServer server =
                    new PostgresServer(programs, folder, freePort(), asServer(folder), durable);
            Runtime.getRuntime().addShutdownHook(server.atEnd);
            try {
                server.awaitReady();
                return server;
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(
                            Comparator.comparingInt(bin ->
                                    Integer.parseInt(
                                            bin.getName(bin.getNameCount() - 2).toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It refuses to run as root, so that it gets a user and the folder. */
    private static List<String> asServer(Path folder) throws IOException {
        if (!Programs.isRoot()) {
            return List.of();
        }
        String user =
                Files.readString(Path.of("/etc/passwd")).contains("\npostgres:")
                        ? "postgres"
                        : "nobody";
        String group = Programs.run(Map.of(), List.of("id", "-g", user));
        Files.setOwner(
                folder,
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        return List.of(
                Programs.need("setpriv", "PostgreSQL").toString(),
                "--reuid=" + user,
                "--regid=" + group,
                "--clear-groups",
                "--");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void initialise() {
        try {
            Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.run(
                Map.of(),
                command(
                        "initdb",
                        "--pgdata=" + folder.resolve("data"),
                        "--username=" + USER,
                        "--pwfile=" + folder.resolve("password"),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=icu",
                        "--icu-locale=en-US",
                        "--no-sync"));
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(asServer);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private Process launch() {
        List<String> command =
                command(
                        "postgres",
                        "-D",
                        folder.resolve("data").toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-k",
                        folder.toString(),
                        "-c",
                        durable ? "fsync=on" : "fsync=off",
                        "-c",
                        "max_connections=200");
        try {
            return Programs.builder(Map.of(), command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
    }

    private void awaitReady() {
        Path ready = programs.resolve("pg_isready");
        Awaitility.await("PostgreSQL")
                .atMost(READY)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                "PostgreSQL does not start: "
                                        + Files.readString(folder.resolve("log")));
                    }
                    return new ProcessBuilder(
                                            ready.toString(),
                                            "-q",
                                            "-h",
                                            "127.0.0.1",
                                            "-p",
                                            Integer.toString(port))
                                    .start()
                                    .waitFor()
                            == 0;
                });
    }

    /** The address of its database for JDBC, without user and password. */
    public String url() {
        return url("postgres");
    }

    /** The address of another of its databases. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Makes a schema in it, and returns the address of its database with that in use. */
    public String schema(String name) {
        execute("create schema " + name);
        return url() + "?currentSchema=" + name;
    }

    /** Runs a statement as the one who administers the server. */
    public void execute(String statement) {
        Programs.run(
                Map.of("PGPASSWORD", PASSWORD),
                List.of(
                        programs.resolve("psql").toString(),
                        "--no-psqlrc",
                        "--quiet",
                        "--set=ON_ERROR_STOP=1",
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--username=" + USER,
                        "--dbname=postgres",
                        "--command=" + statement));
    }

    /** Ends it at once as a crash would, with the connections of all clients. */
    public synchronized void crash() {
        signal("QUIT");
    }

    /** Starts it again after {@link #crash}, and returns when it answers. */
    public synchronized void restart() {
        process = launch();
        awaitReady();
    }

    private void signal(String name) {
        if (!process.isAlive()) {
            return;
        }
        Programs.run(Map.of(), List.of("kill", "-" + name, Long.toString(process.pid())));
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, and removes what it has left. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException _) {
            // The machine is shutting down already, and runs it.
        }
    }

    private synchronized void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        signal("QUIT");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
