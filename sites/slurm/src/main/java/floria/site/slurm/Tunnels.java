package floria.site.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

import floria.site.SiteException;
import floria.site.shell.Shell;

/**
 * Ways to ports of nodes that are only reached from the login host: for each a port of this
 * machine's loopback address, whose connections are carried by a program on the login host. A way
 * has the same port again after a restart of the server, unless somebody else took it. One that was
 * not asked for in a while is closed. Safe for many threads.
 */
public final class Tunnels implements SlurmSite.Reach, AutoCloseable {
    private static final Duration UNASKED = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofDays(7);

    /** How long an answer may still come after the client has said its last. */
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;

    private final Shell login;
    private final LongSupplier nanos;
    private final Map<Address, Way> ways = new HashMap<>();

    /**
     * @param login runs programs on the login host
     * @param nanos a clock that only goes forward
     */
    public Tunnels(Shell login, LongSupplier nanos) {
        this.login = login;
        this.nanos = nanos;
    }

    private static final class Way {
        private final ServerSocket socket;
        private long asked;

        private Way(ServerSocket socket) {
            this.socket = socket;
        }
    }

    @Override
    public synchronized Address to(String host, int port) {
        long now = nanos.getAsLong();
        Address node = new Address(host, port);
        Way way = ways.computeIfAbsent(node, this::open);
        way.asked = now;
        ways.values()
                .removeIf(old -> {
                    boolean over = now - old.asked > UNASKED.toNanos();
                    if (over) {
                        close(old.socket);
                    }
                    return over;
                });
        return new Address(
                InetAddress.getLoopbackAddress().getHostAddress(), way.socket.getLocalPort());
    }

    private Way open(Address node) {
        Way way = new Way(listen(node));
        Thread.ofVirtual()
                .name("tunnel to " + node)
                .start(() -> {
                    while (!way.socket.isClosed()) {
                        try {
                            Socket client = way.socket.accept();
                            Thread.startVirtualThread(() -> carry(client, node));
                        } catch (IOException _) {
                            // It was closed, or one client was gone before it was greeted.
                        }
                    }
                });
        return way;
    }

    private static ServerSocket listen(Address node) {
        int port = FIRST + Math.floorMod(Objects.hash(node.host(), node.port()), COUNT);
        return Optional.of(port)
                .flatMap(Tunnels::listen)
                .or(() -> listen(0))
                .orElseThrow(() ->
                        new UncheckedIOException(new IOException("no free port on this machine")));
    }

    private static Optional<ServerSocket> listen(int port) {
        try {
            return Optional.of(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void carry(Socket client, Address node) {
        List<String> argv =
                List.of(
                        "/bin/sh",
                        "-c",
                        Scripts.RELAY.text(),
                        "floria",
                        node.host(),
                        Integer.toString(node.port()));
        Thread carrier = Thread.currentThread();
        try (client;
                InputStream in = client.getInputStream();
                OutputStream out = client.getOutputStream()) {
            login.run(
                    argv,
                    new UntilSilent(in, carrier),
                    flushing(out),
                    OutputStream.nullOutputStream(),
                    LONGEST);
        } catch (IOException | SiteException | UncheckedIOException _) {
            // The client sees its connection end, as it would without a tunnel.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static OutputStream flushing(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                out.flush();
            }
        };
    }

    /** When the client has ended, so does the program at the other end, a little later. */
    private static final class UntilSilent extends InputStream {
        private final InputStream in;
        private final Thread carrier;

        UntilSilent(InputStream in, Thread carrier) {
            this.in = in;
            this.carrier = carrier;
        }

        @Override
        public int read() throws IOException {
            return ended(in.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return ended(in.read(bytes, offset, length));
        }

        private int ended(int result) {
            if (result < 0) {
                Thread.startVirtualThread(() -> {
                    try {
                        if (!carrier.join(LAST_WORD)) {
                            carrier.interrupt();
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            return result;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Whether it minds or not, nobody uses it any more.
        }
    }

    @Override
    public synchronized void close() {
        ways.values().forEach(way -> close(way.socket));
        ways.clear();
    }
}
