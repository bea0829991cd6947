package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Wish;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.site.simulated.CommandScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A scaling that nobody but the cluster itself asked for. */
class ElasticRetryTest {
    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                machine:
                  type: tosca.nodes.Compute
                  capabilities:
                    scalable: {properties: {min_instances: 1, max_instances: 3, default_instances: 1}}
                worker:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [{host: machine}]
                  interfaces: {Standard: {operations: {start: a.sh}}}
            """;

    @TempDir Path folder;

    @Test
    void whatFailedIsTriedAgainAfterGrowingPauses() {
        AtomicInteger failures = new AtomicInteger();
        SetClock clock = new SetClock(Instant.EPOCH.plus(Duration.ofDays(20_000)));
        CommandScript sometimes =
                (_, _) ->
                        new CommandScript.Outcome(
                                failures.getAndDecrement() > 0 ? 1 : 0, List.of(), Duration.ZERO);
        try (World world = World.inMemory();
                Bench bench =
                        new Bench(
                                folder,
                                new Halt(0),
                                new Retry(1, Duration.ofMillis(1), Duration.ofMillis(2)),
                                clock,
                                Optional.of(Bench.whenTold("bench")),
                                new SimulatedSite(
                                        SimulatedSettings.of("sim").withCommands(sometimes),
                                        world))) {
            bench.engine.start();
            bench.deployments()
                    .create(Scope.LOCAL, Bench.request("pool", TEMPLATE), Optional.empty());
            settled(bench, Deployment.Status.RUNNING);

            failures.set(3);
            scale(bench, "elastic cluster", 2);
            settled(bench, Deployment.Status.FAILED);
            for (int left = 1; left >= 0; left--) {
                clock.pass(Duration.ofMinutes(1));
                awaitLeft(failures, left);
                settled(bench, Deployment.Status.FAILED);
            }
            // It has been tried for two minutes, and rests as long.
            clock.pass(Duration.ofMinutes(1));
            bench.engine.elasticity().orElseThrow().look();
            assertThat(bench.deployments().get(Scope.LOCAL, "pool").status())
                    .isEqualTo(Deployment.Status.FAILED);
            clock.pass(Duration.ofMinutes(1));
            settled(bench, Deployment.Status.RUNNING);
        }
    }

    private static void awaitLeft(AtomicInteger failures, int left) {
        await().atMost(Bench.PATIENCE).until(() -> failures.get() == left);
    }

    private static void scale(Bench bench, String actor, int machines) {
        bench.deployments()
                .change(
                        new Scope(Scope.LOCAL.project(), actor),
                        "pool",
                        new Wish.Scale(
                                Map.of("machine", new Wish.Amount(machines, false)), List.of()),
                        Consent.NONE,
                        Optional.empty());
    }

    private static void settled(Bench bench, Deployment.Status status) {
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() ->
                        assertThat(bench.deployments().get(Scope.LOCAL, "pool").status())
                                .isEqualTo(status));
    }
}
