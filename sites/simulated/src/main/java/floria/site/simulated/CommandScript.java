package floria.site.simulated;

import java.time.Duration;
import java.util.List;

import floria.site.Command;
import floria.site.Execution.Stream;
import floria.site.Key;

/** Decides what a command does; nothing is really run. Safe for many threads. */
@FunctionalInterface
public interface CommandScript {

    /** Called once for each command of each machine. */
    Outcome outcome(Key machine, Command command);

    /**
     * @param duration how long it runs; {@link Outcome#FOR_EVER} until it is killed
     */
    record Outcome(int exitCode, List<Line> lines, Duration duration) {
        public static final Duration FOR_EVER = Duration.ofDays(36_500);

        public Outcome {
            lines = List.copyOf(lines);
        }
    }

    /** A line of output; all of it is there from the start. */
    record Line(Stream stream, String text) {}

    /** Every command exits with 0 at once and prints one line. */
    static CommandScript succeeding() {
        return (machine, command) ->
                new Outcome(
                        0,
                        List.of(
                                new Line(
                                        Stream.OUT,
                                        "simulated: " + String.join(" ", command.argv()))),
                        Duration.ZERO);
    }
}
