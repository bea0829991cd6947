package floria.engine.operation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;

/** Small commands of the engine's own, whose traces on the machine are removed at once. */
public final class Chores {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final AtomicLong count = new AtomicLong();

    public Chores(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param lines what it printed
     */
    public record Result(Execution.Status status, List<String> lines) {}

    /** Runs a command and waits for its end, at most for {@code limit}; then it is killed. */
    public Result run(
            Channel channel, String prefix, Function<String, Command> command, Duration limit) {
        String id = prefix + "-" + clock.millis() + "-" + count.incrementAndGet();
        Execution execution = channel.start(command.apply(id));
        List<String> lines = new CopyOnWriteArrayList<>();
        Execution.Status status =
                execution.follow(
                        (stream, _, text) -> {
                            if (stream == Execution.Stream.OUT) {
                                lines.add(text);
                            }
                        },
                        limit);
        if (status instanceof Execution.Status.Running) {
            execution.kill(GRACE);
        }
        channel.forget(id);
        return new Result(status, List.copyOf(lines));
    }
}
