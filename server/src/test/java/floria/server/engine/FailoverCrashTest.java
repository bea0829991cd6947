package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.StoreException;
import floria.placement.failover.Blocks.Block;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.simulated.FaultScript;
import floria.site.simulated.FaultScript.Call;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cheaper site has no room, and the power fails before and after every write to the store and
 * every call to a site on the way to the other one. The next process ends where an undisturbed one
 * ends: made once on the other site, nothing left on the first, the fault counted once.
 */
class FailoverCrashTest {
    private static final String MACHINE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                volume: {type: tosca.nodes.Storage.BlockStorage, properties: {name: d, size: 1 GB}}
                machine:
                  type: tosca.nodes.Compute
                  requirements:
                    - local_storage:
                        node: volume
                        relationship: {type: tosca.relationships.AttachesTo, properties: {location: /d}}
            """;

    private static final Fault FULL =
            Fault.of(Fault.Kind.CAPACITY, Fault.Scope.SITE, "no capacity");

    @TempDir(factory = InMemory.class)
    Path folder;

    /** What a failover leaves behind, on both sites. */
    private record End(
            Outcome there,
            int here,
            List<String> places,
            List<String> origins,
            List<Integer> faults) {}

    @Test
    void endsTheSameWhereverThePowerFails() {
        Halt never = new Halt(0);
        End undisturbed = life("undisturbed", never).orElseThrow();
        assertThat(undisturbed.there().status()).isEqualTo("RUNNING");
        assertThat(undisturbed.here()).isZero();
        assertThat(undisturbed.places()).containsOnly("b/m");
        assertThat(undisturbed.origins()).singleElement().asString().contains("instead of a/m");
        assertThat(undisturbed.faults()).containsExactly(1);
        long boundaries = never.crossed();
        assertThat(boundaries).isGreaterThan(20);

        for (long at = 1; at <= boundaries; at++) {
            String name = "at-" + at;
            life(name, new Halt(at));
            assertThat(life(name, new Halt(0)))
                    .describedAs("power lost at boundary %d of %d", at, boundaries)
                    .contains(undisturbed);
        }
    }

    private Optional<End> life(String name, Halt halt) {
        try (World here = World.in(folder.resolve(name + ".a"));
                World there = World.in(folder.resolve(name + ".b"));
                Bench bench =
                        new Bench(
                                folder.resolve(name),
                                halt,
                                site("a", "0.10", here, FaultScript.none().always(Call.BOOT, FULL)),
                                site("b", "0.20", there, FaultScript.none()))) {
            bench.engine.start();
            Deployment made =
                    bench.deployments()
                            .create(
                                    Scope.LOCAL,
                                    Bench.request("crash", MACHINE),
                                    Optional.of("install"));
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(Bench.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> halt.isDead() || isDone(bench, made.id()));
            return halt.isDead()
                    ? Optional.empty()
                    : Optional.of(end(bench, made.id(), here, there));
        } catch (Halt.PowerLost _) {
            return Optional.empty();
        } catch (StoreException e) {
            assertThat(halt.isDead()).describedAs("%s", e).isTrue();
            return Optional.empty();
        }
    }

    private static SimulatedSite site(String name, String price, World world, FaultScript faults) {
        return new SimulatedSite(
                SimulatedSettings.of(name)
                        .withOffers(
                                List.of(
                                        SimulatedSettings.offer(
                                                "m", Hardware.of(4, 8L << 30, 1L << 40), price)))
                        .withFaults(faults),
                world);
    }

    private static boolean isDone(Bench bench, String deployment) {
        Deployment now = bench.store.deployment(Scope.LOCAL, deployment).orElseThrow();
        return (now.status() == Deployment.Status.RUNNING
                        || now.status() == Deployment.Status.FAILED)
                && bench.store.runs(Scope.LOCAL, deployment).stream()
                        .noneMatch(run -> run.status() == Run.Status.ACTIVE);
    }

    private static End end(Bench bench, String deployment, World here, World there) {
        Deployment now = bench.store.deployment(Scope.LOCAL, deployment).orElseThrow();
        var revisions = bench.deployments().revisions(Scope.LOCAL, deployment);
        return new End(
                Outcome.of(bench, there, now),
                here.resources().size(),
                revisions.getFirst().placement().assignments().values().stream()
                        .map(one -> one.site() + "/" + one.offer())
                        .distinct()
                        .toList(),
                revisions.stream()
                        .map(revision -> revision.origin())
                        .filter(origin -> origin.contains("instead"))
                        .toList(),
                bench.store.blocks().stream().map(Block::times).toList());
    }
}
