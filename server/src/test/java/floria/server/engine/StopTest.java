package floria.server.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.site.Key;
import floria.site.simulated.World;
import floria.store.PostgresSettings;
import floria.store.PostgresStore;
import floria.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole process is stopped by SIGSTOP past its lease, exactly between its last look at the lease
 * and the call to a site that it has decided on. Another takes over. When it is woken, the call
 * goes out, and finds what is there or is swept; no write of the process gets through.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class StopTest {
    @TempDir Path folder;
    private final AtomicInteger names = new AtomicInteger();
    private PostgresServer server;

    @BeforeAll
    void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** The one that takes over, and the process that is stopped. */
    private final class Two implements AutoCloseable {
        final SetClock clock = new SetClock(Instant.now());
        final String url = server.schema("stop" + names.incrementAndGet());
        final Path file = folder.resolve("world-" + names.get());
        final World world = World.in(file);
        final Bench other =
                new Bench(
                        PostgresStore.open(
                                new PostgresSettings(
                                        url,
                                        Optional.of(PostgresServer.USER),
                                        Optional.of(PostgresServer.PASSWORD)),
                                folder,
                                new SecureRandom()),
                        clock,
                        new Halt(0),
                        Bench.whenTold("other"),
                        Life.site(world));
        final Process process;
        final BufferedReader output;

        Two(String call) throws IOException {
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-Xmx128m",
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    StoppedEngine.class.getName(),
                                    url,
                                    folder.toString(),
                                    file.toString(),
                                    call)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            output = process.inputReader();
        }

        /** Waits for that line, however long it takes; not when the process has ended without. */
        private void says(String line) {
            assertThat(output.lines().anyMatch(line::equals)).as(line).isTrue();
        }

        /** Asks for a deployment once the process is there to bring it up. */
        Deployment begin() {
            says("up");
            return create("one");
        }

        Deployment create(String key) {
            return other.deployments()
                    .create(Scope.LOCAL, Bench.request("two", Bench.TEMPLATE), Optional.of(key));
        }

        /** Stops the process where it stands, and lets its lease run out. */
        void stopIt() throws Exception {
            says("here");
            signal("STOP");
            // The line by which it goes on once it is woken.
            try (OutputStream line = process.getOutputStream()) {
                line.write('\n');
            }
            // On this clock too the process has come as far as it did, however long that took.
            clock.pass(Duration.between(clock.instant(), Instant.now()).plus(Bench.LEASE));
            clock.pass(Duration.ofSeconds(60));
            other.engine.start();
        }

        /** Wakes it; returns when it has learnt that the run is not its own any more. */
        void wake() throws Exception {
            signal("CONT");
            says("fenced");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }

        private void signal(String name) throws Exception {
            assertThat(
                            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                                    .start()
                                    .waitFor())
                    .isZero();
        }

        Outcome outcome(Deployment made) {
            return Outcome.of(
                    other, world, other.store.deployment(Scope.LOCAL, made.id()).orElseThrow());
        }

        Run run(Deployment made) {
            return other.store.runs(Scope.LOCAL, made.id()).getFirst();
        }

        @Override
        public void close() {
            process.destroyForcibly();
            other.close();
            world.close();
        }
    }

    @Test
    void aLateCallAdoptsWhatTheOtherHasMade() throws Exception {
        try (Two two = new Two("ensure")) {
            Deployment made = two.begin();
            two.stopIt();
            two.other.awaitStatus(made.id(), Deployment.Status.RUNNING);
            Outcome before = two.outcome(made);
            Run run = two.run(made);
            Map<Key, Integer> creations = two.world.creations();
            assertThat(creations).hasSize(3).allSatisfy((_, times) -> assertThat(times).isOne());
            assertThat(run.epoch()).isEqualTo(2);

            two.wake();

            assertThat(two.world.creations()).isEqualTo(creations);
            assertThat(two.outcome(made)).isEqualTo(before);
            assertThat(two.run(made)).isEqualTo(run);
        }
    }

    @Test
    void whatALateCallMakesOfWhatIsGoneIsSwept() throws Exception {
        try (Two two = new Two("ensure")) {
            Deployment made = two.begin();
            two.stopIt();
            two.other.awaitStatus(made.id(), Deployment.Status.RUNNING);
            two.other.deployments().delete(Scope.LOCAL, "two", false, false);
            two.other.awaitStatus(made.id(), Deployment.Status.DELETED);
            assertThat(two.world.resources()).isEmpty();
            Outcome before = two.outcome(made);

            two.wake();

            assertThat(two.world.resources())
                    .singleElement()
                    .satisfies(key -> assertThat(key.part()).isEqualTo(Key.Part.MACHINE));
            assertThat(two.outcome(made).events()).isEqualTo(before.events());
            for (int look = 0; look < 3; look++) {
                two.other.engine.reconciler().orElseThrow().look();
                two.clock.pass(Duration.ofDays(2));
            }
            assertThat(two.world.resources()).isEmpty();
        }
    }

    @Test
    void aLateReleaseNeverMeansWhatIsNewer() throws Exception {
        try (Two two = new Two("release")) {
            Deployment made = two.begin();
            // The process brings it up, is asked to take it down, and stands before the release.
            two.other.awaitStatus(made.id(), Deployment.Status.RUNNING);
            two.other.deployments().delete(Scope.LOCAL, "two", false, false);
            two.stopIt();
            two.other.awaitStatus(made.id(), Deployment.Status.DELETED);
            Outcome gone = two.outcome(made);
            Deployment newer = two.create("again");
            two.other.awaitStatus(newer.id(), Deployment.Status.RUNNING);
            Outcome before = two.outcome(newer);
            Map<Key, Integer> creations = two.world.creations();

            two.wake();

            assertThat(two.world.resources()).hasSize(3);
            assertThat(two.world.creations()).isEqualTo(creations);
            assertThat(two.outcome(newer)).isEqualTo(before);
            assertThat(two.outcome(made).events()).isEqualTo(gone.events());
        }
    }
}
