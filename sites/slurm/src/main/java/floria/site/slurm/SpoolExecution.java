package floria.site.slurm;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import floria.site.Execution;
import floria.site.SiteException;
import floria.site.shell.Lines;

/** A command by its folder, and by what is known of the job that runs it. */
final class SpoolExecution implements Execution {
    /** How long one call to the login host listens, before the job itself is looked at. */
    private static final Duration SLICE = Duration.ofSeconds(5);

    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final SpoolChannel channel;
    private final String folder;

    SpoolExecution(SpoolChannel channel, String folder) {
        this.channel = channel;
        this.folder = folder;
    }

    @Override
    public Status status() {
        return look().orElse(new Status.Lost());
    }

    /** Empty when the command was never started. */
    Optional<Status> look() {
        // The file after the job: a command may end with its job between two looks.
        boolean live = channel.life().live();
        SpoolChannel.Answer answer =
                channel.call(Scripts.STATUS, List.of(folder), InputStream.nullInputStream());
        if (answer.code() == Scripts.NOT_THERE) {
            return Optional.empty();
        }
        answer.orFault("look at a command");
        String[] words = answer.out().strip().split(" ");
        return Optional.of(
                switch (words[0]) {
                    case "exit" -> new Status.Exited(Integer.parseInt(words[1]));
                    case "life" ->
                            live && channel.life().goesOn(words[1])
                                    ? new Status.Running()
                                    : new Status.Lost();
                    default -> live ? new Status.Running() : new Status.Lost();
                });
    }

    @Override
    public Status follow(Output output, Duration limit) {
        Object turn = new Object();
        Counted out = new Counted(new Lines(Stream.OUT, output, turn));
        Counted err = new Counted(new Lines(Stream.ERR, output, turn));
        Duration longest = Duration.ofDays(3650);
        long end = System.nanoTime() + (limit.compareTo(longest) < 0 ? limit : longest).toNanos();
        try {
            while (true) {
                long left = Math.min(end - System.nanoTime(), SLICE.toNanos());
                read(out, err, Math.max(0, left / PAUSE.toNanos()));
                Status status = status();
                if (!(status instanceof Status.Running)) {
                    read(out, err, 0);
                    out.lines().end();
                    err.lines().end();
                    if (status instanceof Status.Lost && channel.life().fault().isPresent()) {
                        throw new SiteException(channel.life().fault().get());
                    }
                    return status;
                }
                if (System.nanoTime() >= end) {
                    return status;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Status.Running();
        }
    }

    private void read(Counted out, Counted err, long pauses) throws InterruptedException {
        List<String> argv =
                List.of(
                        "/bin/sh",
                        "-c",
                        Scripts.FOLLOW.text(),
                        "floria",
                        folder,
                        Long.toString(pauses),
                        Long.toString(out.count()),
                        Long.toString(err.count()));
        OptionalInt _ =
                channel.shelf()
                        .shell()
                        .run(
                                argv,
                                InputStream.nullInputStream(),
                                out,
                                err,
                                PAUSE.multipliedBy(pauses).plus(ANSWER));
    }

    @Override
    public void kill(Duration grace) {
        if (!(status() instanceof Status.Running)) {
            return;
        }
        String running = channel.life().running() ? "yes" : "no";
        String tenths = Long.toString(Math.max(0, grace.toMillis() / 100));
        channel.call(Scripts.KILL, List.of(folder, tenths, running), InputStream.nullInputStream())
                .orFault("end a command");
        long end = System.nanoTime() + grace.plus(ANSWER).toNanos();
        try {
            while (status() instanceof Status.Running && System.nanoTime() < end) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Remembers how much came, so that the next look goes on from there. */
    private static final class Counted extends OutputStream {
        private final Lines lines;
        private long count;

        Counted(Lines lines) {
            this.lines = lines;
        }

        Lines lines() {
            return lines;
        }

        synchronized long count() {
            return count;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            count += length;
            lines.write(bytes, offset, length);
        }
    }
}
