package floria.site.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.site.Command;
import floria.site.Execution;
import floria.site.Execution.Status;
import floria.site.Fault;
import floria.site.SiteException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShellChannelTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path workspace;
    private ShellChannel channel;

    @BeforeEach
    void open() {
        channel = reopened();
    }

    private ShellChannel reopened() {
        return new ShellChannel(
                new ProcessShell(Map.of("PATH", "/usr/bin:/bin"), List.of()), workspace.toString());
    }

    private Command command(String id, Map<String, String> environment, String... argv) {
        return new Command(id, List.of(argv), environment, workspace + "/work");
    }

    private Command sh(String id, String script) {
        return command(id, Map.of(), "sh", "-c", script);
    }

    private static List<String> lines(Execution execution) {
        List<String> lines = new ArrayList<>();
        execution.follow((stream, n, text) -> lines.add(stream + " " + n + " " + text), LIMIT);
        return lines;
    }

    @Test
    void deliversBothStreamsWithNumbersAndALastLineWithoutEnd() {
        Execution execution =
                channel.start(sh("a", "echo one; echo two; echo bad >&2; printf three; exit 7"));

        List<String> lines = lines(execution);

        assertThat(lines)
                .containsExactlyInAnyOrder("OUT 0 one", "OUT 1 two", "OUT 2 three", "ERR 0 bad");
        assertThat(lines).containsSubsequence("OUT 0 one", "OUT 1 two", "OUT 2 three");
        assertThat(execution.status()).isEqualTo(new Status.Exited(7));
        assertThat(lines(execution)).hasSameElementsAs(lines);
    }

    @Test
    void deliversOutputWhileTheCommandRuns() {
        List<String> lines = new ArrayList<>();
        Execution execution =
                channel.start(sh("b", "mkfifo pipe; echo ready; cat pipe; echo done"));
        Status status =
                execution.follow(
                        (_, _, text) -> {
                            lines.add(text);
                            if (text.equals("ready")) {
                                write(workspace.resolve("work/pipe"), "from outside\n");
                            }
                        },
                        LIMIT);

        assertThat(status).isEqualTo(new Status.Exited(0));
        assertThat(lines).containsExactly("ready", "from outside", "done");
    }

    @Test
    void runsTheSameIdOnce() throws Exception {
        Command once = sh("once", "echo x >>runs; sleep 0.1");
        int starters = 8;
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Execution>> all = new ArrayList<>();
            for (int i = 0; i < starters; i++) {
                all.add(
                        threads.submit(() -> {
                            go.await();
                            return reopened().start(once);
                        }));
            }
            go.countDown();
            for (Future<Execution> one : all) {
                assertThat(one.get().follow((_, _, _) -> {}, LIMIT))
                        .isEqualTo(new Status.Exited(0));
            }
        }
        assertThat(workspace.resolve("work/runs")).hasContent("x");
    }

    @Test
    void startsAgainWhatACrashLeftHalfMade() throws IOException {
        Path folder = Files.createDirectories(workspace.resolve(".floria/commands/half"));
        Files.createFile(folder.resolve("lock"));
        Files.writeString(folder.resolve("out"), "left over");
        Files.writeString(folder.resolve("pid.new"), "12");
        assertThat(channel.find("half")).isEmpty();

        assertThat(lines(channel.start(sh("half", "echo fresh")))).containsExactly("OUT 0 fresh");
    }

    @Test
    void doesNotRunACommandWhoseSettingsWereCutOff() {
        Shell half =
                (argv, input, out, err, limit) ->
                        new ProcessShell(Map.of(), List.of())
                                .run(argv, cut(input), out, err, limit);
        ShellChannel broken = new ShellChannel(half, workspace.toString());

        assertThatThrownBy(() -> broken.start(command("cut", Map.of("A", "b"), "touch", "ran")))
                .isInstanceOf(SiteException.class);

        assertThat(channel.find("cut")).isEmpty();
        assertThat(workspace.resolve("work/ran")).doesNotExist();
    }

    private static InputStream cut(InputStream whole) {
        try {
            byte[] bytes = whole.readAllBytes();
            return new ByteArrayInputStream(bytes, 0, bytes.length / 2);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void handsTheEnvironmentOverIntactAndUnseen() throws IOException {
        Map<String, String> hostile =
                Map.of(
                        "QUOTES", "it's \"so\"",
                        "LINES", "one\ntwo\n\n",
                        "SHELL_CODE", "$(touch pwned) `touch pwned` $HOME \\",
                        "UNICODE", "ζ 漢字 🚀",
                        "EMPTY", "",
                        "PATH", "/nowhere",
                        "IFS", "abc",
                        "folder", "/x",
                        "END", "\n: end");
        Execution execution = channel.start(command("env", hostile, "/usr/bin/env", "-0"));
        execution.follow((_, _, _) -> {}, LIMIT);

        String seen = Files.readString(workspace.resolve(".floria/commands/env/out"));

        hostile.forEach((name, value) -> assertThat(seen).contains(name + "=" + value + "\0"));
        assertThat(workspace.resolve("work/pwned")).doesNotExist();
        try (var files = Files.walk(workspace.resolve(".floria"))) {
            assertThat(files.filter(Files::isRegularFile).filter(f -> !f.endsWith("out")))
                    .allSatisfy(f -> assertThat(f).content().doesNotContain("pwned"));
        }
    }

    @Test
    void refusesANameThatNoShellCanPassOn() {
        assertThatThrownBy(() -> channel.start(command("a", Map.of("my-name", "x"), "true")))
                .isInstanceOfSatisfying(
                        SiteException.class,
                        e -> {
                            assertThat(e.fault().kind()).isEqualTo(Fault.Kind.INVALID);
                            assertThat(e.fault().message()).contains("my-name");
                            assertThat(e.fault().hint())
                                    .hasValueSatisfying(
                                            hint -> assertThat(hint).contains("my_name"));
                        });
    }

    @Test
    void saysWhatIsWrongWithAProgramThatIsNotThere() {
        Execution execution = channel.start(command("a", Map.of(), "no-such-program"));
        assertThat(String.join("\n", lines(execution))).contains("no-such-program");
        assertThat(execution.status()).isEqualTo(new Status.Exited(127));
    }

    @Test
    void endsEverythingThatACommandStarted() throws Exception {
        // The second child leaves the process group, the third is deaf to SIGTERM.
        Execution execution =
                channel.start(
                        sh(
                                "tree",
                                "sleep 987 & setsid -f sleep 988; sh -c 'trap \"\" TERM; echo up;"
                                        + " while :; do sleep 0.05; done'"));
        awaitLine(execution, "up");
        Set<Long> tree = marked("tree");
        assertThat(tree).hasSizeGreaterThanOrEqualTo(4);

        execution.kill(Duration.ofMillis(200));

        assertThat(tree).noneMatch(pid -> marked("tree").contains(pid));
        assertThat(execution.status()).isInstanceOf(Status.Exited.class);
        execution.kill(Duration.ZERO);
    }

    @Test
    void endsADaemonThatItsCommandLeftBehind() {
        Execution execution = channel.start(sh("left", "setsid -f sleep 986 >/dev/null 2>&1"));
        assertThat(execution.follow((_, _, _) -> {}, LIMIT)).isEqualTo(new Status.Exited(0));
        assertThat(marked("left")).hasSize(1);
        execution.kill(Duration.ofSeconds(5));
        assertThat(marked("left")).isEmpty();
        assertThat(execution.status()).isEqualTo(new Status.Exited(0));
    }

    @Test
    void reportsTheSignalThatEndedACommand() {
        Execution execution = channel.start(sh("a", "echo up; exec sleep 985"));
        awaitLine(execution, "up");
        execution.kill(Duration.ofSeconds(5));
        assertThat(execution.status()).isEqualTo(new Status.Exited(128 + 15));
    }

    @Test
    void saysLostWhenTheSupervisorIsGone() throws Exception {
        Execution execution = channel.start(sh("a", "echo up; exec sleep 984"));
        awaitLine(execution, "up");
        long supervisor = supervisor("a");
        ProcessHandle handle = ProcessHandle.of(supervisor).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().get();

        assertThat(execution.status()).isEqualTo(new Status.Lost());
        assertThat(lines(execution)).containsExactly("OUT 0 up");
        execution.kill(Duration.ZERO);
        assertThat(marked("a")).isEmpty();
    }

    @Test
    void isNotDeceivedByAnotherProcessWithTheSameNumber() throws IOException {
        Path folder = Files.createDirectories(workspace.resolve(".floria/commands/old"));
        long self = ProcessHandle.current().pid();
        Files.writeString(folder.resolve("pid"), self + " " + self + "\n");
        Files.writeString(folder.resolve("out"), "");
        Files.writeString(folder.resolve("err"), "");

        Execution execution = channel.find("old").orElseThrow();

        assertThat(execution.status()).isEqualTo(new Status.Lost());
        execution.kill(Duration.ZERO);
        assertThat(lines(execution)).isEmpty();
    }

    @Test
    void isFoundByAnotherChannelWhileItRuns() {
        channel.start(sh("a", "mkfifo pipe; echo up; cat pipe; exit 3"));
        Execution found = reopened().find("a").orElseThrow();
        awaitLine(found, "up");
        assertThat(found.status()).isEqualTo(new Status.Running());
        write(workspace.resolve("work/pipe"), "go\n");
        assertThat(lines(found)).containsExactly("OUT 0 up", "OUT 1 go");
        assertThat(found.status()).isEqualTo(new Status.Exited(3));
        assertThat(channel.find("b")).isEqualTo(Optional.empty());
    }

    @Test
    void noticesTheEndWhereNobodyReapsTheDead() throws Exception {
        // As in a container whose first process does not care.
        Process first =
                new ProcessBuilder(
                                "unshare",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                "sleep",
                                "300")
                        .start();
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> !first.isAlive() || first.children().findAny().isPresent());
            long inside =
                    first.children()
                            .findAny()
                            .map(ProcessHandle::pid)
                            .orElseGet(() ->
                                    Assumptions.abort("not run: no namespaces for this user"));
            awaitProgram(inside, "sleep");
            List<String> enter =
                    List.of("nsenter", "--target", Long.toString(inside), "--pid", "--mount");
            ShellChannel within =
                    new ShellChannel(
                            new ProcessShell(Map.of("PATH", "/usr/bin:/bin"), enter),
                            workspace.toString());
            Execution execution = within.start(sh("a", "mkfifo pipe; echo up; cat pipe; exit 3"));
            awaitLine(execution, "up");
            assertThat(execution.status()).isEqualTo(new Status.Running());
            within.start(sh("b", "echo end >pipe"));
            assertThat(lines(execution)).containsExactly("OUT 0 up", "OUT 1 end");
            assertThat(execution.status()).isEqualTo(new Status.Exited(3));

            Execution killed = within.start(sh("c", "sleep 981 & echo up; wait"));
            awaitLine(killed, "up");
            killed.kill(Duration.ofSeconds(10));
            assertThat(killed.status()).isInstanceOf(Status.Exited.class);
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    private static void awaitProgram(long pid, String name) {
        Path file = Path.of("/proc/" + pid + "/comm");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> Files.exists(file) && Files.readString(file).strip().equals(name));
    }

    @Test
    void saysThatAPathCannotBeWritten() throws IOException {
        Files.writeString(workspace.resolve("file"), "");
        assertThatThrownBy(() ->
                        channel.put(
                                workspace + "/file/below",
                                new ByteArrayInputStream(new byte[1]),
                                1,
                                false))
                .isInstanceOfSatisfying(
                        SiteException.class,
                        e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.INVALID));
    }

    @Test
    void stopsFollowingAtTheLimitAndWhenInterrupted() throws Exception {
        Execution execution = channel.start(sh("a", "echo up; exec sleep 983"));
        assertThat(execution.follow((_, _, _) -> {}, Duration.ofMillis(150)))
                .isEqualTo(new Status.Running());
        CountDownLatch up = new CountDownLatch(1);
        Set<Boolean> flag = ConcurrentHashMap.newKeySet();
        Thread follower =
                Thread.startVirtualThread(() -> {
                    execution.follow((_, _, _) -> up.countDown(), LIMIT);
                    flag.add(Thread.currentThread().isInterrupted());
                });
        up.await();
        follower.interrupt();
        follower.join();
        assertThat(flag).containsExactly(true);
        execution.kill(Duration.ZERO);
    }

    @Test
    void passesOnWhatItsReaderThrows() {
        Execution execution = channel.start(sh("a", "echo up; exec sleep 982"));
        assertThatThrownBy(() ->
                        execution.follow(
                                (_, _, _) -> {
                                    throw new IllegalStateException("full");
                                },
                                LIMIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("full");
        execution.kill(Duration.ZERO);
    }

    @Test
    void copiesBinaryFilesWholeOrNotAtAll() throws IOException {
        byte[] content = new byte[5_000_000];
        new java.util.Random(7).nextBytes(content);
        String path = workspace + "/deep/er/ζ file's";
        channel.put(path, new ByteArrayInputStream(content), content.length, true);
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        channel.get(path, back);
        assertThat(back.toByteArray()).isEqualTo(content);

        assertThatThrownBy(() -> channel.put(path, new ByteArrayInputStream(new byte[3]), 4, false))
                .isInstanceOf(SiteException.class);
        back.reset();
        channel.get(path, back);
        assertThat(back.toByteArray()).isEqualTo(content);
        assertThat(lines(channel.start(sh("ls", "ls -A ../deep/er | wc -l"))))
                .containsExactly("OUT 0 1");
    }

    @Test
    void saysThatAFileIsNotThere() {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        assertThatThrownBy(() -> channel.get(workspace + "/none", to))
                .isInstanceOfSatisfying(
                        SiteException.class,
                        e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.NOT_FOUND));
        assertThatThrownBy(() -> channel.get("relative", to)).isInstanceOf(SiteException.class);
    }

    private void awaitLine(Execution execution, String line) {
        try {
            execution.follow(
                    (_, _, text) -> {
                        if (text.equals(line)) {
                            throw new Seen();
                        }
                    },
                    LIMIT);
        } catch (Seen _) {
            return;
        }
        throw new AssertionError("no line " + line);
    }

    private static final class Seen extends RuntimeException {}

    private long supervisor(String id) throws IOException {
        String pid = Files.readString(workspace.resolve(".floria/commands/" + id + "/pid"));
        return Long.parseLong(pid.split(" ")[0]);
    }

    private Set<Long> marked(String id) {
        String mark = "FLORIA_COMMAND=" + workspace + "/.floria/commands/" + id;
        Set<Long> pids = ConcurrentHashMap.newKeySet();
        ProcessHandle.allProcesses()
                .forEach(process -> {
                    try {
                        Path file = Path.of("/proc/" + process.pid() + "/environ");
                        String environ = new String(Files.readAllBytes(file), UTF_8);
                        if (List.of(environ.split("\0")).contains(mark)) {
                            pids.add(process.pid());
                        }
                    } catch (IOException _) {
                        // It ended, or is somebody else's.
                    }
                });
        return pids;
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
