package floria.site.slurm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Key;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Mount;
import floria.site.SiteException;
import floria.site.shell.Shell;

/**
 * The site's folder: one folder for each resource, named by its key, with what it is to be ({@code
 * record}), its work, its volumes' mounts, and what its job has said of itself ({@code agent}).
 */
final class Shelf {
    static final String JOB = "job";
    static final String AGENT = "agent";
    static final String STOPPED = "stopped";
    static final String ENDED = "ended";

    private static final Duration SHORT = Duration.ofSeconds(60);

    private final SlurmSettings settings;
    private final Shell shell;

    Shelf(SlurmSettings settings, Shell shell) {
        this.settings = settings;
        this.shell = shell;
    }

    Shell shell() {
        return shell;
    }

    String folder(Key key) {
        return settings.folder() + "/" + key;
    }

    /**
     * What is kept of one resource.
     *
     * @param job that was handed in for it last
     * @param agent what its job has said of itself, by name
     * @param ended how its job has ended
     */
    record Kept(
            JobRecord record,
            Optional<String> job,
            Map<String, String> agent,
            boolean stopped,
            Optional<String> ended) {}

    /** All resources that have a record. */
    Map<Key, Kept> all() {
        Map<Key, Map<String, StringBuilder>> files = new LinkedHashMap<>();
        for (String line : call(Scripts.LIST, "list", settings.folder()).split("\n")) {
            // ./KEY/FILE:LINE
            String[] parts = line.split("[/:]", 4);
            if (parts.length == 4) {
                Key.parse(parts[1])
                        .ifPresent(key ->
                                files.computeIfAbsent(key, _ -> new LinkedHashMap<>())
                                        .computeIfAbsent(parts[2], _ -> new StringBuilder())
                                        .append(parts[3])
                                        .append('\n'));
            }
        }
        Map<Key, Kept> all = new LinkedHashMap<>();
        files.forEach((key, texts) ->
                text(texts, "record")
                        .flatMap(JobRecord::parse)
                        .ifPresent(record ->
                                all.put(
                                        key,
                                        new Kept(
                                                record,
                                                text(texts, JOB),
                                                pairs(text(texts, AGENT).orElse("")),
                                                texts.containsKey(STOPPED),
                                                text(texts, ENDED)))));
        return all;
    }

    private static Optional<String> text(Map<String, StringBuilder> texts, String file) {
        return Optional.ofNullable(texts.get(file)).map(text -> text.toString().strip());
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> pairs.put(pair[0], pair[1].strip()));
        return pairs;
    }

    /**
     * @param submission the job that it is, to be handed in again later
     */
    void make(
            Key key, JobRecord record, Optional<Machine> machine, Optional<Submission> submission) {
        byte[] first = (record.text() + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] second =
                submission.map(Submission::text).orElse("").getBytes(StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>();
        arguments.add(settings.folder());
        arguments.add(key.toString());
        arguments.add(Integer.toString(first.length));
        arguments.add(Integer.toString(first.length + second.length));
        for (Mount mount : machine.map(Machine::mounts).orElse(List.of())) {
            arguments.add(Requests.relative(mount.path()));
            arguments.add(mount.volume().toString());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(
                Scripts.MAKE,
                "make a folder",
                arguments,
                new SequenceInputStream(
                        new ByteArrayInputStream(first), new ByteArrayInputStream(second)),
                out,
                SHORT);
    }

    void note(Key key, String file, String text) {
        call(Scripts.NOTE, "write " + file, folder(key), file, text);
    }

    void erase(Key key, String... files) {
        List<String> arguments = new ArrayList<>(List.of(folder(key)));
        arguments.addAll(List.of(files));
        call(Scripts.ERASE, "remove files", arguments.toArray(String[]::new));
    }

    void remove(Key key) {
        call(Scripts.REMOVE, "remove a folder", settings.folder(), key.toString());
    }

    /** The job that a machine is. */
    Submission submission(Key key) {
        return Submission.parse(call(Scripts.READ, "read a job", folder(key) + "/submission"));
    }

    /** The last that Slurm itself wrote about a job. */
    String log(Key key) {
        return call(Scripts.TAIL, "read a log", folder(key) + "/slurm.log");
    }

    String call(Scripts script, String doing, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(script, doing, List.of(arguments), InputStream.nullInputStream(), out, SHORT);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void run(
            Scripts script,
            String doing,
            List<String> arguments,
            InputStream input,
            OutputStream out,
            Duration limit) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OptionalInt code = run(script, arguments, input, out, err, limit);
        String why = err.toString(StandardCharsets.UTF_8).strip();
        if (code.isEmpty() || code.getAsInt() != 0) {
            boolean full = why.contains("No space left");
            boolean quota = why.contains("quota exceeded");
            Kind kind = full ? Kind.CAPACITY : quota ? Kind.QUOTA : Kind.UNREACHABLE;
            throw new SiteException(
                    Fault.of(
                            kind,
                            Scope.SITE,
                            "Site '"
                                    + settings.name()
                                    + "' could not "
                                    + doing
                                    + " in "
                                    + settings.folder()
                                    + ": "
                                    + (code.isEmpty() ? "it took too long" : why),
                            full || quota
                                    ? "Make room there, or ask for a larger quota."
                                    : "See whether the folder is there, and the site's user may"
                                            + " write to it."));
        }
    }

    OptionalInt run(
            Scripts script,
            List<String> arguments,
            InputStream input,
            OutputStream out,
            OutputStream err,
            Duration limit) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script.text(), "floria"));
        argv.addAll(arguments);
        try {
            return shell.run(argv, input, out, err, limit);
        } catch (InterruptedException e) {
            throw Faults.interrupted(e);
        }
    }
}
