package floria.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Run;
import floria.engine.state.Samples;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.testing.program.Programs;

import static floria.engine.state.Samples.ALICE;
import static floria.engine.state.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What only a database that is a server, and has other clients, can do to a store. */
@Timeout(180)
class PostgresTest {
    @RegisterExtension static final PostgresDatabases POSTGRES = new PostgresDatabases();

    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir Path folder;
    private final Samples samples = new Samples(1);
    private PostgresStore store;
    private PostgresStore other;

    @BeforeEach
    void open() {
        store = POSTGRES.open(folder);
        other = POSTGRES.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    private List<String> messages(Deployment deployment) {
        return other.events(ALICE, Optional.of(deployment.id()), 0, 100_000).stream()
                .map(Event::message)
                .toList();
    }

    @Test
    void wakesThoseWhoWaitInAnotherProcess() throws Exception {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> woken =
                    threads.submit(() -> {
                        while (messages(deployment).isEmpty()) {
                            other.awaitCommit(Duration.ofMinutes(2));
                        }
                        return true;
                    });
            Stores.append(store, samples, deployment, "news");
            assertThat(woken.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void goesOnWhenItsConnectionsAreCut() {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        for (int i = 0; i < 5; i++) {
            cutAll();
            Stores.append(store, samples, deployment, "write " + i);
            assertThat(messages(deployment)).hasSize(i + 1).endsWith("write " + i);
        }
    }

    private static void cutAll() {
        POSTGRES.server()
                .execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
    }

    @Test
    void doesWorkAgainThatIsCutInItsMidst() {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        AtomicInteger tries = new AtomicInteger();
        Stores.write(
                store,
                writer -> {
                    writer.append(List.of(samples.event(deployment, "once")));
                    if (tries.incrementAndGet() == 1) {
                        cutAll();
                    }
                    writer.append(List.of(samples.event(deployment, "twice")));
                });
        assertThat(tries).hasValue(2);
        assertThat(messages(deployment)).containsExactly("once", "twice");
    }

    @Test
    void keepsWhatWasAcknowledgedAndNothingTwiceWhenTheServerCrashes() throws Exception {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        int each = 60;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> writers =
                    List.of(store, other).stream()
                            .map(one -> threads.submit(() -> append(one, deployment, each)))
                            .toList();
            for (int i = 0; i < 3; i++) {
                int seen = messages(deployment).size();
                while (messages(deployment).size() < Math.min(seen + 10, 2 * each)) {
                    other.awaitCommit(Duration.ofSeconds(1));
                }
                POSTGRES.server().crash();
                POSTGRES.server().restart();
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isEqualTo(each);
            }
        }
        assertThat(messages(deployment)).hasSize(2 * each).doesNotHaveDuplicates();
    }

    /** Each refusal means that nothing was kept, so that the caller may ask again. */
    private int append(Store to, Deployment deployment, int count) {
        for (int i = 0; i < count; ) {
            try {
                Stores.append(to, samples, deployment, System.identityHashCode(to) + "." + i);
                i++;
            } catch (StoreException _) {
                assertThat(messages(deployment))
                        .doesNotContain(System.identityHashCode(to) + "." + i);
            }
        }
        return count;
    }

    @Test
    void findsOutWhetherACommitWasKeptThatWasNotAnswered() {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        Postgres postgres = new Postgres(POSTGRES.settings(folder), "test");
        String kept;
        String lost;
        try (Session session = postgres.connect()) {
            postgres.begin(session);
            session.execute("update deployment set error = 'x' where id = ?", deployment.id());
            kept = postgres.seal(session).orElseThrow();
            session.execute("commit");
            postgres.begin(session);
            session.execute("update deployment set error = 'y' where id = ?", deployment.id());
            lost = postgres.seal(session).orElseThrow();
        }
        try (Session session = postgres.connect()) {
            postgres.begin(session);
            assertThat(postgres.committed(session, kept)).isTrue();
            assertThat(postgres.committed(session, lost)).isFalse();
        }
    }

    @Test
    void refusesInPlainWordsWhileTheServerIsAway() {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        POSTGRES.server().crash();
        try {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> Stores.append(store, samples, deployment, "lost"))
                    .withMessageContaining("cannot be reached")
                    .withMessageContaining("nothing of this change was kept");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.deployment(ALICE, deployment.id()))
                    .withMessageContaining("cannot be reached");
        } finally {
            POSTGRES.server().restart();
        }
        Stores.append(store, samples, deployment, "kept");
        assertThat(messages(deployment)).containsExactly("kept");
    }

