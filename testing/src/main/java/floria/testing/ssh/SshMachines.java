package floria.testing.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

import floria.testing.program.Programs;

/**
 * A pool of machines for one test: SSH servers on addresses of their own in 127.0.0.0/8, in a
 * temporary folder, with one key that opens them all, and a {@code ssh_config} and file of known
 * hosts for it. The names of the machines are {@code bm1}, {@code bm2} and so on.
 */
public final class SshMachines implements AutoCloseable {
    private final Path folder;
    private final Path keygen;
    private final Path sshd;
    private final Runnable undo;
    private final List<SshMachine> machines = new ArrayList<>();

    private SshMachines(Path sshd, Path folder, List<String> addresses, Runnable undo) {
        this.sshd = sshd;
        this.undo = undo;
        this.folder = folder;
        this.keygen = Programs.need("ssh-keygen", "this");
        key(identity());
        try {
            Files.createDirectories(controls());
            Files.setPosixFilePermissions(controls(), PosixFilePermissions.fromString("rwx------"));
            for (String address : addresses) {
                String name = "bm" + (machines.size() + 1);
                machines.add(SshMachine.start(this, name, address, freePort(address), folder));
            }
            writeClient();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the servers.
     *
     * @throws TestAbortedException in one line, when this machine has no SSH server
     */
    public static SshMachines start(int count) {
        return start(
                IntStream.rangeClosed(1, count).mapToObj(i -> "127.0.1." + i).toList(), () -> {});
    }

    /**
     * Starts servers for programs that do not take addresses of 127.0.0.0/8 for those of machines:
     * on private addresses, which this machine alone knows, and only until the pool is closed.
     *
     * @throws TestAbortedException in one line, when this machine has no SSH server, or one may not
     *     give it addresses
     */
    public static SshMachines onPrivateAddresses(int count) {
        Programs.needRoot("addresses of its own");
        PrivateAddresses addresses = PrivateAddresses.add(count);
        try {
            return start(addresses.all(), addresses::remove);
        } catch (RuntimeException e) {
            addresses.remove();
            throw e;
        }
    }

    private static SshMachines start(List<String> addresses, Runnable undo) {
        Path sshd = Programs.need("sshd", "a test with machines");
        try {
            // The paths of sockets must be short.
            Path folder = Files.createTempDirectory(Path.of("/tmp"), "fl-ssh-").toRealPath();
            if (Programs.isRoot()) {
                // Where the server leaves its rights; Debian makes it when the system starts.
                Files.createDirectories(Path.of("/run/sshd"));
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return new SshMachines(sshd, folder, addresses, undo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SshMachine machine(int number) {
        return machines.get(number - 1);
    }

    public List<SshMachine> all() {
        return List.copyOf(machines);
    }

    /** The private key that all machines know. */
    public Path identity() {
        return folder.resolve("id");
    }

    /** A {@code ssh_config} with all machines by name. */
    public Path configuration() {
        return folder.resolve("config");
    }

    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** An empty folder for the sockets of connections. */
    public Path controls() {
        return folder.resolve("c");
    }

    public Path folder() {
        return folder;
    }

    /** What the client program needs of the environment. */
    public Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "HOME", folder.toString());
    }

    /** Makes a key pair. */
    public Path key(Path file) {
        Programs.run(
                Map.of(),
                List.of(
                        keygen.toString(),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        "test",
                        "-f",
                        file.toString()));
        return file;
    }

    Path sshd() {
        return sshd;
    }

    /** Writes the host keys that the machines have now into the file of known hosts. */
    public void trustAll() throws IOException {
        StringBuilder known = new StringBuilder();
        for (SshMachine machine : machines) {
            known.append('[').append(machine.address()).append("]:").append(machine.port());
            known.append(' ').append(machine.hostKey()).append('\n');
        }
        Files.writeString(knownHosts(), known);
    }

    private void writeClient() throws IOException {
        StringBuilder config = new StringBuilder();
        for (SshMachine machine : machines) {
            config.append("Host ").append(machine.name()).append('\n');
            config.append("  HostName ").append(machine.address()).append('\n');
            config.append("  Port ").append(machine.port()).append('\n');
        }
        config.append("Host *\n  IdentityFile ").append(identity()).append('\n');
        config.append("  IdentitiesOnly yes\n  UserKnownHostsFile ");
        config.append(knownHosts()).append('\n');
        Files.writeString(configuration(), config);
        trustAll();
    }

    static int freePort(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new TestAbortedException("not run: the address " + address + " is not ours", e);
        }
    }

    @Override
    public void close() {
        machines.forEach(SshMachine::powerOff);
        undo.run();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(SshMachines::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // Somebody still writes into a temporary folder; it does no harm.
        }
    }
}
