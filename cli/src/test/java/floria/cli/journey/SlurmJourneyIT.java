package floria.cli.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
import floria.testing.containers.PodmanService;
import floria.testing.containers.TestImage;
import floria.testing.program.Programs;
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
                                "steps=100",
                                "-i",
                                "pause=0.1"));
        // Looked at where the program is: a busy machine takes longer for a command of Floria's
        // than for the training.
        Awaitility.await("a step")
                .atMost(Installation.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> up.isDone() || checkpoint().isPresent());
        String id = cluster().run("squeue", "-h", "-t", "running", "-o", "%A");
        assertThat(id)
                .describedAs(() -> up.isDone() ? up.join().toString() : "it runs")
                .isNotEmpty();
        cluster().run("scontrol", "requeue", id);
        // A job that was put back is not begun for two minutes, unless it is told to, which is
        // refused until its
        // node is free of it.
        Awaitility.await("begun again")
                .atMost(Installation.PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    if (cluster().run("squeue", "-h", "-j", id, "-o", "%T").equals("PENDING")) {
                        cluster().run("scontrol", "update", "jobid=" + id, "starttime=now");
                    }
                    return cluster().run("squeue", "-h", "-j", id, "-o", "%T").equals("RUNNING");
                });

        Result result = up.join();

        assertThat(result.code()).describedAs("%s%n%s", result, floria.serverLog()).isZero();
        assertThat(result.last().path("outputs").path("starts").asInt()).isEqualTo(2);
        assertThat(floria.run("logs", "train-slurm-gpu").out())
                .contains("GPUs: 0", "continues after step", "step 100/100");
        assertThat(floria.run("down", "train-slurm-gpu").code()).isZero();
    }

    private static final String SWEEP =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [floria]
            node_types:
              test.Job:
                derived_from: floria.nodes.Job
                attributes: {result: {type: string}}
                requirements:
                  - dependency: {capability: tosca.capabilities.Node, relationship: tosca.relationships.DependsOn, occurrences: [0, UNBOUNDED]}
                interfaces:
                  Process:
                    type: floria.interfaces.Process
                    operations:
                      run: {implementation: job.sh, outputs: {result: [SELF, result]}}
            topology_template:
              node_templates:
                nodes:
                  type: floria.nodes.Allocation
                  capabilities:
                    host: {properties: {num_cpus: 1, mem_size: 50 MB, wall_time: 5 m}}
                    scalable: {properties: {min_instances: 1, max_instances: 3, default_instances: 3}}
                sweep:
                  type: test.Job
                  requirements: [{host: nodes}]
                last:
                  type: floria.nodes.Allocation
                  capabilities: {host: {properties: {num_cpus: 1, mem_size: 50 MB, wall_time: 5 m}}}
                  requirements: [{dependency: sweep}]
                sum:
                  type: test.Job
                  requirements: [{host: last}]
                  interfaces:
                    Process:
                      operations:
                        run:
                          inputs: {results: {get_attribute: [sweep, result]}}
              outputs:
                sum: {type: string, value: {get_attribute: [sum, result]}}
            """;

    @Test
    void jobsOfASweepRunSideBySideAndWhatDependsOnThemIsHandedInAfterwards() throws Exception {
        Path template = folder.resolve("sweep.yaml");
        Files.writeString(template, SWEEP);
        Files.writeString(
                folder.resolve("job.sh"),
                """
                set -eu
                if [ -z "${results-}" ]; then
                  # Each waits for the others: they run at the same time.
                  : >"%1$s.$FLORIA_INSTANCE"
                  until [ -e "%1$s.0" ] && [ -e "%1$s.1" ] && [ -e "%1$s.2" ]; do sleep 0.1; done
                  sleep 2
                  echo "result=$((10 + FLORIA_INSTANCE * FLORIA_INSTANCE)) $(date -u +%%s)" >>"$FLORIA_OUTPUT"
                else
                  handed=$(scontrol show job "$SLURM_JOB_ID" | sed -n 's/.*SubmitTime=\\([^ ]*\\).*/\\1/p')
                  echo "result=$results after $(date -d "$handed" +%%s)" >>"$FLORIA_OUTPUT"
                fi
                """
                        .formatted(cluster().home().resolve("sweep")));

        Result up = floria.run("up", template.toString(), "--json");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        Matcher seen =
                Pattern.compile("\\[\"10 (\\d+)\", ?\"11 (\\d+)\", ?\"14 (\\d+)\"] after (\\d+)")
                        .matcher(up.last().path("outputs").path("sum").asString());
        assertThat(seen.matches()).describedAs("%s", up.last()).isTrue();
        assertThat(Long.parseLong(seen.group(4)))
                .isGreaterThanOrEqualTo(Long.parseLong(seen.group(1)))
                .isGreaterThanOrEqualTo(Long.parseLong(seen.group(2)))
                .isGreaterThanOrEqualTo(Long.parseLong(seen.group(3)));
    }

    /** What the program has written, wherever below the site's folder its own is. */
    private static Optional<Path> checkpoint() {
        try (Stream<Path> files = Files.walk(cluster().home())) {
            return files.filter(file -> file.endsWith("checkpoint.json")).findFirst();
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    @Test
    void aNotebookInAJobIsOpenedByItsUrlAndTellsWhenItEnds() throws Exception {
        Programs.need("jupyter-notebook", "a test with a notebook");
        Result up =
                floria.run("up", "examples/notebook-slurm.yaml", "--json", "-i", "wall_time=10 m");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        Notebook notebook = new Notebook(up.last().path("outputs").path("url").asString());
        assertThat(notebook.statusWith("wrong")).isEqualTo(403);
        assertThat(notebook.run("import os; print(os.environ['SLURMD_NODENAME'])"))
                .matches("(cpu|gpu)[12]\n");
        Instant end = Instant.parse(up.last().path("outputs").path("ends_at").asString());
        assertThat(end).isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(11)));
        Awaitility.await("a warning of its end")
                .atMost(Installation.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() ->
                        floria.run("events", "notebook-slurm").out().contains("walltime.warning"));
    }

    @Test
    void aJobFetchesItsDataFromAContainerAndLeavesItsResultThere() throws Exception {
        try (PodmanService engine = PodmanService.start(new TestImage.Lab());
                Installation both =
                        new Installation(
                                folder.resolve("both"),
                                """
                                sites:
                                  cluster:
                                    kind: slurm
                                    folder: %s
                                    slurm_conf: %s
                                  engine:
                                    kind: containers
                                    address: %s
                                    images: {"debian:12": "localhost/floria-lab:12"}
                                    pull: never
                                """
                                        .formatted(
                                                cluster().home().resolve("both"),
                                                cluster().environment().get("SLURM_CONF"),
                                                engine.address()));
                HttpClient http = HttpClient.newHttpClient()) {
            Result up = both.run("up", "examples/hybrid.yaml", "--json");

            assertThat(up.code()).describedAs("%s%n%s", up, both.serverLog()).isZero();
            var outputs = up.last().path("outputs");
            assertThat(outputs.path("slope").asDouble()).isEqualTo(3.0);
            HttpRequest.Builder result =
                    HttpRequest.newBuilder(URI.create(outputs.path("result").asString()));
            assertThat(http.send(result.build(), HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            result.header("Authorization", "Bearer " + outputs.path("token").asString());
            assertThat(http.send(result.build(), HttpResponse.BodyHandlers.ofString()).body())
                    .contains("\"offset\": 1.0", outputs.path("trained_on").asString());
        }
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
