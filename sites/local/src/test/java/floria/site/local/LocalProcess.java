package floria.site.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Port;
import floria.site.SiteContext;

/** A server in a process of its own, to be killed: makes a machine, starts a command, and waits. */
final class LocalProcess {
    static final String INSTALLATION = "localtst";

    private LocalProcess() {}

    static Key key(int number) {
        String instance = Integer.toString(number).repeat(26);
        return new Key(INSTALLATION, instance, Key.Part.MACHINE, 1);
    }

    static SiteContext context() {
        return new SiteContext("default", INSTALLATION, Instant.now().plusSeconds(60), () -> false);
    }

    static LocalSite site(Path root) {
        return new LocalSite(
                new LocalSettings("here", root, Map.of("PATH", "/usr/bin:/bin", "HOME", "/tmp")));
    }

    static Machine machine() {
        return new Machine(
                key(1),
                new Labels("default", "d", "n"),
                "local",
                Hardware.of(1, 256L << 20, 1 << 20),
                Optional.empty(),
                "host",
                List.of(new Port("web", 80, OptionalInt.empty())),
                List.of(),
                List.of());
    }

    static Process server(Path root) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalProcess.class.getName(),
                        root.toString())
                .inheritIO()
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        LocalSite site = site(root);
        site.ensure(context(), List.of(machine()));
        Channel channel = site.channel(context(), key(1));
        Execution execution =
                channel.start(
                        new Command(
                                "service",
                                List.of("sh", "-c", "mkfifo pipe; echo up; cat pipe; exit 5"),
                                Map.of(),
                                channel.workspace() + "/work"));
        execution.follow(
                (_, _, _) -> {
                    try {
                        Files.createFile(root.resolve("ready"));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                Duration.ofMinutes(5));
    }
}
