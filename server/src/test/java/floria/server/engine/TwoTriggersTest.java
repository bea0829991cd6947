package floria.server.engine;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.PostgresSettings;
import floria.store.PostgresStore;
import floria.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/** Two processes on one PostgreSQL look at the same triggers: each occasion counts once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoTriggersTest {
    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                machine: {type: tosca.nodes.Compute}
                app:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [{host: machine}]
                  interfaces: {Standard: {operations: {configure: a.sh}}}
              workflows:
                tidy: {steps: {only: {target: app, activities: [{call_operation: Standard.configure}]}}}
              policies:
                - night:
                    type: tosca.policies.Root
                    triggers:
                      tidy: {event: cron 0 3 * * *, action: [{inline: tidy}]}
            """;

    @TempDir Path folder;
    private final AtomicInteger schemas = new AtomicInteger();
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

    /** Two processes, and what they have in common. */
    private final class Two implements AutoCloseable {
        final SetClock clock = new SetClock(Instant.parse("2026-03-02T09:00:00Z"));
        final World world = World.inMemory();
        final PostgresSettings database =
                new PostgresSettings(
                        server.schema("t" + schemas.incrementAndGet()),
                        Optional.of(PostgresServer.USER),
                        Optional.of(PostgresServer.PASSWORD));
        final Bench one;
        final Bench other;
        final Deployment made;

        Two(Halt halt) {
            one = open("one", halt);
            other = open("other", new Halt(0));
            other.engine.start();
            made =
                    other.deployments()
                            .create(Scope.LOCAL, Bench.request("two", TEMPLATE), Optional.empty());
            other.awaitStatus(made.id(), Deployment.Status.RUNNING);
        }

        private Bench open(String name, Halt halt) {
            return new Bench(
                    PostgresStore.open(database, folder, new SecureRandom()),
                    clock,
                    halt,
                    Bench.whenTold(name),
                    new SimulatedSite(SimulatedSettings.of("sim"), world));
        }

        void look(Bench bench) {
            bench.engine.triggers().orElseThrow().look();
        }

        List<Run> runs() {
            return other.store.runs(Scope.LOCAL, made.id());
        }

        void settle() {
            Awaitility.await()
                    .atMost(Bench.PATIENCE)
                    .until(() -> runs().stream().allMatch(run -> run.status().isFinal()));
        }

        long told() {
            return other.store.events(Scope.LOCAL, Optional.of(made.id()), 0, 1_000).stream()
                    .filter(event -> event.type().equals("trigger.fired"))
                    .count();
        }

        @Override
        public void close() {
            other.close();
            one.close();
            world.close();
        }
    }

    @Test
    void firesOnceWhenBothLookAtTheSameMoment() throws Exception {
        try (Two two = new Two(new Halt(0));
                ExecutorService both = Executors.newFixedThreadPool(2)) {
            for (int day = 1; day <= 6; day++) {
                two.clock.pass(Duration.ofDays(1));
                List<Callable<Boolean>> looks =
                        List.of(
                                () -> two.one.engine.triggers().orElseThrow().look(),
                                () -> two.other.engine.triggers().orElseThrow().look());
                for (Future<Boolean> look : both.invokeAll(looks)) {
                    look.get();
                }
                two.settle();
                assertThat(two.runs()).hasSize(day + 1);
                assertThat(two.told()).isEqualTo(day);
            }
        }
    }

    /** Wherever it stands when it is stopped, the other has fired before it wakes. */
    @Test
    void firesOnceWhenOneIsStoppedWhileItLooks() throws Exception {
        for (long at = 1; ; at++) {
            Pause pause = new Pause(at);
            try (Two two = new Two(pause)) {
                two.clock.pass(Duration.ofDays(1));
                Thread looking = Thread.ofVirtual().start(() -> two.look(two.one));
                Awaitility.await()
                        .atMost(Bench.PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> pause.isStanding() || !looking.isAlive());
                boolean stopped = pause.isStanding();
                if (stopped) {
                    // Past its duty.
                    two.clock.pass(Duration.ofHours(2));
                }
                two.look(two.other);
                two.settle();
                pause.wake();
                looking.join(TimeUnit.SECONDS.toMillis(60));
                two.look(two.other);
                two.settle();
                assertThat(two.runs()).describedAs("stopped at boundary %d", at).hasSize(2);
                assertThat(two.told()).describedAs("stopped at boundary %d", at).isEqualTo(1);
                if (!stopped) {
                    assertThat(at).isGreaterThan(3);
                    return;
                }
            }
        }
    }
}
