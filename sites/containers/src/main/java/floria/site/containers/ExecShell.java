package floria.site.containers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.site.SiteException;
import floria.site.shell.Shell;

/**
 * Runs programs in a container by the engine's exec. Standard input is ended by closing one
 * direction of the connection. An engine leaves a program running when its connection goes, so each
 * one first tells its process id, by which its whole group is ended when it takes too long.
 */
final class ExecShell implements Shell {

    /** Tells the process id on the first line of output, and becomes the program. */
    private static final List<String> TELLING =
            List.of("/bin/sh", "-c", "echo \"$$\"; exec \"$@\"", "floria");

    /** The engine makes each program the leader of a group of its own. */
    private static final String ENDING =
            "kill -TERM \"-$1\" 2>/dev/null || exit 0; sleep 0.3; kill -KILL \"-$1\""
                    + " 2>/dev/null; exit 0";

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Engine engine;
    private final String container;
    private final InstantSource clock;

    ExecShell(Engine engine, String container, InstantSource clock) {
        this.engine = engine;
        this.container = container;
        this.clock = clock;
    }

    @Override
    public OptionalInt run(
            List<String> argv,
            InputStream input,
            OutputStream out,
            OutputStream err,
            Duration limit)
            throws InterruptedException {
        Limit within = Limit.within(limit.compareTo(LONGEST) < 0 ? limit : LONGEST, clock);
        List<String> words = new ArrayList<>(TELLING);
        words.addAll(argv);
        PidThenOutput telling = new PidThenOutput(out);
        try {
            String id = create(Limit.within(SHORT, clock), words);
            attach(within, id, input, telling, err);
            return OptionalInt.of(exitCode(Limit.within(SHORT, clock), id));
        } catch (SiteException e) {
            boolean interrupted = Thread.interrupted();
            telling.pid().ifPresent(this::end);
            if (interrupted) {
                throw (InterruptedException)
                        new InterruptedException("while a program ran").initCause(e);
            }
            if (within.left().isZero()) {
                return OptionalInt.empty();
            }
            throw e;
        } catch (Refusal e) {
            throw new SiteException(Faults.of(e, "Running a program in " + container), e);
        } catch (SinkFailed e) {
            telling.pid().ifPresent(this::end);
            throw e.failure;
        }
    }

    private String create(Limit limit, List<String> argv) {
        ObjectNode body = engine.json().createObjectNode();
        ArrayNode command = body.putArray("Cmd");
        argv.forEach(command::add);
        body.put("AttachStdin", true).put("AttachStdout", true).put("AttachStderr", true);
        return engine.post(limit, "/containers/" + container + "/exec", body).path("Id").asString();
    }

    private void attach(
            Limit limit, String id, InputStream input, OutputStream out, OutputStream err) {
        ObjectNode body = engine.json().createObjectNode().put("Detach", false).put("Tty", false);
        engine.exchange(
                limit,
                "POST",
                "/exec/" + id + "/start",
                Optional.of(body),
                "Connection: Upgrade\r\nUpgrade: tcp\r\n",
                (connection, answer) -> {
                    Thread feeder =
                            Thread.ofVirtual()
                                    .name("exec-input")
                                    .start(() -> feed(input, connection));
                    try {
                        frames(answer.body(), out, err);
                    } finally {
                        feeder.interrupt();
                    }
                    return true;
                });
    }

    private static void feed(InputStream input, EngineConnection connection) {
        try {
            input.transferTo(connection.out());
            connection.out().flush();
            connection.endOfOutput().send();
        } catch (IOException _) {
            // The program ended, or wanted no more.
        }
    }

    /** Output comes in frames: the stream's number, three bytes of nothing, a length, the bytes. */
    private static void frames(InputStream body, OutputStream out, OutputStream err)
            throws IOException {
        DataInputStream in = new DataInputStream(body);
        byte[] buffer = new byte[16 * 1024];
        for (int stream = next(in); stream >= 0; stream = next(in)) {
            in.skipNBytes(3);
            long left = in.readInt() & 0xffffffffL;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new EOFException("the engine closed the connection within output");
                }
                left -= count;
                write(stream == 2 ? err : out, buffer, count);
            }
        }
    }

    /** A program that ends without having read all of its input has its connection reset. */
    private static int next(DataInputStream in) throws IOException {
        try {
            return in.read();
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("reset")) {
                return -1;
            }
            throw e;
        }
    }

    private static void write(OutputStream to, byte[] buffer, int count) {
        try {
            to.write(buffer, 0, count);
        } catch (IOException e) {
            throw new SinkFailed(new UncheckedIOException(e));
        } catch (RuntimeException e) {
            throw new SinkFailed(e);
        }
    }

    private int exitCode(Limit limit, String id) throws InterruptedException {
        while (true) {
            JsonNode state = engine.get(limit, "/exec/" + id + "/json");
            if (!state.path("Running").asBoolean(false)) {
                return state.path("ExitCode").asInt();
            }
            // Output can end a moment before the engine has seen the program's end.
            Thread.sleep(20);
        }
    }

    private void end(String pid) {
        try {
            String id =
                    create(
                            Limit.within(SHORT, clock),
                            List.of("/bin/sh", "-c", ENDING, "floria", pid));
            attach(
                    Limit.within(SHORT, clock),
                    id,
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    OutputStream.nullOutputStream());
        } catch (SiteException | Refusal _) {
            // As far as the connection allows; the machine may be gone.
        }
    }

    /** A failure of the caller's sink, which is not one of the connection. */
    private static final class SinkFailed extends RuntimeException {
        private final RuntimeException failure;

        SinkFailed(RuntimeException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** Keeps the first line back, and passes the rest on. */
    private static final class PidThenOutput extends OutputStream {
        private final OutputStream to;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean told;

        PidThenOutput(OutputStream to) {
            this.to = to;
        }

        Optional<String> pid() {
            String text = line.toString(StandardCharsets.UTF_8);
            return told && text.matches("[1-9][0-9]*") ? Optional.of(text) : Optional.empty();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int at = offset;
            int end = offset + length;
            while (!told && at < end) {
                byte b = bytes[at++];
                if (b == '\n') {
                    told = true;
                } else {
                    line.write(b);
                }
            }
            if (at < end) {
                to.write(bytes, at, end - at);
            }
        }
    }
}
