package floria.site.slurm;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import floria.site.Execution;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Hardware;
import floria.site.Observed.State;
import floria.site.ResourceSpec.Allocation;
import floria.site.ResourceSpec.Machine;
import floria.site.SiteException;
import floria.site.shell.Shell;
import floria.testing.program.Programs;
import floria.testing.slurm.SlurmCluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What becomes of jobs on a real Slurm, and what is refused before it is asked. */
final class SlurmJobsTest {
    private static Optional<SlurmCluster> running = Optional.empty();

    @BeforeAll
    static void startCluster() {
        running = Optional.of(SlurmCluster.start());
    }

    @AfterAll
    static void stopCluster() {
        running.ifPresent(SlurmCluster::close);
    }

    private final SlurmCluster cluster = running.orElseThrow();
    private final Slurms slurm =
            new Slurms(cluster, new Commands("cluster", SlurmContract.shell(cluster)));

    private Fault refused(Machine machine) {
        SiteException refusal =
                catchThrowableOfType(
                        SiteException.class,
                        () -> slurm.site().ensure(slurm.context(), List.of(machine)));
        assertThat(slurm.seen(machine.key()).state()).isEqualTo(State.ABSENT);
        assertThat(cluster.run("squeue", "-h", "-t", "all", "-n", machine.key().toString()))
                .isEmpty();
        return refusal.fault();
    }

