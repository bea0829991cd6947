package floria.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import floria.engine.Engine;
import floria.engine.Sites;
import floria.engine.deployment.Request;
import floria.engine.market.Terms;
import floria.engine.reconcile.Settings;
import floria.engine.run.Retry;
import floria.engine.run.Runner;
import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.site.Site;
import floria.store.PostgresSettings;
import floria.store.PostgresStore;
import floria.store.SqlStore;
import floria.store.SqliteStore;
import floria.testing.postgres.PostgresServer;
import floria.tosca.source.Source;

/** A store on the disk that is measured, and what one connection to it can commit. */
final class Bed implements AutoCloseable {
    /** As a server has it. */
    static final int RUNS_AT_ONCE = 1_000;

    private static final int COMMITS = 1_000;

    private final Path folder;
    private final Optional<PostgresServer> server;
    private int stores;

    private Bed(Path folder, Optional<PostgresServer> server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * @param kind {@code sqlite} or {@code postgres}; PostgreSQL's own files are where this process
     *     keeps its temporary ones
     */
    static Bed of(String kind, Path folder) {
        return switch (kind) {
            case "sqlite" -> new Bed(folder, Optional.empty());
            case "postgres" -> new Bed(folder, Optional.of(PostgresServer.startDurable()));
            default -> throw new IllegalArgumentException("sqlite or postgres, not " + kind);
        };
    }

    /** A store with nothing in it. */
    SqlStore fresh() {
        Path here = folder.resolve("store-" + stores);
        return server.<SqlStore>map(there ->
                        PostgresStore.open(
                                new PostgresSettings(
                                        there.schema("store" + stores++),
                                        Optional.of(PostgresServer.USER),
                                        Optional.of(PostgresServer.PASSWORD)),
                                here,
                                new SecureRandom()))
                .orElseGet(() -> {
                    stores++;
                    return SqliteStore.open(here, new Random(1));
                });
    }

    /** How many small changes one connection commits in a second, one after the other. */
    double commits() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists raw_step");
            statement.execute("create table raw_step (id integer primary key, state text)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into raw_step values (?, 'SUCCEEDED')")) {
                long begin = System.nanoTime();
                for (int i = 0; i < COMMITS; i++) {
                    insert.setInt(1, i);
                    insert.execute();
                    connection.commit();
                }
                return COMMITS / ((System.nanoTime() - begin) / 1e9);
            }
        }
    }

    private Connection connection() throws SQLException {
        if (server.isPresent()) {
            return DriverManager.getConnection(
                    server.get().url(), PostgresServer.USER, PostgresServer.PASSWORD);
        }
        Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("raw.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = full");
        }
        return connection;
    }

    static Engine engine(SqlStore store, int parallel, Optional<Settings> care, Site... sites) {
        Map<String, Site> named = new LinkedHashMap<>();
        for (Site site : sites) {
            named.put(site.describe().name(), site);
        }
        return new Engine(
                store,
                new Sites(named),
                (_, _) -> Optional.empty(),
                InstantSource.system(),
                new Random(2),
                new SecureRandom(),
                new Runner.Settings(
                        "bench",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        parallel,
                        Retry.STANDARD,
                        true),
                care,
                Terms.NONE,
                List.of());
    }

    static Request request(String name, String template) {
        return request(name, template, Optional.empty());
    }

    static Request request(String name, String template, Optional<String> site) {
        return new Request(
                Optional.of(name),
                "t.yaml",
                Map.of("t.yaml", source("t.yaml", template), "a.sh", source("a.sh", "echo a\n")),
                Map.of(),
                site);
    }

    private static Source source(String path, String text) {
        return new Source("file:" + path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** One node of machines, as many as {@code count}. */
    static String machines(int count) {
        return """
        tosca_definitions_version: tosca_simple_yaml_1_3
        topology_template:
          node_templates:
            machine:
              type: tosca.nodes.Compute
              capabilities:
                scalable: {properties: {min_instances: 0, max_instances: %1$d, default_instances: %1$d}}
        """
                .formatted(count);
    }

    /** The newest run when it has ended well. */
    static Run finished(SqlStore store, Deployment deployment) throws InterruptedException {
        while (true) {
            Run run = store.runs(Scope.LOCAL, deployment.id()).getFirst();
            if (run.endedAt().isPresent()) {
                if (run.status() != Run.Status.SUCCEEDED) {
                    throw new IllegalStateException("the run ended as " + run.status());
                }
                return run;
            }
            store.awaitCommit(Duration.ofMillis(200));
        }
    }

    /** From the first step's begin to the run's end, in seconds. */
    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    /** The most memory that this process has had at once, in megabytes. */
    static long mostMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0L);
    }

    @Override
    public void close() {
        server.ifPresent(PostgresServer::close);
    }
}
