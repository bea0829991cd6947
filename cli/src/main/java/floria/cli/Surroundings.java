package floria.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.cli.screen.Screen;

/**
 * Everything outside of the command that its verbs depend on.
 *
 * @param environment the environment's variables
 * @param folder the working folder; paths on the command line are relative to it
 * @param serverCommand starts a private server in the foreground
 * @param built when the software was built, as far as it is known
 */
public record Surroundings(
        Map<String, String> environment,
        Path folder,
        Screen screen,
        InstantSource clock,
        List<String> serverCommand,
        Optional<java.time.Instant> built) {

    public Surroundings {
        environment = Map.copyOf(environment);
        serverCommand = List.copyOf(serverCommand);
    }

    /** A variable that is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Where Floria keeps its state on this machine. */
    public Path home() {
        return variable("FLORIA_HOME")
                .map(folder::resolve)
                .orElseGet(() ->
                        variable("XDG_STATE_HOME")
                                .map(Path::of)
                                .orElseGet(() -> userHome().resolve(".local").resolve("state"))
                                .resolve("floria"))
                .toAbsolutePath()
                .normalize();
    }

    /** Where Floria keeps what it can make again. */
    public Path cache() {
        return variable("XDG_CACHE_HOME")
                .map(folder::resolve)
                .orElseGet(() -> userHome().resolve(".cache"))
                .resolve("floria")
                .toAbsolutePath()
                .normalize();
    }

    private Path userHome() {
        return Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home")));
    }
}
