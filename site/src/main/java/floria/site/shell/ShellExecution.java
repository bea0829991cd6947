package floria.site.shell;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import floria.site.Execution;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;
import floria.site.shell.ShellChannel.Answer;

/** A command by its folder on the machine. */
final class ShellExecution implements Execution {
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final long STEP_MILLIS = 50;

    private final ShellChannel channel;
    private final String folder;

    ShellExecution(ShellChannel channel, String folder) {
        this.channel = channel;
        this.folder = folder;
    }

    @Override
    public Status status() {
        // The folder of a command that was started goes only with its machine or its disk.
        return look().orElse(new Status.Lost());
    }

    /** Empty when the command was never started. */
    Optional<Status> look() {
        Answer answer =
                channel.call(Scripts.STATUS, List.of(folder), InputStream.nullInputStream(), SHORT);
        if (answer.code() == ShellChannel.NOT_THERE) {
            return Optional.empty();
        }
        answer.orFault("look at a command");
        String[] words = answer.out().strip().split(" ");
        return Optional.of(
                switch (words[0]) {
                    case "running" -> new Status.Running();
                    case "lost" -> new Status.Lost();
                    case "exited" -> new Status.Exited(Integer.parseInt(words[1]));
                    default ->
                            throw new SiteException(
                                    Fault.of(
                                            Kind.INTERNAL,
                                            Scope.RESOURCE,
                                            "The machine's answer about a command makes no sense: "
                                                    + answer.out()));
                });
    }

    @Override
    public Status follow(Output output, Duration limit) {
        Object turn = new Object();
        Lines out = new Lines(Stream.OUT, output, turn);
        Lines err = new Lines(Stream.ERR, output, turn);
        OptionalInt code;
        try {
            code =
                    channel.shell()
                            .run(
                                    ShellChannel.argv(Scripts.FOLLOW, List.of(folder)),
                                    InputStream.nullInputStream(),
                                    out,
                                    err,
                                    limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Status.Running();
        }
        if (code.isEmpty()) {
            return status();
        }
        Status status = code.getAsInt() == 0 ? new Status.Exited(0) : status();
        if (!(status instanceof Status.Running)) {
            out.end();
            err.end();
        }
        return status;
    }

    @Override
    public void kill(Duration grace) {
        long steps = Math.max(0, grace.toMillis() / STEP_MILLIS);
        Answer answer =
                channel.call(
                        Scripts.KILL,
                        List.of(folder, Long.toString(steps)),
                        InputStream.nullInputStream(),
                        grace.multipliedBy(4).plus(SHORT));
        if (answer.code() != ShellChannel.NOT_THERE) {
            answer.orFault("end a command");
        }
    }
}
