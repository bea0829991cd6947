package floria.cli.journey;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.cli.journey.Installation.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** What needs no back end: prices, reasons and a whole life on a simulated site. */
class SimulatedJourneyIT {
    @TempDir Path folder;

    private Installation floria;

    @BeforeEach
    void install() throws Exception {
        floria =
                new Installation(
                        folder.resolve("home"),
                        "sites:\n  sim: {kind: simulated, world: sim.world}\n");
    }

    @AfterEach
    void remove() {
        floria.close();
    }

    @Test
    void aPlainNormativeTemplateLivesAndGoes() {
        Result plan = floria.run("plan", "examples/server.yaml");
        assertThat(plan.code()).describedAs("%s", plan).isZero();
        assertThat(plan.out()).contains("my_server", "sim", "small", "0.04");

        Result up = floria.run("up", "examples/server.yaml", "--json");
        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        assertThat(up.last().path("outputs").path("server_ip").asString()).isNotBlank();

        floria.killServer();
        assertThat(floria.run("show", "server").out()).contains("running", "my_server");
        assertThat(floria.run("down", "server").code()).isZero();
        assertThat(floria.run("ls", "--json").out()).doesNotContain("\"server\"");
    }

    @Test
    void aWholeResearchClusterIsPlannedWithPlacesAndPrices() throws Exception {
        try (Installation two =
                new Installation(
                        folder.resolve("two"),
                        "sites:\n  north: {kind: simulated, networks: campus}\n  south: {kind: simulated, networks: campus}\n")) {
            assertThat(two.run("validate", "examples/research-cluster.yaml").code()).isZero();

            Result plan = two.run("plan", "examples/research-cluster.yaml", "-i", "workers=2");

            assertThat(plan.code()).describedAs("%s", plan).isZero();
            for (String machine :
                    List.of("front", "worker", "files", "data", "database", "standby")) {
                assertThat(plan.out()).containsPattern(machine + "_machine.*(north|south)");
            }
            assertThat(plan.out())
                    // One that has GPUs for each worker.
                    .containsPattern("worker_machine.*gpu.*2\\.40 EUR")
                    .contains("north", "south", "EUR per hour");
        }
    }

    @Test
    void whatFitsNowhereIsRefusedWithTheReasonsOfEveryOffer() {
        Result up = floria.run("up", "examples/notebook.yaml", "-i", "cpus=64");

        assertThat(up.code()).describedAs("%s", up).isEqualTo(4);
        assertThat(up.out() + up.err())
                .contains("small", "needs 64 CPUs, has 2", "medium", "needs 64 CPUs, has 8");
    }

    @Test
    void inputsThatDoNotFitAreAllShownAtOnce() {
        Result up = floria.run("up", "examples/server.yaml", "-i", "cpus=3", "-i", "colour=blue");

        assertThat(up.code()).describedAs("%s", up).isEqualTo(3);
        assertThat(up.out() + up.err()).contains("cpus", "8", "colour");
    }
}
