package floria.site.containers;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a container engine listens. */
public sealed interface EngineAddress {

    /** A socket in the file system. */
    record Unix(Path socket) implements EngineAddress {
        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    /**
     * A port.
     *
     * @param certificates the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem};
     *     empty for a connection in the clear
     */
    record Tcp(String host, int port, Optional<Path> certificates) implements EngineAddress {
        @Override
        public String toString() {
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Reads the form that {@code DOCKER_HOST} has.
     *
     * @param certificates used for {@code tcp} addresses only
     * @throws IllegalArgumentException for a form that cannot be used; the message says why
     */
    static EngineAddress parse(String text, Optional<Path> certificates) {
        if (text.startsWith("/")) {
            return new Unix(Path.of(text));
        }
        if (text.startsWith("unix://")) {
            return new Unix(Path.of(text.substring("unix://".length())));
        }
        if (text.startsWith("tcp://") || text.startsWith("http://")) {
            URI uri = URI.create(text);
            String host = uri.getHost();
            if (host != null) {
                boolean bracketed = host.startsWith("[");
                int port =
                        uri.getPort() > 0 ? uri.getPort() : certificates.isPresent() ? 2376 : 2375;
                return new Tcp(
                        bracketed ? host.substring(1, host.length() - 1) : host,
                        port,
                        certificates);
            }
        }
        throw new IllegalArgumentException(
                "The address '"
                        + text
                        + "' of a container engine is not understood: unix:///path/to/socket and"
                        + " tcp://host:port are.");
    }
}
