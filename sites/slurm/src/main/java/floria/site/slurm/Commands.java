package floria.site.slurm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import floria.site.Allowance;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.ResourceSpec.Allocation;
import floria.site.SiteException;
import floria.site.shell.Shell;

/**
 * A controller by its commands ({@code sbatch}, {@code squeue}, {@code scancel}, {@code scontrol},
 * {@code sacct}) on a login host. Columns of fixed width and {@code key=value} lines are asked for,
 * which all versions from 20.02 on print alike. Every argument is passed as one.
 */
public final class Commands implements Controller {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** Name and width of each column; a width that no value reaches. */
    private static final List<String> COLUMNS =
            List.of(
                    "JobID:20",
                    "Name:64",
                    "State:24",
                    "Reason:96",
                    "exit_code:12",
                    "RestartCnt:12",
                    "TimeLeft:24",
                    "StartTime:24",
                    "EndTime:24",
                    "Partition:64",
                    "NodeList:200");

    private static final Pattern TEST_ONLY = Pattern.compile("to start at (\\S+)");
    private static final Pattern NUMBER = Pattern.compile("(?m)^(\\d+)(?:;.*)?$");

    private final String site;
    private final Shell shell;

    /**
     * @param shell runs the commands, with {@code SLURM_CONF} in its environment where it is needed
     */
    public Commands(String site, Shell shell) {
        this.site = site;
        this.shell = shell;
    }

    @Override
    public String title() {
        return call("say its version", List.of("sinfo", "--version"), "").out().strip();
    }

    @Override
    public long submit(Submission job) {
        String out =
                call("submit a job", arguments(job, List.of("--parsable")), job.script()).out();
        Matcher number = NUMBER.matcher(out);
        if (!number.find()) {
            throw Faults.of(site, "submit a job", "no number in '" + out.strip() + "'");
        }
        return Long.parseLong(number.group(1));
    }

    static List<String> arguments(Submission job, List<String> more) {
        Allocation asked = job.allocation();
        List<String> words = new ArrayList<>(List.of("sbatch"));
        words.addAll(more);
        words.add("--job-name=" + job.name());
        words.add("--comment=floria");
        words.add("--partition=" + job.partition());
        words.add("--nodes=" + asked.nodes());
        words.add("--ntasks-per-node=" + asked.tasksPerNode());
        words.add("--cpus-per-task=" + job.cpusPerTask());
        job.megabytes().ifPresent(mb -> words.add("--mem=" + mb + "M"));
        job.gres().ifPresent(gres -> words.add("--gres=" + gres));
        asked.constraint().ifPresent(text -> words.add("--constraint=" + text));
        job.minutes().ifPresent(minutes -> words.add("--time=" + minutes));
        job.account().ifPresent(text -> words.add("--account=" + text));
        asked.qos().ifPresent(text -> words.add("--qos=" + text));
        asked.reservation().ifPresent(text -> words.add("--reservation=" + text));
        words.add(asked.requeue() ? "--requeue" : "--no-requeue");
        words.add("--open-mode=append");
        words.add("--output=" + job.log().replace("%", "%%"));
        words.add("--chdir=" + job.folder());
        return words;
    }

    @Override
    public List<Job> jobs() {
        List<String> words =
                List.of(
                        "squeue",
                        "--me",
                        "--noheader",
                        "--states=all",
                        "--Format=" + String.join(",", COLUMNS));
        return call("list jobs", words, "").out().lines().flatMap(l -> job(l).stream()).toList();
    }

    static Optional<Job> job(String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        for (String column : COLUMNS) {
            int width = Integer.parseInt(column.substring(column.indexOf(':') + 1));
            fields.add(
                    line.substring(Math.min(at, line.length()), Math.min(at + width, line.length()))
                            .strip());
            at += width;
        }
        if (!fields.getFirst().matches("\\d+")) {
            return Optional.empty();
        }
        return Optional.of(
                new Job(
                        Long.parseLong(fields.get(0)),
                        fields.get(1),
                        fields.get(2),
                        fields.get(3),
                        number(fields.get(4)),
                        number(fields.get(5)),
                        Times.point(fields.get(7)),
                        Times.point(fields.get(8)),
                        Times.span(fields.get(6)),
                        fields.get(9),
                        fields.get(10)));
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    @Override
    public void cancel(List<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("scancel"));
        ids.forEach(id -> words.add(Long.toString(id)));
        Answer answer = run(words, "");
        boolean over =
                answer.err().contains("Invalid job id")
                        || answer.err().contains("already completing or completed");
        if (answer.code() != 0 && !over) {
            throw Faults.of(site, "cancel jobs", answer.err());
        }
    }

