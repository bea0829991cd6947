package floria.cli.journey;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
import floria.testing.program.Programs;
import floria.testing.ssh.SshMachines;

import static org.assertj.core.api.Assertions.assertThat;

/** A Slurm cluster that Floria builds on machines reached by SSH, and that follows its queue. */
@Tag("e2e")
class SlurmClusterJourneyIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    private static @Nullable SshMachines machines;

    @TempDir Path folder;

    private Installation floria;

    @BeforeAll
    static void startMachines() {
        for (String program : List.of("munged", "slurmctld", "slurmd", "sbatch")) {
            Programs.need(program, "a cluster of Slurm");
        }
        machines = SshMachines.start(4);
    }

    @AfterAll
    static void stopMachines() {
        if (machines != null) {
            machines.close();
        }
    }

    @BeforeEach
    void install() throws Exception {
        floria =
                new Installation(
                        folder.resolve("home"),
                        """
                        sites:
                          pool:
                            kind: hosts
                            hosts: [ "bm[1-4]" ]
                            configuration: %s
                            known_hosts: %s
                        """
                                .formatted(pool().configuration(), pool().knownHosts()));
    }

    @AfterEach
    void remove() {
        floria.close();
        pool().all()
                .forEach(machine ->
                        assertThat(machine.home().resolve(".floria-site/r").toFile().list())
                                .isNullOrEmpty());
    }

    private static SshMachines pool() {
        return Objects.requireNonNull(machines);
    }

    /** Slurm's commands on the front end, as somebody logged in there runs them. */
    private record FrontEnd(Path shared, Map<String, String> environment) {
        static FrontEnd of(Result up) {
            var outputs = up.last().path("outputs");
            return new FrontEnd(
                    Path.of(outputs.path("shared").asString()),
                    Map.of("SLURM_CONF", outputs.path("slurm_conf").asString()));
        }

        String run(String... command) {
            return Programs.run(environment, List.of(command));
        }

        /** Hands a job in, and gives its number. */
        String submit(String script, String... options) throws Exception {
            Path file = Files.createTempFile(shared, "job", ".sh");
            Files.writeString(file, "#!/bin/sh\n" + script + "\n");
            List<String> command =
                    new java.util.ArrayList<>(
                            List.of("sbatch", "--parsable", "--chdir=" + shared, "-o", "%j.out"));
            command.addAll(List.of(options));
            command.add(file.toString());
            return Programs.run(environment, command).strip();
        }

        List<String> workers() {
            return run("sinfo", "-h", "-N", "-o", "%N %t")
                    .lines()
                    .map(String::strip)
                    .sorted()
                    .toList();
        }

        String output(String job) throws Exception {
            Path file = shared.resolve(job + ".out");
            return Files.exists(file) ? Files.readString(file) : "";
        }

        boolean runs(String job) {
            return run("squeue", "-h", "-t", "running", "-o", "%A").lines().anyMatch(job::equals);
        }
    }

    @Test
    void aClusterComesUpRunsJobsAndFollowsItsQueue() throws Exception {
        Result up =
                floria.run(
                        "up",
                        "examples/slurm-cluster.yaml",
                        "--json",
                        "-i",
                        "workers=1",
                        "-i",
                        "most=3",
                        "-i",
                        "idle_time=8 s");
        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        FrontEnd front = FrontEnd.of(up);
        assertThat(front.workers()).containsExactly("worker-0 idle");
        runsAJobOfAnotherFloria(front);

        // More wait than one worker takes: another comes, and both end what they have.
        String first = front.submit("hostname; while [ ! -e go ]; do sleep 0.2; done; echo end");
        String second =
                front.submit("srun hostname; while [ ! -e go ]; do sleep 0.2; done; echo end");
        await("both jobs run", () -> front.runs(first) && front.runs(second));
        assertThat(front.workers()).containsExactly("worker-0 alloc", "worker-1 alloc");

        // One goes while its job runs: it waits for the end of that.
        String last = front.run("squeue", "-h", "-j", second, "-o", "%N").strip();
        String leaving = last.equals("worker-1") ? second : first;
        Thread scale =
                Thread.ofVirtual()
                        .start(() ->
                                floria.run(
                                        "scale",
                                        "slurm-cluster",
                                        "worker=1",
                                        "--remove",
                                        "worker.1"));
        await("it takes no more jobs", () -> front.workers().contains("worker-1 drng"));
        assertThat(front.runs(leaving)).isTrue();
        Files.createFile(front.shared().resolve("go"));
        scale.join();

        assertThat(front.output(first)).endsWith("end\n");
        assertThat(front.output(second)).endsWith("end\n");
        await("one is left", () -> front.workers().equals(List.of("worker-0 idle")));
    }

    /** The cluster as a site in turn. */
    private void runsAJobOfAnotherFloria(FrontEnd front) throws Exception {
        Files.writeString(folder.resolve("job.sh"), "#!/bin/sh\necho \"on $SLURMD_NODENAME\"\n");
        Files.writeString(
                folder.resolve("job.yaml"),
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports: [floria]
                topology_template:
                  node_templates:
                    node:
                      type: floria.nodes.Allocation
                      capabilities: {host: {properties: {num_cpus: 1, mem_size: 50 MB}}}
                    job:
                      type: floria.nodes.Job
                      requirements: [{host: node}]
                      interfaces:
                        Process: {operations: {run: {implementation: job.sh}}}
                """);
        try (Installation other =
                new Installation(
                        folder.resolve("other"),
                        """
                        sites:
                          cluster:
                            kind: slurm
                            folder: %s/floria
                            slurm_conf: %s
                        """
                                .formatted(
                                        front.shared(), front.environment().get("SLURM_CONF")))) {
            Result up = other.run("up", folder.resolve("job.yaml").toString(), "--json");
            assertThat(up.code()).describedAs("%s%n%s", up, other.serverLog()).isZero();
            assertThat(other.run("logs", "job").out()).contains("on worker-0");
        }
    }

    @Test
    void workersWithoutWorkGoAndAJobOverTwoNodesBringsThemBack() throws Exception {
        Result up =
                floria.run(
                        "up",
                        "examples/slurm-cluster.yaml",
                        "--json",
                        "-i",
                        "workers=2",
                        "-i",
                        "idle_time=5 s");
        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        FrontEnd front = FrontEnd.of(up);
        await("one goes", () -> front.workers().size() == 1);

        String job = front.submit("srun hostname | sort; echo end", "-N2");

        await("the job has ended", () -> front.output(job).endsWith("end\n"));
        assertThat(floria.run("events", "slurm-cluster").out())
                .contains("elastic.scaled", "1 jobs wait");
    }

    private void await(String what, java.util.concurrent.Callable<Boolean> done) {
        try {
            Awaitility.await(what)
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(500))
                    // The controller is started anew whenever a node comes or goes.
                    .ignoreExceptionsInstanceOf(IllegalStateException.class)
                    .until(done);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(
                    floria.run("events", "slurm-cluster").out()
                            + floria.run("logs", "slurm-cluster").out(),
                    e);
        }
    }
}