    private static Allocation constrained(String constraint) {
        return new Allocation(
                1,
                1,
                Optional.empty(),
                Optional.of(constraint),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static Allocation requeued(int nodes, int tasks) {
        return new Allocation(
                nodes,
                tasks,
                Optional.of(Duration.ofMinutes(5)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private String job(Machine machine) {
        return Optional.ofNullable(slurm.seen(machine.key()).attributes().get("slurm_job"))
                .orElseThrow();
    }

    @Test
    void refusesBeforeItAsksWhatTheClusterDoesNotHave() {
        assertThat(refused(slurm.machine("nowhere", 0, Allocation.ONE_NODE)).hint().orElseThrow())
                .contains("cpu, gpu, gpu/a100, spot, spot/a100");
        assertThat(refused(slurm.machine("gpu/a100", 1, constrained("infiniband&quantum"))))
                .satisfies(fault -> {
                    assertThat(fault.message()).contains("'quantum'");
                    assertThat(fault.hint().orElseThrow()).contains("infiniband, nvlink");
                });
        assertThat(refused(slurm.machine("gpu/a100", 3, Allocation.ONE_NODE)).message())
                .contains("at most 2 GPUs, and 3 are asked for");
        assertThat(refused(slurm.machine("gpu/h100", 1, Allocation.ONE_NODE)).kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(refused(slurm.machine("cpu", 0, requeued(3, 1))).message())
                .contains("1 to 2 such nodes");
        Allocation long1 =
                new Allocation(
                        1,
                        1,
                        Optional.of(Duration.ofHours(2)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false);
        assertThat(refused(slurm.machine("cpu", 0, long1)).message())
                .contains("at most 60 minutes, and 120 are asked for");
        Allocation reserved =
                new Allocation(
                        1,
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("maintenance"),
                        false);
        assertThat(refused(slurm.machine("cpu", 0, reserved)).message())
                .contains("no reservation 'maintenance'");
    }

    @Test
    void saysInPlainWordsWhyAJobWaitsAndWhyItWasKilled() {
        Machine greedy = slurm.machine("cpu", 0, Allocation.ONE_NODE);
        slurm.ready(greedy);
        Execution eating =
                slurm.start(
                        greedy.key(),
                        "eat",
                        "exec /usr/bin/perl -e '$x = \"x\" x 300_000_000; sleep 60'");
        assertThat(end(eating).message()).contains("used more memory than it had asked for");
        assertThat(slurm.await(greedy.key(), State.FAILED).fault().map(Fault::hint).orElseThrow())
                .hasValueSatisfying(hint -> assertThat(hint).contains("mem_size"));

        Machine slow = slurm.machine("cpu", 0, Allocation.ONE_NODE);
        slurm.ready(slow);
        Execution sleeping = slurm.start(slow.key(), "sleep", "sleep 300");
        cluster.run("scontrol", "update", "jobid=" + job(slow), "endtime=now");
        assertThat(end(sleeping).message()).contains("its wall time was over");

        // Nobody may use the nodes now.
        cluster.run("scontrol", "update", "nodename=cpu[1-2]", "state=drain", "reason=test");
        try {
            Machine waiting = slurm.machine("cpu", 0, Allocation.ONE_NODE);
            slurm.site().ensure(slurm.context(), List.of(waiting));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(
                                            slurm.seen(waiting.key())
                                                    .attributes()
                                                    .getOrDefault("waits_because", ""))
                                    .contains("(ReqNodeNotAvail)"));
            assertThat(slurm.site().offers(slurm.context()))
                    .noneMatch(offer -> offer.id().equals("cpu"));
            slurm.site().release(slurm.context(), waiting.key());
            assertThat(slurm.seen(waiting.key()).state()).isEqualTo(State.ABSENT);
        } finally {
            cluster.run("scontrol", "update", "nodename=cpu[1-2]", "state=resume");
        }
    }

    /** Follows a program whose job is ended under it. */
    private static Fault end(Execution execution) {
        return catchThrowableOfType(
                        SiteException.class,
                        () -> execution.follow((_, _, _) -> {}, Duration.ofSeconds(60)))
                .fault();
    }

    @Test
    void continuesAProgramAfterItsJobWasPreempted() {
        Hardware whole = new Hardware(16, 50L << 20, 0, 2, Optional.empty());
        Machine spot = slurm.machine("spot/a100", whole, Optional.empty(), requeued(2, 1));
        slurm.ready(spot);
        Execution program =
                slurm.start(
                        spot.key(),
                        "train",
                        "echo x >>begun; echo \"begun $(wc -l <begun) secret ${TOKEN-}\"; "
                                + "while [ ! -e done ]; do sleep 0.1; done; echo finished");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> lines(program), l -> !l.isEmpty());
        String job = job(spot);

        Machine important = slurm.machine("gpu/a100", whole, Optional.empty(), Allocation.ONE_NODE);
        slurm.ready(important);
        slurm.await(spot.key(), State.PENDING);
        assertThat(program.status()).isEqualTo(new Execution.Status.Running());
        slurm.site().release(slurm.context(), important.key());
        slurm.await(spot.key(), State.PENDING);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> cluster.run("squeue", "-h", "-j", job, "-o", "%T"), "PENDING"::equals);
        cluster.run("scontrol", "update", "jobid=" + job, "starttime=now");
        slurm.await(spot.key(), State.READY);
        assertThat(job(spot)).isEqualTo(job);
        slurm.output(spot.key(), "let", "touch done");

        List<String> lines = new ArrayList<>();
        assertThat(program.follow((_, _, text) -> lines.add(text), Duration.ofSeconds(30)))
                .isEqualTo(new Execution.Status.Exited(0));
        assertThat(lines).contains("begun 1 secret ", "begun 2 secret ", "finished");
        slurm.site().release(slurm.context(), spot.key());
    }

    @Test
    void followsJobsThroughARestartOfTheController() {
        Machine machine = slurm.machine("cpu", 0, Allocation.ONE_NODE);
        slurm.ready(machine);
        Execution program = slurm.start(machine.key(), "long", "echo up; sleep 300");
        cluster.stopController();
        try {
            // What was seen a moment ago may be answered once more.
            SiteException down =
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .until(
                                    () ->
                                            catchThrowableOfType(
                                                    SiteException.class,
                                                    () -> slurm.seen(machine.key())),
                                    Objects::nonNull);
            assertThat(down.fault().kind()).isEqualTo(Kind.UNREACHABLE);
        } finally {
            cluster.startController();
        }
        assertThat(slurm.await(machine.key(), State.READY).attributes()).containsKey("slurm_job");
        assertThat(program.status()).isEqualTo(new Execution.Status.Running());
        assertThat(lines(program)).contains("up");
        slurm.site().release(slurm.context(), machine.key());
    }

    @Test
    void runsProgramsInAContainerOfCharliecloud() throws Exception {
        Programs.need("ch-run", "Charliecloud");
        Path image = busybox(Programs.need("busybox", "Charliecloud"));
        Slurms contained =
                new Slurms(
                        SlurmContract.settings(cluster)
                                .withImages(
                                        ContainerRuntime.CHARLIECLOUD,
                                        Map.of("busybox:1", image.toString())),
                        cluster,
                        new Commands("cluster", SlurmContract.shell(cluster)));
        Machine machine =
                contained.machine(
                        "cpu",
                        Hardware.of(1, 50L << 20, 0),
                        Optional.of("busybox:1"),
                        Allocation.ONE_NODE);
        contained.ready(machine);

        assertThat(
                        contained.output(
                                machine.key(),
                                "look",
                                "cat /made; echo \"$1\" >file; cat file",
                                "it's"))
                .containsExactly("by a test", "it's");
        Execution sleeping = contained.start(machine.key(), "sleep", "sleep 600");
        sleeping.kill(Duration.ZERO);
        assertThat(sleeping.status()).isInstanceOf(Execution.Status.Exited.class);
        contained.site().release(contained.context(), machine.key());
    }

    @Test
    void reachesAServiceInAJobThroughTheLoginHost() throws Exception {
        Shell login = SlurmContract.shell(cluster);
        try (Tunnels tunnels = new Tunnels(login, System::nanoTime)) {
            SlurmSite.Reach.Address nowhere = tunnels.to("127.0.0.1", 1);
            assertThat(tunnels.to("127.0.0.1", 1)).isEqualTo(nowhere);
            Machine machine = slurm.machine("cpu", 0, Allocation.ONE_NODE);
            slurm.ready(machine);
            Execution service =
                    slurm.start(
                            machine.key(),
                            "serve",
                            """
                            exec perl -e '$| = 1; use IO::Socket::INET;
                              my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 5);
                              print $s->sockport . "\\n";
                              while (my $c = $s->accept) { my $l = <$c>; print $c "you said $l"; close $c }'
                            """);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> lines(service), found -> !found.isEmpty());
            int port = Integer.parseInt(lines(service).getFirst());
            SlurmSite.Reach.Address way = tunnels.to("127.0.0.1", port);
            assertThat(way.port()).isNotEqualTo(port);
            for (String word : List.of("one", "two")) {
                try (Socket socket = new Socket(way.host(), way.port())) {
                    socket.getOutputStream().write((word + "\n").getBytes(UTF_8));
                    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                            .isEqualTo("you said " + word + "\n");
                }
            }
            slurm.site().release(slurm.context(), machine.key());
        }
    }

    /** As small as an image gets: busybox, and where the site's folder is mounted. */
    private Path busybox(Path program) throws IOException {
        Path image = cluster.home().resolve("busybox");
        for (String one :
                List.of("bin", "dev", "proc", "sys", "tmp", "etc", "usr/bin", "home", "root")) {
            Files.createDirectories(image.resolve(one));
        }
        String folder = SlurmContract.settings(cluster).folder();
        Files.createDirectories(image.resolve(folder.substring(1)));
        for (String one : List.of("passwd", "group", "hosts", "resolv.conf")) {
            Files.writeString(image.resolve("etc").resolve(one), "");
        }
        Files.writeString(image.resolve("made"), "by a test\n");
        Files.copy(program, image.resolve("bin/busybox"));
        for (String one : List.of("sh", "cat", "mkdir", "sleep")) {
            Files.createSymbolicLink(image.resolve("bin").resolve(one), Path.of("busybox"));
        }
        return image;
    }

    private static List<String> lines(Execution execution) {
        List<String> lines = new ArrayList<>();
        execution.follow((_, _, text) -> lines.add(text), Duration.ZERO);
        return lines;
    }
}
