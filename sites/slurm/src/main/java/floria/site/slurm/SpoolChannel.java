package floria.site.slurm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;
import floria.site.shell.Settings;
import floria.site.shell.ShellChannel;

/**
 * The way into a job, by files that its agent and the login host both see: commands are asked for
 * by a file and run by the agent, their output and exit codes are files. No call goes to the
 * controller, and none to the nodes.
 */
final class SpoolChannel implements Channel {
    private static final Duration SHORT = Duration.ofSeconds(60);

    private final Shelf shelf;
    private final String folder;
    private final Life life;
    private final ShellChannel files;

    /**
     * @param folder of the resource
     */
    SpoolChannel(Shelf shelf, String folder, Life life) {
        this.shelf = shelf;
        this.folder = folder;
        this.life = life;
        this.files = new ShellChannel(shelf.shell(), folder + "/work");
    }

    /** What is known of the job behind it; at most a second old. */
    interface Life {
        /** Whether the job lives, and has not ended or been stopped. */
        boolean live();

        /** Whether what ran in that life of the job still runs, or will again. */
        boolean goesOn(String life);

        /** Whether its programs run now, as against waiting in the queue. */
        boolean running();

        /** Why it has ended, where it has by itself. */
        Optional<Fault> fault();
    }

    @Override
    public String workspace() {
        return files.workspace();
    }

    @Override
    public Execution start(Command command) {
        if (command.argv().isEmpty()) {
            throw new IllegalArgumentException("no program in command " + command.id());
        }
        if (!life.live()) {
            throw new SiteException(
                    life.fault()
                            .orElseGet(() ->
                                    Fault.of(
                                            Kind.INVALID,
                                            Scope.RESOURCE,
                                            "Nothing can be run in a job that was stopped.",
                                            "Start it first.")));
        }
        byte[] script = script(command).getBytes(StandardCharsets.UTF_8);
        Answer answer =
                call(
                        Scripts.START,
                        List.of(commands(), command.id(), Integer.toString(script.length)),
                        new ByteArrayInputStream(script));
        answer.orFault("start command " + command.id());
        return new SpoolExecution(this, commands() + "/" + command.id());
    }

    /** Becomes the program; read over a pipe, of which the program itself sees nothing. */
    private static String script(Command command) {
        StringBuilder script =
                new StringBuilder(
                        new String(Settings.script(command.environment()), StandardCharsets.UTF_8));
        String directory = Settings.quoted(command.directory());
        script.append("\nmkdir -p -- ").append(directory);
        script.append(" && cd -- ").append(directory).append(" || exit 126\nexec");
        command.argv().forEach(word -> script.append(' ').append(Settings.quoted(word)));
        return script.append(" </dev/null\n").toString();
    }

    @Override
    public Optional<Execution> find(String id) {
        String command = commands() + "/" + new Command(id, List.of(), Map.of(), "/").id();
        SpoolExecution execution = new SpoolExecution(this, command);
        return execution.look().isPresent() ? Optional.of(execution) : Optional.empty();
    }

    @Override
    public void forget(String id) {
        find(id).ifPresent(execution -> {
            String running = execution.status() instanceof Execution.Status.Running ? "yes" : "no";
            call(
                            Scripts.FORGET,
                            List.of(commands() + "/" + id, running),
                            InputStream.nullInputStream())
                    .orFault("remove what is kept of command " + id);
        });
    }

    @Override
    public void put(String path, InputStream content, long size, boolean executable) {
        files.put(path, content, size, executable);
    }

    @Override
    public void get(String path, OutputStream to) {
        files.get(path, to);
    }

    private String commands() {
        return folder + "/commands";
    }

    Life life() {
        return life;
    }

    Shelf shelf() {
        return shelf;
    }

    Answer call(Scripts script, List<String> arguments, InputStream input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OptionalInt code = shelf.run(script, arguments, input, out, err, SHORT);
        return new Answer(
                code.orElse(-1),
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    record Answer(int code, String out, String err) {
        void orFault(String doing) {
            if (code != 0) {
                boolean gone = code == Scripts.NOT_THERE;
                boolean full = err.contains("No space left") || err.contains("quota exceeded");
                throw new SiteException(
                        Fault.of(
                                gone ? Kind.NOT_FOUND : full ? Kind.CAPACITY : Kind.TRANSIENT,
                                Scope.RESOURCE,
                                "The site could not "
                                        + doing
                                        + ": "
                                        + (gone
                                                ? "its folder is gone"
                                                : err.isBlank() ? "code " + code : err.strip())));
            }
        }
    }
}
