package floria.site.ssh;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;
import floria.site.shell.ProcessShell;
import floria.site.shell.Shell;

/**
 * A machine that is reached by SSH: a {@link Shell}, so that {@link floria.site.shell.ShellChannel}
 * works on it. Logins are shared between calls; a machine that does not answer is a {@link Fault}
 * of the {@linkplain SshSettings#reach() scope} that was given, never a hang. Keeps nothing that is
 * not found again.
 *
 * <p>Programs and their arguments travel over standard input as words quoted for {@code /bin/sh},
 * so that the account's login shell, whichever it is, sees only a constant line, and the processes
 * of this machine do not show them. The machine needs {@code /bin/sh} and GNU coreutils.
 *
 * <p>A connection that breaks while a program runs is a {@link Kind#TRANSIENT} fault, and the call
 * is not repeated here: only whoever called knows whether that does harm.
 */
public final class SshHost implements Shell, AutoCloseable {
    /** What the client program exits with when the connection failed. */
    private static final int OWN_FAILURE = 255;

    /** Exits as the program did; with 254 instead of 255, which speaks of the connection. */
    private static final String RUN =
            "words=$(head -c BYTES) && eval \"$words\" || exit 253; echo MARK; echo MARK >&2; \"$@\";"
                    + " code=$?; case $code in 255) code=254;; esac; exit $code";

    /** Ends the group of the process that was started with this word, which leads its session. */
    private static final String END =
            "for found in $(grep -lszxF -e \"floria-call-$1\" /proc/[0-9]*/cmdline); do"
                    + " found=${found#/proc/}; kill -s TERM -- \"-${found%/cmdline}\"; done"
                    + " 2>/dev/null";

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 4 << 20;

    private final SshSettings settings;
    private final SshFaults faults;
    private final Connections connections;
    private final SecureRandom random = new SecureRandom();

    public SshHost(SshSettings settings) {
        this.settings = settings;
        this.faults = new SshFaults(settings);
        this.connections = new Connections(settings);
    }

    /** As {@code ssh} knows it. */
    public String name() {
        return settings.host();
    }

    /** How a program ended, and what it wrote. */
    public record Answer(int code, String out, String err) {}

    /**
     * Runs a short program and keeps what it writes.
     *
     * @throws SiteException {@link Kind#TRANSIENT} also when it took longer than {@code limit}
     */
    public Answer ask(List<String> argv, byte[] input, Duration limit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            OptionalInt code =
                    run(
                            argv,
                            new ByteArrayInputStream(input),
                            new Bounded(out),
                            new Bounded(err),
                            limit);
            if (code.isEmpty()) {
                throw new SiteException(
                        Fault.of(
                                Kind.TRANSIENT,
                                settings.reach(),
                                settings.host()
                                        + " did not finish "
                                        + argv.getFirst()
                                        + " within "
                                        + limit.toSeconds()
                                        + " s."));
            }
            return new Answer(
                    code.getAsInt(),
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException(
                    Fault.of(
                            Kind.TRANSIENT,
                            Scope.RESOURCE,
                            "The call to " + settings.host() + " was interrupted."),
                    e);
        }
    }

    @Override
    public OptionalInt run(
            List<String> argv,
            InputStream input,
            OutputStream out,
            OutputStream err,
            Duration limit)
            throws InterruptedException {
        byte[] words = words(argv);
        long start = System.nanoTime();
        try (Connections.Lease lease = connections.take(limit)) {
            Duration left = limit.minusNanos(System.nanoTime() - start);
            return run(lease.socket(), words, input, out, err, left);
        }
    }

    private OptionalInt run(
            Path socket,
            byte[] words,
            InputStream input,
            OutputStream out,
            OutputStream err,
            Duration limit)
            throws InterruptedException {
        String call = letters();
        AfterMark first = new AfterMark(mark(call), out);
        AfterMark second = new AfterMark(mark(call), err);
        Path log = connections.log();
        boolean ended = false;
        try {
            OptionalInt code =
                    new ProcessShell(settings.environment(), List.of())
                            .run(
                                    client(socket, log, call, words.length),
                                    new SequenceInputStream(new ByteArrayInputStream(words), input),
                                    first,
                                    second,
                                    limit);
            ended = code.isPresent();
            if (ended) {
                check(code.getAsInt(), first, second, log);
            }
            return code;
        } finally {
            Connections.remove(log);
            if (!ended && first.seen()) {
                Thread.startVirtualThread(() -> end(call));
            }
        }
    }

    private List<String> client(Path socket, Path log, String call, int bytes) {
        List<String> client = new ArrayList<>(settings.client());
        client.addAll(List.of("-o", "ControlMaster=no", "-S", socket.toString()));
        client.addAll(List.of("-E", log.toString(), "--", settings.host()));
        String run = RUN.replace("BYTES", Integer.toString(bytes)).replace("MARK", mark(call));
        client.add("exec /bin/sh -c '" + run + "' floria-call-" + call);
        return client;
    }

    private static String mark(String call) {
        return "floria-mark-" + call;
    }

    private void check(int code, AfterMark first, AfterMark second, Path log) {
        if (code == OWN_FAILURE) {
            String said = Connections.read(log);
            throw new SiteException(first.seen() ? faults.cut(said) : faults.connecting(said));
        }
        if (!first.seen()) {
            throw new SiteException(
                    faults.noCommands(
                            second.before().isEmpty() ? first.before() : second.before()));
        }
    }

    /** The server of the other side lets programs run on when their connection ends. */
    private void end(String call) {
        try (Connections.Lease lease = connections.take(SHORT)) {
            run(
                    lease.socket(),
                    words(List.of("/bin/sh", "-c", END, "floria", call)),
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    OutputStream.nullOutputStream(),
                    SHORT);
        } catch (SiteException _) {
            // The program ends with the machine, or when it writes something.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] words(List<String> argv) {
        StringBuilder script = new StringBuilder("set --");
        for (String word : argv) {
            if (word.indexOf('\0') >= 0) {
                throw new SiteException(
                        Fault.of(
                                Kind.INVALID,
                                Scope.RESOURCE,
                                "An argument has a NUL character in it, which no program can get.",
                                "Pass binary data in a file, or encode it."));
            }
            script.append(" '").append(word.replace("'", "'\\''")).append('\'');
        }
        return script.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String letters() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Ends the shared connections; programs on the machine that were detached go on. */
    @Override
    public void close() {
        connections.close();
    }

    /** Keeps the beginning: an answer that is longer is none that was expected. */
    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream to;

        Bounded(ByteArrayOutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            int fits = Math.min(count, LONGEST_ANSWER - to.size());
            if (fits > 0) {
                to.write(bytes, offset, fits);
            }
        }
    }
}
