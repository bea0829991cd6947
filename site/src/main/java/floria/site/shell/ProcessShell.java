package floria.site.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        Process process = launch(argv);
        Pump first = new Pump(process.getInputStream(), out);
        Pump second = new Pump(process.getErrorStream(), err);
        Thread feed = Thread.startVirtualThread(() -> feed(leading(argv), input, process));
        try {
            CompletableFuture<Void> pumped = CompletableFuture.allOf(first.done(), second.done());
            // A sink that fails ends the wait at once.
            CompletableFuture<Object> over =
                    CompletableFuture.anyOf(
                            pumped.thenCombine(process.onExit(), (_, ended) -> ended),
                            first.failed(),
                            second.failed());
            over.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return OptionalInt.of(process.exitValue());
        } catch (TimeoutException _) {
            return OptionalInt.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e);
        } finally {
            feed.interrupt();
            stop(process);
            first.close();
            second.close();
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
            to.write(leading);
            // Each piece at once: the program may have to answer before the next one comes.
            byte[] buffer = new byte[16 * 1024];
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException _) {
            // The program ended, or wanted no more.
        }
    }

    private static void stop(Process process) {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        process.onExit()
                .orTimeout(POLITE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> {
                    process.destroyForcibly();
                    return process;
                });
    }

    private static long nanos(Duration limit) {
        Duration longest = Duration.ofDays(3650);
        return (limit.compareTo(longest) < 0 ? limit : longest).toNanos();
    }
}