    @Test
    void fencesAProcessThatStopsInsideOfATransaction() throws Exception {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        Run run = samples.run(deployment);
        Stores.write(store, writer -> writer.insert(run));
        Run held = store.lease("first", NOON, LEASE, 1).getFirst();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var inside = new CountDownLatch(1);
            var wake = new CountDownLatch(1);
            Future<?> stopped =
                    threads.submit(() ->
                            store.write(
                                    new Store.Fence(run.id(), held.epoch()),
                                    writer -> {
                                        writer.append(List.of(samples.event(deployment, "stale")));
                                        inside.countDown();
                                        await(wake);
                                        return true;
                                    }));
            inside.await();
            // The database ends the transaction of whoever stops in it, and lets others write.
            assertThat(other.lease("second", NOON.plus(LEASE), LEASE, 1))
                    .singleElement()
                    .satisfies(taken -> assertThat(taken.epoch()).isGreaterThan(held.epoch()));
            wake.countDown();
            assertThat(stopped)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withCauseInstanceOf(StoreException.Fenced.class);
        }
        assertThat(messages(deployment)).isEmpty();
    }

    @Test
    void fencesAProcessThatIsStoppedAndContinuedAfterItsLease() throws Exception {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        Run run = samples.run(deployment);
        Stores.write(store, writer -> writer.insert(run));
        Run held = store.lease("first", NOON, LEASE, 1).getFirst();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FencedWriter.class.getName(),
                                POSTGRES.settings(folder).url(),
                                folder.toString(),
                                deployment.id(),
                                run.id(),
                                Integer.toString(held.epoch()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            while (messages(deployment).size() < 20 && process.isAlive()) {
                other.awaitCommit(Duration.ofSeconds(1));
            }
            signal(process, "STOP");
            assertThat(other.lease("second", NOON.plus(LEASE), LEASE, 1)).hasSize(1);
            List<String> before = messages(deployment);
            signal(process, "CONT");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(FencedWriter.FENCED);
            assertThat(before).hasSizeGreaterThanOrEqualTo(20);
            assertThat(messages(deployment)).isEqualTo(before);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(Process process, String name) {
        Programs.run(Map.of(), List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesTheDatabaseOfAnotherProgram() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        try (Connection connection = POSTGRES.connect(elsewhere);
                Statement statement = connection.createStatement()) {
            statement.execute("create table recipes (name text)");
        }
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> POSTGRES.open(elsewhere))
                .withMessageContaining("another program");
    }

    @Test
    void refusesAStoreOfANewerFloria() throws SQLException {
        try (Connection connection = POSTGRES.connect(folder);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into flyway_schema_history select 99, '99', 'future', type, script,"
                            + " checksum, installed_by, installed_on, execution_time, true from"
                            + " flyway_schema_history where installed_rank = 1");
        }
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> POSTGRES.open(folder))
                .withMessageContaining("newer Floria")
                .withMessageContaining("version 99");
    }

    @Test
    void opensANewStoreForManyAtOnce() throws Exception {
        Path fresh = folder.resolve("fresh");
        POSTGRES.settings(fresh);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> installations =
                    List.of(1, 2, 3).stream()
                            .map(_ ->
                                    threads.submit(() -> {
                                        try (PostgresStore one = POSTGRES.open(fresh)) {
                                            return one.installation();
                                        }
                                    }))
                            .toList();
            String first = installations.getFirst().get();
            assertThat(first).hasSize(8);
            for (Future<String> each : installations) {
                assertThat(each.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void refusesToSealSecretsWithAKeyThatIsNotTheOthers() throws Exception {
        Stores.deployWithSecret(store, samples, "notebook");
        Path machine = Files.createDirectory(folder.resolve("machine"));
        try (PostgresStore third =
                PostgresStore.open(POSTGRES.settings(folder), machine, new SecureRandom())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> Stores.deployWithSecret(third, samples, "second"))
                    .withMessageContaining("secrets.key");
            Files.copy(folder.resolve("secrets.key"), machine.resolve("secrets.key"));
            Stores.deployWithSecret(third, samples, "third");
        }
    }

    @Test
    void saysWhomTheDatabaseDoesNotLetInAndKeepsThePassword() {
        PostgresSettings wrong =
                new PostgresSettings(
                        POSTGRES.server().url(), Optional.of("floria"), Optional.of("wrong-one"));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> PostgresStore.open(wrong, folder, new SecureRandom()))
                .withMessageContaining("does not let this user in")
                .withMessageNotContaining("wrong-one");
        assertThat(wrong.toString()).doesNotContain("wrong-one");
    }

    @Test
    void keepsATextWithTheCharacterNul() {
        Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
        Stores.append(store, samples, deployment, "a\0b");
        assertThat(messages(deployment)).containsExactly("a\uFFFDb");
    }
}
