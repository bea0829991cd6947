package floria.site.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/** Runs programs as children of this process, on this machine. */
public final class ProcessShell implements Shell {
    private static final Duration POLITE = Duration.ofMillis(500);

    private final Map<String, String> environment;
    private final List<String> prefix;

    /**
     * @param environment all that the programs get; nothing is inherited
     * @param prefix a program that runs the one given to it as further arguments; may be empty
     */
    public ProcessShell(Map<String, String> environment, List<String> prefix) {
        this.environment = Map.copyOf(environment);
        this.prefix = List.copyOf(prefix);
    }

    @Override
    public OptionalInt run(
            List<String> argv,
            InputStream input,
            OutputStream out,
            OutputStream err,
            Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + nanos(limit);
        Queue<RuntimeException> broken = new ConcurrentLinkedQueue<>();
        Process process = launch(argv);
        Thread feed = Thread.startVirtualThread(() -> feed(leading(argv), input, process));
        Thread first = pump(process.getInputStream(), out, process, broken);
        Thread second = pump(process.getErrorStream(), err, process, broken);
        try {
            boolean ended =
                    process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)
                            && first.join(left(end))
                            && second.join(left(end));
            for (RuntimeException failure : broken) {
                throw failure;
            }
            return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        } finally {
            feed.interrupt();
            stop(process, first, second);
        }
    }

    private Process launch(List<String> argv) {
        List<String> words = new ArrayList<>(prefix);
        if (ascii(argv)) {
            words.addAll(argv);
        } else {
            words.addAll(
                    List.of(
                            "/bin/sh",
                            "-c",
                            "words=$(head -c \"$1\") && eval \"$words\" && exec \"$@\"",
                            "floria",
                            Integer.toString(words(argv).length)));
        }
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new SiteException(
                    Fault.of(
                            Kind.INTERNAL,
                            Scope.SITE,
                            "This machine did not start "
                                    + words.getFirst()
                                    + ": "
                                    + e.getMessage()),
                    e);
        }
    }

    /**
     * Java writes arguments in the locale's encoding, which in the C locale turns other letters
     * into question marks; so these go over standard input, ahead of the program's own.
     */
    private static byte[] leading(List<String> argv) {
        return ascii(argv) ? new byte[0] : words(argv);
    }

    private static byte[] words(List<String> argv) {
        StringBuilder script = new StringBuilder("set --");
        argv.forEach(word -> script.append(' ').append(Settings.quoted(word)));
        return script.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean ascii(List<String> argv) {
        return argv.stream().allMatch(word -> word.chars().allMatch(c -> c < 128));
    }

    private static void feed(byte[] leading, InputStream input, Process process) {
        try (OutputStream to = process.getOutputStream()) {
            new SequenceInputStream(new ByteArrayInputStream(leading), input).transferTo(to);
        } catch (IOException _) {
            // The program ended, or wanted no more.
        }
    }

    private static Thread pump(
            InputStream from, OutputStream to, Process process, Queue<RuntimeException> broken) {
        return Thread.startVirtualThread(() -> {
            byte[] buffer = new byte[16 * 1024];
            while (true) {
                int count;
                try {
                    count = from.read(buffer);
                } catch (IOException _) {
                    return; // closed by stop()
                }
                if (count < 0) {
                    return;
                }
                try {
                    to.write(buffer, 0, count);
                } catch (IOException e) {
                    broken.add(new UncheckedIOException(e));
                    process.destroy();
                    return;
                } catch (RuntimeException e) {
                    broken.add(e);
                    process.destroy();
                    return;
                }
            }
        });
    }

    private static void stop(Process process, Thread first, Thread second) {
        boolean interrupted = Thread.interrupted();
        try {
            if (process.isAlive()) {
                process.destroy();
                if (!process.waitFor(POLITE.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            }
            close(process.getInputStream());
            close(process.getErrorStream());
            first.join(POLITE);
            second.join(POLITE);
        } catch (InterruptedException _) {
            process.destroyForcibly();
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException _) {
            // Nothing more is wanted from it.
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private static long nanos(Duration limit) {
        Duration longest = Duration.ofDays(3650);
        return (limit.compareTo(longest) < 0 ? limit : longest).toNanos();
    }
}