    @Override
    public Cluster cluster() {
        String partitions = show("partition");
        String nodes = show("node");
        String reservations = show("reservation");
        List<String> accounts = associations();
        return ShownCluster.of(partitions, nodes, reservations, accounts);
    }

    private String show(String what) {
        return call(
                        "list what it has",
                        List.of("scontrol", "--details", "--oneliner", "show", what),
                        "")
                .out();
    }

    /** Lines of account and QOS; none where there is no accounting. */
    private List<String> associations() {
        Answer me = run(List.of("id", "-un"), "");
        Answer answer =
                run(
                        List.of(
                                "sacctmgr",
                                "--noheader",
                                "--parsable2",
                                "show",
                                "associations",
                                "user=" + me.out().strip(),
                                "format=account,qos"),
                        "");
        return answer.code() == 0 ? answer.out().lines().toList() : List.of();
    }

    @Override
    public List<Allowance> limits(Optional<String> account) {
        Answer answer =
                run(List.of("scontrol", "--oneliner", "show", "assoc_mgr", "flags=assoc"), "");
        List<String> lines =
                answer.out().lines().filter(line -> line.contains("GrpTRES=")).toList();
        return answer.code() != 0 || lines.isEmpty()
                ? List.of()
                : Limits.of(lines, run(List.of("id", "-un"), "").out().strip(), account);
    }

