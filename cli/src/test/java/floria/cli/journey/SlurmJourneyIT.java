package floria.cli.journey;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.cli.journey.Installation.Result;
import floria.testing.slurm.SlurmCluster;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples on a real Slurm, through the command and a server of its own. */
@Tag("e2e")
class SlurmJourneyIT {
    private static @Nullable SlurmCluster running;

    @TempDir Path folder;

    private Installation floria;

    @BeforeAll
    static void startCluster() {
        running = SlurmCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        if (running != null) {
            running.close();
        }
    }

    private static SlurmCluster cluster() {
        return Objects.requireNonNull(running);
    }

    @BeforeEach
    void install() throws Exception {
        floria =
                new Installation(
                        folder.resolve("home"),
                        """
                        sites:
                          cluster:
                            kind: slurm
                            folder: %s
                            slurm_conf: %s
                        """
                                .formatted(
                                        cluster().home().resolve("floria"),
                                        cluster().environment().get("SLURM_CONF")));
    }

    @AfterEach
    void remove() {
        floria.close();
        assertThat(cluster().run("squeue", "--noheader", "--states=pending,running")).isEmpty();
    }

    @Test
    void aTrainingContinuesFromItsCheckpointAfterItsJobWasTakenOffItsNode() {
        // The command starts the server, and two may not do so at once in one process.
        assertThat(floria.run("ls").code()).isZero();
        CompletableFuture<Result> up =
                CompletableFuture.supplyAsync(() ->
                        floria.run(
                                "up",
                                "examples/train-slurm-gpu.yaml",
                                "--json",
                                "-i",
                                "steps=40",
                                "-i",
                                "pause=0.1"));
        Awaitility.await("a step")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .until(() ->
                        up.isDone()
                                || floria.run("logs", "train-slurm-gpu")
                                        .out()
                                        .contains("step 3/40"));
        String id = cluster().run("squeue", "-h", "-t", "running", "-o", "%A");
        assertThat(id)
                .describedAs(() -> up.isDone() ? up.join().toString() : "it runs")
                .isNotEmpty();
        cluster().run("scontrol", "requeue", id);
        // A job that was put back is not begun for two minutes, unless it is told to.
        Awaitility.await("back in the queue")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> cluster().run("squeue", "-h", "-j", id, "-o", "%T"),
                        "PENDING"::equals);
        cluster().run("scontrol", "update", "jobid=" + id, "starttime=now");

        Result result = up.join();

        assertThat(result.code()).describedAs("%s%n%s", result, floria.serverLog()).isZero();
        assertThat(result.last().path("outputs").path("starts").asInt()).isEqualTo(2);
        assertThat(floria.run("logs", "train-slurm-gpu").out())
                .contains("GPUs: 0", "continues after step", "step 40/40");
        assertThat(floria.run("down", "train-slurm-gpu").code()).isZero();
    }

    @Test
    void aRingOfRanksRunsOverTwoNodes() {
        Result up = floria.run("up", "examples/mpi-ring.yaml", "--json");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        assertThat(up.last().path("outputs").path("sum").asInt()).isEqualTo(6);
        assertThat(up.last().path("outputs").path("nodes").asInt()).isEqualTo(2);
    }

    @Test
    void whatTheClusterDoesNotHaveIsRefusedWithWhatItHas() {
        Result up = floria.run("up", "examples/train-slurm-gpu.yaml", "-i", "constraint=quantum");

        assertThat(up.code()).isNotZero();
        assertThat(up.out() + up.err()).contains("quantum", "infiniband, nvlink");
    }
}
