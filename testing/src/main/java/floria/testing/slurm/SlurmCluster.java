package floria.testing.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

import floria.testing.program.Ending;
import floria.testing.program.Folders;
import floria.testing.program.Programs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A Slurm of a test's own in a temporary folder on the loopback address: munge, controller, four
 * node daemons and the REST daemon with tokens. Two nodes have two GPUs each, which are null
 * devices; the nodes claim more than this machine has. Accounting only where it is asked for. It
 * needs no root.
 *
 * <p>Partitions: {@code cpu} (default), {@code gpu}, and {@code spot}, whose jobs are put back into
 * the queue when {@code gpu} wants their nodes.
 */
public final class SlurmCluster implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final List<String> NODES = List.of("cpu1", "cpu2", "gpu1", "gpu2");

    private final Path folder;
    private final List<Integer> ports = freePorts(8);
    private final Optional<Accounting> accounting;
    private final Map<String, String> environment;
    private final List<Process> running = new ArrayList<>();
    private final Ending ending;
    private Process controller;

    private SlurmCluster(Path folder, boolean accounted) throws IOException {
        this.folder = folder;
        this.accounting =
                accounted
                        ? Optional.of(new Accounting(folder, ports.get(6), ports.get(7)))
                        : Optional.empty();
        this.environment =
                Map.of("SLURM_CONF", folder.resolve("slurm.conf").toString(), "LC_ALL", "C.UTF-8");
        configure();
        launch(
                "munged",
                Map.of(),
                "--foreground",
                "--force",
                "--num-threads=10",
                "--key-file=" + folder.resolve("munge/key"),
                "--socket=" + folder.resolve("munge/socket"),
                "--pid-file=" + folder.resolve("munge/pid"),
                "--log-file=" + folder.resolve("log/munged"),
                "--seed-file=" + folder.resolve("munge/seed"));
        await("munge", () -> Files.exists(folder.resolve("munge/socket")));
        if (accounting.isPresent()) {
            try {
                account(accounting.get());
            } catch (RuntimeException e) {
                endDaemons();
                throw e;
            }
        }
        controller = launch("slurmctld", Map.of(), "-D", "-c");
        for (String node : NODES) {
            Files.createDirectories(folder.resolve("spool").resolve(node));
            launch("slurmd", Map.of(), "-D", "-N", node);
        }
        startRest();
        this.ending =
                new Ending(
                        "Slurm",
                        this::cancelAll,
                        this::endDaemons,
                        this::endJobs,
                        () -> Folders.delete(folder));
    }

    /**
     * Starts a cluster, and returns when all nodes are idle.
     *
     * @throws TestAbortedException in one line, when this machine has no Slurm
     */
    public static SlurmCluster start() {
        return start(false);
    }

    /**
     * The same with slurmdbd and a MariaDB, where jobs, accounts and their limits are kept; the one
     * who runs it is the user of the account {@code physics}.
     */
    public static SlurmCluster startWithAccounting() {
        Accounting.need();
        return start(true);
    }

    private static SlurmCluster start(boolean accounted) {
        for (String program : List.of("munged", "slurmctld", "slurmd", "slurmrestd", "sbatch")) {
            Programs.need(program, "Slurm");
        }
        try {
            Path folder = Files.createTempDirectory("floria-slurm-").toRealPath();
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            SlurmCluster cluster = new SlurmCluster(folder, accounted);
            try {
                cluster.await("Slurm", cluster::allIdle);
                return cluster;
            } catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Slurm", e);
        }
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> free = sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return free;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure() throws IOException {
        for (String part : List.of("munge", "state", "spool", "log", "home")) {
            Files.createDirectories(folder.resolve(part));
        }
        secret("munge/key", 128);
        secret("state/jwt", 32);
        String me = Programs.run(Map.of(), List.of("id", "-un"));
        Files.writeString(
                folder.resolve("slurm.conf"),
                """
                ClusterName=floria
                SlurmctldHost=localhost(127.0.0.1)
                SlurmctldPort=%2$d
                SlurmUser=%3$s
                SlurmdUser=%3$s
                AuthType=auth/munge
                AuthInfo=socket=%1$s/munge/socket
                AuthAltTypes=auth/jwt
                AuthAltParameters=jwt_key=%1$s/state/jwt
                CredType=cred/munge
                StateSaveLocation=%1$s/state
                SlurmdSpoolDir=%1$s/spool/%%n
                SlurmctldPidFile=%1$s/slurmctld.pid
                SlurmdPidFile=%1$s/slurmd-%%n.pid
                SlurmctldLogFile=%1$s/log/slurmctld
                SlurmdLogFile=%1$s/log/slurmd-%%n
                MailProg=/bin/true
                ProctrackType=proctrack/linuxproc
                TaskPlugin=task/none
                SelectType=select/cons_tres
                SelectTypeParameters=CR_Core_Memory
                DefMemPerCPU=100
                SchedulerParameters=sched_interval=2,batch_sched_delay=0,sched_min_interval=0,bf_interval=1
                PreemptType=preempt/partition_prio
                PreemptMode=REQUEUE
                GresTypes=gpu
                ReturnToService=2
                SlurmdParameters=config_overrides
                MpiDefault=none
                %8$s                JobAcctGatherType=jobacct_gather/linux
                JobAcctGatherFrequency=task=1
                JobAcctGatherParams=OverMemoryKill
                KillWait=2
                MinJobAge=300
                NodeName=DEFAULT CPUs=16 Boards=1 SocketsPerBoard=1 CoresPerSocket=16 ThreadsPerCore=1 RealMemory=16000 State=UNKNOWN
                NodeName=cpu1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=%4$d Feature=avx512
                NodeName=cpu2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=%5$d Feature=avx512
                NodeName=gpu1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=%6$d Gres=gpu:a100:2 Feature=infiniband,nvlink
                NodeName=gpu2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=%7$d Gres=gpu:a100:2 Feature=infiniband,nvlink
                PartitionName=DEFAULT MaxTime=60 DefaultTime=60 State=UP
                PartitionName=cpu Nodes=cpu[1-2] Default=YES PriorityTier=10
                PartitionName=gpu Nodes=gpu[1-2] PriorityTier=10
                PartitionName=spot Nodes=gpu[1-2] PriorityTier=1
                """
                        .formatted(
                                folder,
                                ports.get(0),
                                me,
                                ports.get(2),
                                ports.get(3),
                                ports.get(4),
                                ports.get(5),
                                accounting
                                        .map(Accounting::lines)
                                        .orElse(
                                                "AccountingStorageType=accounting_storage/none\n")));
        Files.writeString(
                folder.resolve("gres.conf"),
                """
                NodeName=gpu[1-2] Name=gpu Type=a100 File=/dev/null
                NodeName=gpu[1-2] Name=gpu Type=a100 File=/dev/zero
                """);
        Files.writeString(folder.resolve("cgroup.conf"), "CgroupAutomount=no\n");
    }

    /** The database, what keeps the accounts in it, and the first account. */
    private void account(Accounting accounts) throws IOException {
        String me = Programs.run(Map.of(), List.of("id", "-un"));
        accounts.prepare(me);
        launch("mariadbd", Map.of(), accounts.arguments(me));
        await("MariaDB", () -> answers(accounts.database()));
        launch("slurmdbd", Map.of(), "-D");
        await("slurmdbd", () -> answers(accounts.daemon()));
        run("sacctmgr", "-i", "add", "cluster", "floria");
        run("sacctmgr", "-i", "add", "account", "physics");
        run("sacctmgr", "-i", "add", "user", me, "account=physics", "defaultaccount=physics");
    }

    private static boolean answers(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void secret(String name, int bytes) throws IOException {
        byte[] key = new byte[bytes];
        new SecureRandom().nextBytes(key);
        Path file = Files.write(folder.resolve(name), key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }

    private Process launch(String program, Map<String, String> more, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.need(program, "Slurm").toString());
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = Programs.builder(environment, command);
            builder.environment().putAll(more);
            builder.directory(folder.toFile());
            Process process =
                    builder.redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            folder.resolve("log/" + program + ".out").toFile()))
                            .start();
            running.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + program, e);
        }
    }

    private void startRest() throws IOException {
        // It refuses to run as the one whom the controller runs as, if this is not said.
        Map<String, String> more =
                Map.of("SLURM_JWT", "daemon", "SLURMRESTD_SECURITY", "disable_user_check");
        launch("slurmrestd", more, "-a", "rest_auth/jwt", "-s", plugin(more), address());
    }

    private String address() {
        return "127.0.0.1:" + ports.get(1);
    }

    /** The newest of those that do without accounting. */
    private String plugin(Map<String, String> more) throws IOException {
        ProcessBuilder builder =
                Programs.builder(
                        environment,
                        List.of(Programs.need("slurmrestd", "Slurm").toString(), "-s", "list"));
        builder.environment().putAll(more);
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return Pattern.compile("openapi/v0\\.0\\.\\d+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new TestAbortedException("not run: slurmrestd says " + text));
    }

    private boolean allIdle() {
        if (!controller.isAlive()) {
            throw new IllegalStateException("slurmctld does not start: " + log("slurmctld.out"));
        }
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), ports.get(1))) {
            return run("sinfo", "-h", "-N", "-p", "cpu,gpu", "-o", "%T")
                    .lines()
                    .allMatch("idle"::equals);
        } catch (IOException | IllegalStateException _) {
            return false;
        }
    }

    private String log(String name) {
        try {
            return Files.readString(folder.resolve("log").resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void await(String what, java.util.concurrent.Callable<Boolean> done) {
        Awaitility.await(what)
                .atMost(READY)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(done);
    }

    /** What programs need to talk to this cluster. */
    public Map<String, String> environment() {
        return environment;
    }

    /** A folder that all nodes share, for a test's own use. */
    public Path home() {
        return folder.resolve("home");
    }

    /** Where the REST daemon listens. */
    public String restUrl() {
        return "http://" + address();
    }

    /** A token for the REST daemon that lives so long. */
    public String token(Duration life) {
        String line = run("scontrol", "token", "lifespan=" + life.toSeconds());
        return line.substring(line.indexOf('=') + 1);
    }

    /** Runs one of Slurm's commands, and answers what it printed. */
    public String run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.need(program, "Slurm").toString());
        command.addAll(List.of(arguments));
        return Programs.run(environment, command);
    }

    /** Ends the controller, as when its machine goes down. */
    public void stopController() {
        end(controller);
    }

    /** Starts the controller again with what it knew, and returns when it answers. */
    public void startController() {
        controller = launch("slurmctld", Map.of(), "-D");
        await(
                "slurmctld",
                () -> {
                    try {
                        run("squeue");
                        return true;
                    } catch (IllegalStateException _) {
                        return false;
                    }
                });
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it with all its jobs, and removes what it has left. */
    @Override
    public void close() {
        ending.close();
    }

    /** A controller that does not answer has no say in its end. */
    private void cancelAll() {
        if (controller.isAlive()) {
            run("scancel", "--full", "--signal=KILL", "--me");
            run("scancel", "--me");
            await("end of jobs", () -> run("squeue", "-h").isEmpty());
        }
    }

    private void endDaemons() {
        running.forEach(Process::destroy);
        running.reversed().forEach(SlurmCluster::end);
    }

    /** Jobs outlive the daemons that began them. */
    private void endJobs() {
        byte[] mark = ("SLURM_CONF=" + folder + "/").getBytes(UTF_8);
        ProcessHandle.allProcesses()
                .filter(process -> {
                    Path environ = Path.of("/proc", Long.toString(process.pid()), "environ");
                    try {
                        return new String(Files.readAllBytes(environ), ISO_8859_1)
                                .contains(new String(mark, ISO_8859_1));
                    } catch (IOException _) {
                        return false;
                    }
                })
                .forEach(ProcessHandle::destroyForcibly);
    }
}