    @Override
    public Optional<Duration> wait(Submission job) {
        Answer answer = run(arguments(job, List.of("--test-only")), job.script());
        Matcher start = TEST_ONLY.matcher(answer.err() + answer.out());
        Answer now = start.find() ? run(List.of("date", "+%Y-%m-%dT%H:%M:%S"), "") : answer;
        try {
            // Both in the time zone of the login host.
            return start.reset().find()
                    ? Optional.of(
                            Duration.between(
                                    LocalDateTime.parse(now.out().strip()),
                                    LocalDateTime.parse(start.group(1))))
                    : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Job> past(long id) {
        Answer answer =
                run(
                        List.of(
                                "sacct",
                                "--noheader",
                                "--parsable2",
                                "--allocations",
                                "--jobs=" + id,
                                "--format=JobIDRaw,JobName,State,ExitCode,End,Partition,NodeList"),
                        "");
        return answer.code() == 0
                ? answer.out().lines().flatMap(line -> accounted(line).stream()).findFirst()
                : Optional.empty();
    }

    static Optional<Job> accounted(String line) {
        String[] fields = line.split("\\|", -1);
        if (fields.length < 7 || !fields[0].matches("\\d+")) {
            return Optional.empty();
        }
        String[] code = fields[3].split(":");
        int exit = number(code[0]) * 256 + (code.length > 1 ? number(code[1]) : 0);
        return Optional.of(
                new Job(
                        Long.parseLong(fields[0]),
                        fields[1],
                        fields[2],
                        "",
                        exit,
                        0,
                        Optional.empty(),
                        Times.point(fields[4]),
                        Optional.empty(),
                        fields[5],
                        fields[6]));
    }

    private record Answer(int code, String out, String err) {}

    private Answer call(String doing, List<String> words, String input) {
        Answer answer = run(words, input);
        if (answer.code() == 127) {
            throw new SiteException(
                    Fault.of(
                            Kind.UNREACHABLE,
                            Scope.SITE,
                            "Site '" + site + "' has no command " + words.getFirst() + ".",
                            "Install Slurm's client commands on the login host, or set its PATH."));
        }
        if (answer.code() != 0) {
            throw Faults.of(site, doing, answer.err().isBlank() ? answer.out() : answer.err());
        }
        return answer;
    }

    private Answer run(List<String> words, String input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        // Through env, which says by 127 that there is no such program.
        List<String> argv = new ArrayList<>(List.of("/usr/bin/env"));
        if (!words.getFirst().equals("sbatch") || words.contains("--test-only")) {
            // Slurm writes times as the zone of whoever asks has them. A job would inherit it.
            argv.add("TZ=UTC0");
        }
        argv.addAll(words);
        try {
            OptionalInt code = shell.run(argv, in, out, err, LIMIT);
            if (code.isEmpty()) {
                throw new SiteException(
                        Fault.of(
                                Kind.UNREACHABLE,
                                Scope.SITE,
                                words.getFirst()
                                        + " of site '"
                                        + site
                                        + "' did not end within "
                                        + LIMIT.toSeconds()
                                        + " s.",
                                "See whether the controller (slurmctld) runs."));
            }
            return new Answer(
                    code.getAsInt(),
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw Faults.interrupted(e);
        }
    }

    /** Reads what scontrol shows. */
    static final class ShownCluster {
        private static final Pattern PAIR = Pattern.compile("(?:^|\\s)([A-Za-z:/]+)=(\\S*)");

        private ShownCluster() {}

        static Cluster of(
                String partitions, String nodes, String reservations, List<String> accounts) {
            return new Cluster(
                    lines(partitions).flatMap(line -> partition(line).stream()).toList(),
                    lines(nodes).flatMap(line -> node(line).stream()).toList(),
                    lines(reservations)
                            .flatMap(line -> value(line, "ReservationName").stream())
                            .collect(Collectors.toSet()),
                    accounts.stream()
                            .map(line -> line.split("\\|", -1)[0])
                            .filter(name -> !name.isBlank())
                            .collect(Collectors.toSet()),
                    accounts.stream()
                            .map(line -> line.split("\\|", -1))
                            .filter(fields -> fields.length > 1)
                            .flatMap(fields -> java.util.Arrays.stream(fields[1].split(",")))
                            .filter(name -> !name.isBlank())
                            .collect(Collectors.toSet()));
        }

        private static java.util.stream.Stream<String> lines(String text) {
            return text.lines().filter(line -> line.contains("="));
        }

        private static Optional<Cluster.Partition> partition(String line) {
            return value(line, "PartitionName")
                    .map(name ->
                            new Cluster.Partition(
                                    name,
                                    value(line, "Default").filter("YES"::equals).isPresent(),
                                    value(line, "State").filter("UP"::equals).isPresent(),
                                    Times.minutes(value(line, "MaxTime").orElse("")),
                                    count(value(line, "MaxNodes").orElse("")),
                                    number(value(line, "PriorityTier").orElse("")),
                                    value(line, "PreemptMode").orElse("OFF")));
        }

        private static OptionalLong count(String text) {
            return text.matches("\\d{1,9}")
                    ? OptionalLong.of(Long.parseLong(text))
                    : OptionalLong.empty();
        }

        private static Optional<Cluster.Node> node(String line) {
            return value(line, "NodeName")
                    .map(name ->
                            new Cluster.Node(
                                    name,
                                    value(line, "State").orElse("UNKNOWN"),
                                    number(value(line, "CPUTot").orElse("")),
                                    number(value(line, "CPUAlloc").orElse("")),
                                    number(value(line, "RealMemory").orElse("")),
                                    number(value(line, "AllocMem").orElse("")),
                                    words(
                                            value(line, "ActiveFeatures")
                                                    .or(() -> value(line, "AvailableFeatures"))),
                                    words(value(line, "Partitions")),
                                    Cluster.gpus(
                                            value(line, "Gres").orElse(""),
                                            value(line, "GresUsed").orElse("")),
                                    value(line, "Arch").orElse("")));
        }

        private static java.util.Set<String> words(Optional<String> list) {
            return java.util.Arrays.stream(list.orElse("").split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty() && !word.equals("(null)"))
                    .collect(Collectors.toCollection(java.util.TreeSet::new));
        }

        private static Optional<String> value(String line, String key) {
            Matcher matcher = PAIR.matcher(line);
            while (matcher.find()) {
                if (matcher.group(1).equals(key)) {
                    return Optional.of(matcher.group(2)).filter(text -> !text.equals("(null)"));
                }
            }
            return Optional.empty();
        }
    }
}
