package floria.site.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

import floria.site.Fault.Kind;
import floria.site.ResourceSpec.Port;

/** Gives ports of the loopback address to endpoints, each once. Used by one thread. */
final class PortChoice {
    /** Below the ports that the kernel gives to outgoing connections. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    private final Set<Integer> given;

    /**
     * @param given belong to other machines of this site, whether anything listens there or not
     */
    PortChoice(Set<Integer> given) {
        this.given = new HashSet<>(given);
    }

    /** The published port if one is fixed, else the one that the program would like, else any. */
    int choose(Port port) {
        if (port.published().isPresent()) {
            return fixed(port.name(), port.published().getAsInt());
        }
        OptionalInt free = OptionalInt.empty();
        if (take(port.inside())) {
            free = OptionalInt.of(port.inside());
        }
        for (int candidate = FIRST; free.isEmpty() && candidate < LAST; candidate++) {
            if (take(candidate)) {
                free = OptionalInt.of(candidate);
            }
        }
        return free.orElseThrow(() ->
                Faults.of(
                        Kind.CAPACITY,
                        "This machine has no free port for '" + port.name() + "'.",
                        "Take down what is no longer needed."));
    }

    private int fixed(String name, int port) {
        if (given.contains(port)) {
            throw conflict(name, port, "another machine of this site has it");
        }
        if (!take(port)) {
            throw conflict(name, port, "another program listens there, or this user may not");
        }
        return port;
    }

    private static RuntimeException conflict(String name, int port, String why) {
        return Faults.of(
                Kind.CONFLICT,
                "Port "
                        + port
                        + " of this machine, wanted for '"
                        + name
                        + "', is taken: "
                        + why
                        + ".",
                "Choose another published_port, or leave it out to get one that is free.");
    }

    private boolean take(int port) {
        if (given.contains(port) || port < 1 || port > 65_535) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
            return given.add(port);
        } catch (IOException _) {
            return false;
        }
    }
}
