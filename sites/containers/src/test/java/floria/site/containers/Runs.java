package floria.site.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs short programs over a channel. */
final class Runs {

    private Runs() {}

    /** The lines of standard output of a program that ends well. */
    static List<String> lines(Channel channel, String id, String... argv) {
        List<String> out = new CopyOnWriteArrayList<>();
        List<String> err = new CopyOnWriteArrayList<>();
        Execution.Status status =
                channel.start(new Command(id, List.of(argv), Map.of(), channel.workspace()))
                        .follow(
                                (stream, _, text) ->
                                        (stream == Execution.Stream.OUT ? out : err).add(text),
                                Duration.ofSeconds(60));
        assertThat(status).as("%s", err).isEqualTo(new Execution.Status.Exited(0));
        return out;
    }

    /** How many processes of this machine, containers included, have exactly this command line. */
    static long processes(String command) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).equals(command))
                .count();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException _) {
            // It has just ended.
            return "";
        }
    }
}
