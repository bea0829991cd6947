package floria.site.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/**
 * A channel over any {@link Shell}. Each command has the folder {@code
 * <workspace>/.floria/commands/<id>} on the machine with its output ({@code out}, {@code err}), who
 * runs it ({@code pid}) and its exit code ({@code exit}); nothing is kept here, so that another
 * channel, another process or another machine finds it as well. The machine needs a POSIX shell,
 * GNU coreutils and grep, and {@code setsid} and {@code flock} of util-linux.
 *
 * <p>Safe for many threads. An adapter with better ways to copy files overrides {@link #put} and
 * {@link #get}.
 */
public class ShellChannel implements Channel {
    static final int NOT_THERE = 44;
    private static final int NO_TOOLS = 69;

    /** The machine's file system does not let a file or folder be made. */
    private static final int REFUSED = 74;

    private static final Duration SHORT = Duration.ofSeconds(60);
    static final Duration COPY = Duration.ofHours(6);

    private final Shell shell;
    private final Shell starter;
    private final String workspace;
    private final Optional<String> store;

    /**
     * @param workspace absolute; exists, and belongs to the user that the shell runs as
     */
    public ShellChannel(Shell shell, String workspace) {
        this(shell, shell, workspace);
    }

    /**
     * @param starter used for starting commands instead of {@code shell}, such as one that joins a
     *     control group first
     */
    public ShellChannel(Shell shell, Shell starter, String workspace) {
        this(shell, starter, workspace, Optional.empty());
    }

    /**
     * @param store a folder on the machine, absolute, made when it is needed, in which the larger
     *     files that are put stay by the hash of their content, so that each travels only once
     */
    public ShellChannel(Shell shell, Shell starter, String workspace, Optional<String> store) {
        this.shell = shell;
        this.starter = starter;
        this.workspace = absolute(workspace);
        this.store = store.map(ShellChannel::absolute);
    }

    @Override
    public final String workspace() {
        return workspace;
    }

    @Override
    public final Execution start(Command command) {
        if (command.argv().isEmpty()) {
            throw new IllegalArgumentException("no program in command " + command.id());
        }
        byte[] settings = Settings.script(command.environment());
        List<String> arguments = new ArrayList<>();
        arguments.add(Scripts.SUPERVISE.text());
        arguments.add(Scripts.RUN.text());
        arguments.add(folder(command.id()));
        arguments.add(Integer.toString(settings.length));
        arguments.add(absolute(command.directory()));
        arguments.addAll(command.argv());
        Answer answer = call(Scripts.START, arguments, new ByteArrayInputStream(settings), SHORT);
        if (answer.code() == NO_TOOLS) {
            throw fault(
                    Kind.INVALID,
                    "The machine has no setsid or no flock, without which commands cannot be run.",
                    "Use an image that has util-linux, as debian:12 has.");
        }
        answer.orFault("start command " + command.id());
        return new ShellExecution(this, folder(command.id()));
    }

    @Override
    public final Optional<Execution> find(String id) {
        ShellExecution execution = new ShellExecution(this, folder(id));
        return execution.look().isPresent() ? Optional.of(execution) : Optional.empty();
    }

    @Override
    public final void forget(String id) {
        call(Scripts.FORGET, List.of(folder(id)), InputStream.nullInputStream(), SHORT)
                .orFault("remove what is kept of command " + id);
    }

    @Override
    public void put(String path, InputStream content, long size, boolean executable) {
        String mode = executable ? "0755" : "0644";
        if (store.isPresent() && size >= KeptFiles.SMALLEST) {
            new KeptFiles(this, store.get()).put(absolute(path), content, size, mode);
            return;
        }
        List<String> arguments = List.of(absolute(path), Long.toString(size), mode);
        call(Scripts.PUT, arguments, content, COPY).orFault("write " + path);
    }

    @Override
    public void get(String path, OutputStream to) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OptionalInt code =
                call(
                        Scripts.GET,
                        List.of(absolute(path)),
                        InputStream.nullInputStream(),
                        to,
                        err,
                        COPY);
        if (code.equals(OptionalInt.of(NOT_THERE))) {
            throw fault(
                    Kind.NOT_FOUND,
                    "There is no regular file " + path + " on the machine.",
                    "Look at the paths that the operations write to.");
        }
        new Answer(code, "", err.toString(StandardCharsets.UTF_8)).orFault("read " + path);
    }

    private String folder(String id) {
        return workspace
                + "/.floria/commands/"
                + new Command(id, List.of(), java.util.Map.of(), "/").id();
    }

    Answer call(Scripts script, List<String> arguments, InputStream input, Duration limit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OptionalInt code = call(script, arguments, input, out, err, limit);
        return new Answer(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private OptionalInt call(
            Scripts script,
            List<String> arguments,
            InputStream input,
            OutputStream out,
            OutputStream err,
            Duration limit) {
        try {
            return (script == Scripts.START ? starter : shell)
                    .run(argv(script, arguments), input, out, err, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException(
                    Fault.of(Kind.TRANSIENT, Scope.RESOURCE, "The call was interrupted."), e);
        }
    }

    Shell shell() {
        return shell;
    }

    static List<String> argv(Scripts script, List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script.text(), "floria"));
        argv.addAll(arguments);
        return argv;
    }

    private static String absolute(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0 || path.indexOf('\n') >= 0) {
            throw fault(
                    Kind.INVALID,
                    "'" + path + "' is not the absolute path of a file.",
                    "Give a path that starts with /, on one line.");
        }
        return path;
    }

    private static SiteException fault(Kind kind, String message, String hint) {
        return new SiteException(Fault.of(kind, Scope.RESOURCE, message, hint));
    }

    /** How a script ended; no code when it took too long. */
    record Answer(OptionalInt result, String out, String err) {
        int code() {
            return result.orElse(-1);
        }

        void orFault(String doing) {
            if (result.isEmpty()) {
                throw failure(doing, "it took too long");
            }
            if (code() != 0) {
                throw failure(doing, err.isBlank() ? "code " + code() : err.strip());
            }
        }

        private SiteException failure(String doing, String why) {
            Kind kind =
                    switch (code()) {
                        case REFUSED ->
                                why.contains("No space left") || why.contains("quota exceeded")
                                        ? Kind.CAPACITY
                                        : Kind.INVALID;
                        default -> Kind.TRANSIENT;
                    };
            return new SiteException(
                    Fault.of(kind, Scope.RESOURCE, "The machine could not " + doing + ": " + why));
        }
    }
}
