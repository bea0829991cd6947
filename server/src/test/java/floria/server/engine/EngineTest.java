package floria.server.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Refusal;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Scope;
import floria.site.Fault;
import floria.site.Key;
import floria.site.simulated.FaultScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EngineTest {
    private static final Halt NEVER = new Halt(0);

    @TempDir Path folder;

    @Test
    void triesAgainWhatFailedForAPassingReason() {
        FaultScript faults =
                FaultScript.none()
                        .failing(
                                FaultScript.Call.ENSURE,
                                2,
                                Fault.of(
                                        Fault.Kind.TRANSIENT,
                                        Fault.Scope.SITE,
                                        "the line is noisy"));
        try (World world = World.inMemory();
                Bench bench = new Bench(folder, NEVER, site(world, faults))) {
            bench.engine.start();
            Deployment made = create(bench, "noisy");

            bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

            assertThat(events(bench, made))
                    .filteredOn(event -> event.type().equals("step.retrying"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.message()).contains("the line is noisy"));
            assertThat(world.creations().values()).containsOnly(1);
        }
    }

    @Test
    void aFaultThatDoesNotPassFailsTheDeploymentAndDownRemovesWhatWasMade() {
        FaultScript faults =
                FaultScript.none()
                        .failing(
                                FaultScript.Call.ENSURE,
                                3,
                                Fault.of(
                                        Fault.Kind.QUOTA,
                                        Fault.Scope.SITE,
                                        "your share is used up"));
        try (World world = World.inMemory();
                Bench bench = new Bench(folder, NEVER, site(world, faults))) {
            bench.engine.start();
            Deployment made = create(bench, "poor");

            Deployment failed = bench.awaitStatus(made.id(), Deployment.Status.FAILED);
            assertThat(failed.error())
                    .hasValueSatisfying(
                            error -> assertThat(error).contains("your share is used up"));
            assertThat(world.resources()).isNotEmpty();

            bench.deployments().delete(Scope.LOCAL, "poor", false, false);
            bench.awaitStatus(made.id(), Deployment.Status.DELETED);
            assertThat(world.resources()).isEmpty();
        }
    }

    @Test
    void aDeletionThatASiteRefusesSaysWhatIsLeftAndCanBeRepeated() {
        FaultScript faults =
                FaultScript.none()
                        .failing(
                                FaultScript.Call.RELEASE,
                                1,
                                Fault.of(
                                        Fault.Kind.INTERNAL,
                                        Fault.Scope.SITE,
                                        "the site is on strike"));
        try (World world = World.inMemory();
                Bench bench = new Bench(folder, NEVER, site(world, faults))) {
            bench.engine.start();
            Deployment made = create(bench, "stuck");
            bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

            bench.deployments().delete(Scope.LOCAL, "stuck", false, false);
            Deployment left = bench.awaitStatus(made.id(), Deployment.Status.DELETE_FAILED);
            assertThat(left.error())
                    .hasValueSatisfying(
                            error -> assertThat(error).contains("the site is on strike"));

            bench.deployments().delete(Scope.LOCAL, "stuck", false, false);
            bench.awaitStatus(made.id(), Deployment.Status.DELETED);
            assertThat(world.resources()).isEmpty();
        }
    }

    @Test
    void aCancelledInstallStopsAndAnUninstallTakesItDown() {
        // What is wanted again and again for a passing reason leaves time for a cancel.
        FaultScript faults =
                FaultScript.none()
                        .always(
                                FaultScript.Call.ENSURE,
                                Fault.of(Fault.Kind.TRANSIENT, Fault.Scope.SITE, "not yet"));
        try (World world = World.inMemory();
                Bench bench =
                        new Bench(
                                folder,
                                NEVER,
                                new floria.engine.run.Retry(
                                        1_000_000,
                                        java.time.Duration.ofMillis(5),
                                        java.time.Duration.ofMillis(5)),
                                site(world, faults))) {
            bench.engine.start();
            Deployment made = create(bench, "slow");

            bench.deployments().cancel(Scope.LOCAL, "slow");
            bench.awaitStatus(made.id(), Deployment.Status.CANCELLED);

            bench.deployments().delete(Scope.LOCAL, "slow", false, false);
            bench.awaitStatus(made.id(), Deployment.Status.DELETED);
        }
    }

    @Test
    void deletingDuringAnInstallCutsItOff() {
        FaultScript faults =
                FaultScript.none()
                        .always(
                                FaultScript.Call.ENSURE,
                                Fault.of(Fault.Kind.TRANSIENT, Fault.Scope.SITE, "not yet"));
        try (World world = World.inMemory();
                Bench bench =
                        new Bench(
                                folder,
                                NEVER,
                                new floria.engine.run.Retry(
                                        1_000_000,
                                        java.time.Duration.ofMillis(5),
                                        java.time.Duration.ofMillis(5)),
                                site(world, faults))) {
            bench.engine.start();
            Deployment made = create(bench, "cut");

            bench.deployments().delete(Scope.LOCAL, "cut", false, false);

            bench.awaitStatus(made.id(), Deployment.Status.DELETED);
            assertThat(world.resources()).isEmpty();
        }
    }

    @Test
    void keepsVolumesAndTakesThemUpAgain() {
        try (World world = World.inMemory();
                Bench bench = new Bench(folder, NEVER, site(world, FaultScript.none()))) {
            bench.engine.start();
            Deployment made = create(bench, "data");
            bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

            bench.deployments().delete(Scope.LOCAL, "data", true, false);
            bench.awaitStatus(made.id(), Deployment.Status.DATA_KEPT);
            assertThat(world.resources()).hasSize(1);

            Key kept = world.resources().getFirst();
            Deployment again = create(bench, "data");
            bench.awaitStatus(again.id(), Deployment.Status.RUNNING);
            assertThat(again.id()).isEqualTo(made.id());
            assertThat(world.resources()).contains(kept);
            assertThat(
                            world.creations(
                                    world.resources().stream()
                                            .filter(key -> key.part() == Key.Part.VOLUME)
                                            .findFirst()
                                            .orElseThrow()))
                    .isEqualTo(1);
        }
    }

    @Test
    void projectsDoNotSeeEachOther() {
        Scope red = new Scope("red", "alice");
        Scope blue = new Scope("blue", "bob");
        try (World world = World.inMemory();
                Bench bench = new Bench(folder, NEVER, site(world, FaultScript.none()))) {
            bench.engine.start();
            Deployment made =
                    bench.deployments()
                            .create(red, Bench.request("same", Bench.TEMPLATE), Optional.empty());

            assertThat(bench.deployments().list(blue, true, Optional.empty(), 10)).isEmpty();
            assertThatThrownBy(() -> bench.deployments().details(blue, made.id()))
                    .isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> bench.deployments().delete(blue, "same", false, false))
                    .isInstanceOf(Refusal.class);
            assertThat(bench.store.events(blue, Optional.of(made.id()), 0, 10)).isEmpty();
            bench.deployments()
                    .create(blue, Bench.request("same", Bench.TEMPLATE), Optional.empty());
            assertThat(bench.deployments().list(red, true, Optional.empty(), 10)).hasSize(1);
        }
    }

    @Test
    void theSameIdempotencyKeyLeadsToTheSameDeployment() {
        try (World world = World.inMemory();
                Bench bench = new Bench(folder, NEVER, site(world, FaultScript.none()))) {
            Deployment first =
                    bench.deployments()
                            .create(
                                    Scope.LOCAL,
                                    Bench.request("one", Bench.TEMPLATE),
                                    Optional.of("k"));
            Deployment second =
                    bench.deployments()
                            .create(
                                    Scope.LOCAL,
                                    Bench.request("one", Bench.TEMPLATE),
                                    Optional.of("k"));

            assertThat(second.id()).isEqualTo(first.id());
            assertThatThrownBy(() ->
                            bench.deployments()
                                    .create(
                                            Scope.LOCAL,
                                            Bench.request("two", Bench.TEMPLATE),
                                            Optional.of("k")))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.CONFLICT));
        }
    }

    @Test
    void takesRunsOverAtOnceFromAProcessThatTookThemOverItself() {
        try (World world = World.inMemory()) {
            Deployment made;
            try (Bench asked = new Bench(folder, NEVER, site(world, FaultScript.none()))) {
                made = create(asked, "orphan");
            }
            for (int boundary : List.of(6, 8)) {
                Halt halt = new Halt(boundary);
                try (Bench halted = new Bench(folder, halt, site(world, FaultScript.none()))) {
                    halted.engine.start();
                    Awaitility.await()
                            .dontCatchUncaughtExceptions()
                            .atMost(Bench.PATIENCE)
                            .until(halt::isDead);
                } catch (Halt.PowerLost _) {
                    // Nor can it give back what it has leased.
                    assertThat(halt.isDead()).isTrue();
                }
            }
            try (Bench last = new Bench(folder, NEVER, site(world, FaultScript.none()))) {
                last.engine.start();
                last.awaitStatus(made.id(), Deployment.Status.RUNNING);
            }
            assertThat(world.creations().values()).containsOnly(1);
        }
    }

    private static SimulatedSite site(World world, FaultScript faults) {
        return new SimulatedSite(SimulatedSettings.of("sim").withFaults(faults), world);
    }

    private static Deployment create(Bench bench, String name) {
        return bench.deployments()
                .create(Scope.LOCAL, Bench.request(name, Bench.TEMPLATE), Optional.empty());
    }

    private static List<Event> events(Bench bench, Deployment deployment) {
        return bench.store.events(Scope.LOCAL, Optional.of(deployment.id()), 0, 1_000);
    }
}
