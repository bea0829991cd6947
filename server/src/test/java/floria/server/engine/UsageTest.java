package floria.server.engine;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Wish;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.engine.state.Stay;
import floria.engine.usage.Bill;
import floria.site.Hardware;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.SqliteStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What stood from when to when, and what it costs. */
class UsageTest {
    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                web:
                  type: tosca.nodes.Compute
                  capabilities:
                    scalable: {properties: {min_instances: 0, max_instances: 5, default_instances: 1}}
                app:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [{host: web}]
            """;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SetClock clock = new SetClock(NOON);

    @TempDir private Path folder;
    private Bench bench;
    private String id;

    @BeforeEach
    void deploy() {
        bench =
                new Bench(
                        SqliteStore.open(folder, new Random(1)),
                        clock,
                        new Halt(0),
                        Duration.ofMillis(50),
                        new SimulatedSite(
                                SimulatedSettings.of("sim")
                                        .withOffers(
                                                List.of(
                                                        SimulatedSettings.offer(
                                                                "small",
                                                                Hardware.of(2, 4L << 30, 40L << 30),
                                                                "0.10"))),
                                World.inMemory()));
        bench.engine.start();
        id =
                bench.deployments()
                        .create(Scope.LOCAL, Bench.request("shop", TEMPLATE), Optional.empty())
                        .id();
        bench.awaitStatus(id, Deployment.Status.RUNNING);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void countsEachCopyFromWhenItStoodUntilItWasRemoved() {
        clock.pass(Duration.ofHours(2));
        assertThat(costs()).isEqualByComparingTo("0.20");

        scale(2);
        clock.pass(Duration.ofHours(1));
        assertThat(costs()).isEqualByComparingTo("0.40");

        scale(1);
        clock.pass(Duration.ofHours(1));
        assertThat(costs()).isEqualByComparingTo("0.50");
        assertThat(stays())
                .extracting(Stay::node, Stay::index, stay -> stay.until().isPresent())
                .contains(tuple("web", 0, false), tuple("web", 1, true))
                .noneMatch(stay -> stay.toList().getFirst().equals("app"));

        bench.deployments().delete(Scope.LOCAL, id, false, false);
        bench.awaitStatus(id, Deployment.Status.DELETED);
        clock.pass(Duration.ofHours(8));
        assertThat(costs()).isEqualByComparingTo("0.50");
        assertThat(stays()).allMatch(stay -> stay.until().isPresent());
    }

    @Test
    void countsOnlyWhatLiesWithinThePeriodAndTheProject() {
        clock.pass(Duration.ofHours(4));
        List<Stay> stays =
                bench.store.stays(
                        Scope.LOCAL,
                        Optional.empty(),
                        NOON.plus(Duration.ofHours(1)),
                        NOON.plus(Duration.ofHours(2)));

        Bill bill =
                Bill.of(
                        stays,
                        NOON.plus(Duration.ofHours(1)),
                        NOON.plus(Duration.ofHours(2)),
                        clock.instant());

        assertThat(bill.costs().get("EUR")).isEqualByComparingTo("0.10");
        assertThat(bill.cpuHours()).isEqualTo(2);
        assertThat(
                        bench.store.stays(
                                new Scope("other", "local"),
                                Optional.of(id),
                                NOON,
                                clock.instant()))
                .isEmpty();
    }

    private void scale(int count) {
        bench.deployments()
                .change(
                        Scope.LOCAL,
                        id,
                        new Wish.Scale(Map.of("web", new Wish.Amount(count, false)), List.of()),
                        Consent.NONE,
                        Optional.empty());
        bench.awaitStatus(id, Deployment.Status.RUNNING);
    }

    private BigDecimal costs() {
        return Bill.of(stays(), NOON, clock.instant(), clock.instant())
                .costs()
                .getOrDefault("EUR", BigDecimal.ZERO);
    }

    private List<Stay> stays() {
        return bench.store.stays(Scope.LOCAL, Optional.of(id), NOON, clock.instant());
    }
}
