package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Refusal;
import floria.engine.deployment.Request;
import floria.engine.market.Terms;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.placement.Preferences;
import floria.placement.data.Routes;
import floria.placement.failover.Attempts;
import floria.site.Hardware;
import floria.site.Offer;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Requests that wait until there is room, in the order of fair shares. */
class QueueTest {
    private static final Scope PHYSICS = new Scope("physics", "ana");
    private static final Scope BIOLOGY = new Scope("biology", "bob");

    private static final String MACHINE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                machine: {type: tosca.nodes.Compute}
            """;

    @TempDir Path folder;

    private final SetClock clock = new SetClock(Instant.parse("2026-11-01T12:00:00Z"));
    private final World world = World.inMemory();
    private Bench bench;

    @BeforeEach
    void start() {
        Offer one = SimulatedSettings.offer("m", Hardware.of(4, 8L << 30, 1L << 40), "0.10");
        bench =
                new Bench(
                        folder,
                        new Halt(0),
                        Retry.STANDARD,
                        clock,
                        Optional.empty(),
                        new Terms(
                                Map.of(),
                                List.of(),
                                Routes.UNKNOWN,
                                Map.of("physics", 1.0, "biology", 3.0)),
                        new SimulatedSite(
                                SimulatedSettings.of("a").withOffers(List.of(one.withAvailable(1))),
                                world));
        bench.engine.start();
    }

    @AfterEach
    void end() {
        bench.close();
        world.close();
    }

    @Test
    void waitsWithItsPositionAndReasonAndGoesOnInTheOrderOfShares() {
        Deployment first = create(PHYSICS, "first", Optional.empty());
        bench.await(PHYSICS, first.id(), Deployment.Status.RUNNING);
        assertThatThrownBy(() -> create(BIOLOGY, "refused", Optional.empty()))
                .isInstanceOf(Refusal.class);

        Deployment again = create(PHYSICS, "again", waiting(0, Optional.empty()));
        Deployment urgent = create(PHYSICS, "urgent", waiting(5, Optional.empty()));
        Deployment other = create(BIOLOGY, "other", waiting(0, Optional.empty()));
        bench.engine.queue().pass();
        clock.pass(Duration.ofMinutes(30));
        bench.engine.queue().pass();

        assertThat(words(BIOLOGY, other))
                .isEqualTo(
                        "waits for room, 1 in the queue: group biology has used 0 % of late, and is"
                                + " entitled to 75 %");
        assertThat(words(PHYSICS, urgent))
                .startsWith("waits for room, 2 in the queue: group physics has used 100 %");
        assertThat(words(PHYSICS, again)).contains("3 in the queue", "1 of its own go first");
        assertThatThrownBy(() -> bench.deployments().resume(PHYSICS, "again"))
                .hasMessageContaining("waits until there is room");

        free(PHYSICS, first);
        bench.engine.queue().pass();
        bench.await(BIOLOGY, other.id(), Deployment.Status.RUNNING);
        assertThat(bench.deployments().revisions(BIOLOGY, other.id()).getFirst().origin())
                .isEqualTo("placed after it had waited 30 min");

        free(BIOLOGY, other);
        bench.engine.queue().pass();
        bench.await(PHYSICS, urgent.id(), Deployment.Status.RUNNING);
        assertThat(words(PHYSICS, again)).contains("1 in the queue");
    }

    @Test
    void givesUpInTimeAndLeavesWhenItIsCancelledOrTakenDown() {
        Deployment first = create(PHYSICS, "first", Optional.empty());
        bench.await(PHYSICS, first.id(), Deployment.Status.RUNNING);
        Deployment late = create(PHYSICS, "late", waiting(0, Optional.of(Duration.ofMinutes(10))));
        Deployment cancelled = create(PHYSICS, "cancelled", waiting(0, Optional.empty()));
        Deployment down = create(PHYSICS, "down", waiting(0, Optional.empty()));

        bench.deployments().cancel(PHYSICS, "cancelled");
        bench.deployments().delete(PHYSICS, "down", false, false);
        bench.await(PHYSICS, down.id(), Deployment.Status.DELETED);
        clock.pass(Duration.ofMinutes(11));
        bench.engine.queue().pass();

        assertThat(bench.store.waiting()).isEmpty();
        assertThat(status(late)).isEqualTo(Deployment.Status.CANCELLED);
        assertThat(words(PHYSICS, late)).contains("no room in the time");
        assertThat(status(cancelled)).isEqualTo(Deployment.Status.CANCELLED);
    }

    @Test
    void refusesWhatWouldNeverFit() {
        Request request =
                Bench.request(
                        "huge",
                        MACHINE.replace(
                                        "Compute}",
                                        """
                                        Compute, capabilities: {host: {properties: {num_cpus: 64}}}}\
                                        """)
                                .strip());

        assertThatThrownBy(() ->
                        bench.deployments()
                                .create(
                                        PHYSICS,
                                        with(request, waiting(0, Optional.empty())),
                                        Optional.empty()))
                .isInstanceOf(Refusal.class);
        assertThat(bench.store.waiting()).isEmpty();
    }

    private Deployment create(Scope scope, String name, Optional<Request.Wait> wait) {
        return bench.deployments()
                .create(scope, with(Bench.request(name, MACHINE), wait), Optional.empty());
    }

    private static Optional<Request.Wait> waiting(int priority, Optional<Duration> most) {
        return Optional.of(new Request.Wait(priority, most));
    }

    private static Request with(Request request, Optional<Request.Wait> wait) {
        return new Request(
                request.name(),
                request.template(),
                request.files(),
                Map.of(),
                Optional.empty(),
                Preferences.BALANCED,
                Attempts.USUAL,
                wait);
    }

    private void free(Scope scope, Deployment deployment) {
        bench.deployments().delete(scope, deployment.id(), false, false);
        bench.await(scope, deployment.id(), Deployment.Status.DELETED);
    }

    private Deployment.Status status(Deployment deployment) {
        return bench.store.deployment(PHYSICS, deployment.id()).orElseThrow().status();
    }

    private String words(Scope scope, Deployment deployment) {
        return bench.store.deployment(scope, deployment.id()).orElseThrow().error().orElse("");
    }
}
