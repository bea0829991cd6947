package floria.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import floria.engine.Engine;
import floria.engine.Sites;
import floria.engine.deployment.Deployments;
import floria.engine.deployment.Request;
import floria.engine.market.Terms;
import floria.engine.run.Retry;
import floria.engine.run.Runner;
import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.store.SqliteStore;
import floria.tosca.source.Source;

/**
 * How many steps that do nothing go through the durable journal in a second, one after the other
 * and in eight branches, against the commits that one connection to the same kind of file on the
 * same disk makes in the same run.
 */
public final class DurableSteps {
    private static final int STEPS = 1_000;
    private static final int ROUNDS = 3;

    private DurableSteps() {}

    /**
     * @param arguments a folder on the disk that is to be measured
     */
    public static void main(String[] arguments) throws Exception {
        Path base = Path.of(arguments[0]);
        for (int round = 1; round <= ROUNDS; round++) {
            Path folder = Files.createTempDirectory(base, "durable-steps");
            double raw = commits(folder.resolve("raw.db"));
            double chain = steps(folder.resolve("chain"), 1);
            double branches = steps(folder.resolve("branches"), 8);
            System.out.printf(
                    "round %d: raw %.0f commits/s, one chain %.0f steps/s (ratio %.2f), eight branches %.0f steps/s (ratio %.2f)%n",
                    round, raw, chain, chain / raw, branches, branches / raw);
        }
    }

    /** Commits of one small change each, the way the store has its file: WAL, full synchronous. */
    private static double commits(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = full");
            statement.execute("create table step (id integer primary key, state text)");
            long begin = System.nanoTime();
            for (int i = 0; i < STEPS; i++) {
                statement.execute("begin immediate");
                statement.execute("insert into step values (" + i + ", 'SUCCEEDED')");
                statement.execute("commit");
            }
            return perSecond(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private static double steps(Path folder, int branches)
            throws IOException, InterruptedException {
        try (SqliteStore store = SqliteStore.open(folder, new Random(1));
                Engine engine =
                        new Engine(
                                store,
                                new Sites(Map.of()),
                                (_, _) -> Optional.empty(),
                                InstantSource.system(),
                                new Random(2),
                                new SecureRandom(),
                                new Runner.Settings(
                                        "bench",
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(5),
                                        8,
                                        Retry.STANDARD,
                                        true),
                                Optional.empty(),
                                Terms.NONE,
                                List.of())) {
            engine.start();
            Deployments deployments = engine.deployments();
            Source template =
                    new Source("file:t.yaml", template(branches).getBytes(StandardCharsets.UTF_8));
            Request request =
                    new Request(
                            Optional.of("bench"),
                            "t.yaml",
                            Map.of("t.yaml", template),
                            Map.of(),
                            Optional.empty());
            // A first one warms up what a server that runs for weeks has warm.
            finished(
                    store,
                    deployments.create(Scope.LOCAL, named(request, "warm"), Optional.empty()));
            return perSecond(
                    finished(store, deployments.create(Scope.LOCAL, request, Optional.empty())));
        }
    }

    private static Request named(Request request, String name) {
        return new Request(
                Optional.of(name),
                request.template(),
                request.files(),
                request.inputs(),
                request.site());
    }

    private static Duration finished(SqliteStore store, Deployment deployment)
            throws InterruptedException {
        while (true) {
            Run run = store.runs(Scope.LOCAL, deployment.id()).getFirst();
            if (run.endedAt().isPresent()) {
                return Duration.between(run.createdAt(), run.endedAt().get());
            }
            store.awaitCommit(Duration.ofSeconds(1));
        }
    }

    private static String template(int branches) {
        StringBuilder text =
                new StringBuilder(
                        "tosca_definitions_version: tosca_simple_yaml_1_3\ntopology_template:\n  node_templates:\n");
        for (int i = 0; i < STEPS; i++) {
            text.append("    n").append(i).append(": {type: tosca.nodes.Root");
            if (i >= branches) {
                text.append(", requirements: [{dependency: n").append(i - branches).append("}]");
            }
            text.append("}\n");
        }
        return text.toString();
    }

    private static double perSecond(Duration time) {
        return STEPS / (time.toNanos() / 1e9);
    }
}
