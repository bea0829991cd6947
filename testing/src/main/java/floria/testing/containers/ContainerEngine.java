package floria.testing.containers;

import java.nio.file.Path;

/** A container engine of a test's own, which is gone with all that it ran when it is closed. */
public sealed interface ContainerEngine extends AutoCloseable permits PodmanService, DockerService {

    /** As people call it. */
    String name();

    /** Where it listens. */
    Path socket();

    /** Where it listens, as DOCKER_HOST has it. */
    default String address() {
        return "unix://" + socket();
    }

    /** Runs the engine's own command line on it, and answers what that writes. */
    String command(String... arguments);

    @Override
    void close();
}
