package floria.testing.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import floria.testing.program.Programs;

/**
 * One SSH server. As root it has processes, a host name and mounts of its own, so that it can lose
 * its power: then all that runs on it ends at once. Its home folder stays.
 */
public final class SshMachine {
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Duration READY = Duration.ofSeconds(30);

    /** What is written to /etc stays in the machine's folder. */
    private static final String START =
            """
            hostname "$1"
            mkdir -p "$2/etc" "$2/etc.work" &&
              mount -t overlay -o "lowerdir=/etc,upperdir=$2/etc,workdir=$2/etc.work" none /etc &&
              echo own users
            [ -z "$3" ] || mount -t tmpfs -o "size=$3" none "$2/home" || exit
            shift 3
            exec "$@"
            """;

    private final String name;
    private final String address;
    private final int port;
    private final Path folder;
    private final Path sshd;
    private String diskBytes = "";
    private Process process;

    private SshMachine(SshMachines pool, String name, String address, int port, Path folder) {
        this.name = name;
        this.address = address;
        this.port = port;
        this.folder = folder;
        this.sshd = pool.sshd();
        try {
            Files.createDirectories(home());
            Path authorized = folder.resolve("authorized_keys");
            Files.copy(pool.identity().resolveSibling("id.pub"), authorized);
            pool.key(folder.resolve("host_key"));
            Files.writeString(folder.resolve("sshd_config"), configuration());
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SshMachine start(SshMachines pool, String name, String address, int port, Path above) {
        SshMachine machine = new SshMachine(pool, name, address, port, above.resolve(name));
        machine.awaitReady();
        return machine;
    }

    public String name() {
        return name;
    }

    public String address() {
        return address;
    }

    public int port() {
        return port;
    }

    /** The home folder of whoever logs in. */
    public Path home() {
        return folder.resolve("home");
    }

    /** A folder for programs of a test, which come before all others there. */
    public Path programs() {
        return folder.resolve("bin");
    }

    /** Whether users that are made on it are its own, so that they do not become real ones. */
    public boolean ownUsers() {
        try {
            return ownProcesses() && Files.readString(folder.resolve("log")).contains("own users");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String hostKey() throws IOException {
        return Files.readString(folder.resolve("host_key.pub")).strip();
    }

    private String configuration() {
        return String.join(
                        "\n",
                        "Port " + port,
                        "ListenAddress " + address,
                        "HostKey " + folder.resolve("host_key"),
                        "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                        "PidFile none",
                        "StrictModes no",
                        "UsePAM no",
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        "PermitRootLogin yes",
                        "UseDNS no",
                        "MaxStartups 100:30:200",
                        "Subsystem sftp internal-sftp",
                        "SetEnv HOME=" + home() + " PATH=" + programs() + ":" + PATH)
                + "\n";
    }

    /** Whether it has processes of its own, so that it can be turned off with all of them. */
    public boolean ownProcesses() {
        return Programs.isRoot();
    }

    /** From the next start on, the home folder is an empty disk of this size, as root only. */
    public void disk(long bytes) {
        diskBytes = Long.toString(bytes);
    }

    private Process launch() throws IOException {
        List<String> words = new ArrayList<>();
        Path log = folder.resolve("log");
        if (ownProcesses()) {
            words.addAll(
                    List.of(
                            "unshare",
                            "--uts",
                            "--mount",
                            "--pid",
                            "--fork",
                            "--kill-child",
                            "--mount-proc",
                            "sh",
                            "-c",
                            START,
                            "sh",
                            name,
                            folder.toString(),
                            diskBytes));
        }
        words.addAll(
                List.of(
                        sshd.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString()));
        return Programs.builder(Map.of(), words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitReady() {
        Awaitility.await("SSH server " + name)
                .atMost(READY)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                "sshd ended: " + Files.readString(folder.resolve("log")));
                    }
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(address, port), 1000);
                        return true;
                    } catch (IOException _) {
                        return false;
                    }
                });
    }

    /**
     * Ends the server, and as root everything that runs on the machine. When it returns, nothing
     * listens on its port: otherwise one that is about to end would be taken for the next server,
     * which could not listen there.
     */
    public void powerOff() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            // As root it waits for the first process of the machine, which is the last to end.
            if (!ownProcesses() || !process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the server again, with the same keys. */
    public void powerOn() throws IOException {
        process = launch();
        awaitReady();
    }

    /** Gives it another host key, as a machine has that was set up anew. */
    public void changeHostKey(SshMachines pool) throws IOException {
        Files.delete(folder.resolve("host_key"));
        Files.delete(folder.resolve("host_key.pub"));
        pool.key(folder.resolve("host_key"));
    }

    /** Stops all its processes where they are: it is reached, and does not answer. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        List<String> words = new ArrayList<>(List.of("kill", "-s", signal));
        words.add(Long.toString(process.pid()));
        process.descendants().map(ProcessHandle::pid).map(String::valueOf).forEach(words::add);
        Programs.run(Map.of(), words);
    }
}
