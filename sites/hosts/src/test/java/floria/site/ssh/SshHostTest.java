package floria.site.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import floria.site.Command;
import floria.site.Execution;
import floria.site.Execution.Status;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;
import floria.site.shell.ShellChannel;
import floria.site.ssh.SshHost.Answer;
import floria.site.ssh.SshSettings.Patience;
import floria.site.ssh.SshSettings.Trust;
import floria.testing.ssh.SshMachine;
import floria.testing.ssh.SshMachines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SshHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Patience QUICK =
            new Patience(Duration.ofSeconds(3), 2, Duration.ofSeconds(1), Duration.ofSeconds(20));

    private static SshMachines pool;
    private final List<SshHost> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        pool = SshMachines.start(3);
    }

    @AfterAll
    static void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    @AfterEach
    void close() {
        opened.forEach(SshHost::close);
    }

    private SshHost host(SshSettings settings) {
        SshHost host = new SshHost(settings);
        opened.add(host);
        return host;
    }

    private SshHost host() {
        return host(settings("bm1", pool.knownHosts(), Trust.KNOWN, Optional.empty()));
    }

    private static SshSettings settings(
            String name, Path knownHosts, Trust trust, Optional<Path> identity) {
        return new SshSettings(
                name,
                Optional.empty(),
                OptionalInt.empty(),
                identity,
                Optional.of(pool.configuration()),
                Optional.of(knownHosts),
                trust,
                pool.controls(),
                pool.environment(),
                Scope.ZONE,
                QUICK);
    }

    private static Answer ask(SshHost host, String... argv) {
        return host.ask(List.of(argv), new byte[0], LIMIT);
    }

    private static Fault faultOf(SshHost host) {
        try {
            ask(host, "true");
        } catch (SiteException e) {
            return e.fault();
        }
        throw new AssertionError("no fault");
    }

    @Test
    void runsAProgramWithItsStreamsAndCode() {
        Answer answer =
                host().ask(
                                List.of("sh", "-c", "cat; echo bad >&2; exit 7"),
                                "given ζ".getBytes(UTF_8),
                                LIMIT);
        assertThat(answer).isEqualTo(new Answer(7, "given ζ", "bad\n"));
        assertThat(ask(host(), "sh", "-c", "exit 255").code()).isEqualTo(254);
        assertThat(ask(host(), "sh", "-c", "kill -9 $$").code()).isEqualTo(137);
    }

    @Test
    void passesEveryArgumentAsItIs() {
        List<String> hostile =
                new ArrayList<>(
                        List.of(
                                "; touch pwned",
                                "$(touch pwned)",
                                "`touch pwned`",
                                "a\nb\n\n",
                                "",
                                "-rf",
                                "'\"\\!#*?[a]{b,c}~&|<>^%",
                                "ζ 漢字 🚀",
                                "'; touch pwned; '",
                                "\\'; touch pwned #"));
        long seed = new Random().nextLong();
        System.out.println("seed of hostile arguments: " + seed);
        Random random = new Random(seed);
        String alphabet = "ab '\"\\$`;&|\n\t!*()<>{}[]#~=%ζ🚀";
        int[] letters = alphabet.codePoints().toArray();
        for (int i = 0; i < 200; i++) {
            StringBuilder word = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                word.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            hostile.add(word.toString());
        }
        List<String> argv = new ArrayList<>(List.of("printf", "%s\\0"));
        argv.addAll(hostile);

        String out = host().ask(argv, new byte[0], LIMIT).out();

        assertThat(List.of(out.substring(0, out.length() - 1).split("\0", -1))).isEqualTo(hostile);
        assertThat(pool.machine(1).home().resolve("pwned")).doesNotExist();
    }

    @Test
    void sharesOneLoginBetweenManyCallsAndOpensAnotherWhenItIsFull() throws Exception {
        SshHost host = host();
        List<Future<String>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                all.add(
                        threads.submit(() ->
                                ask(host, "sh", "-c", "sleep 1; echo $SSH_CONNECTION").out()));
            }
        }
        List<String> connections = new ArrayList<>();
        for (Future<String> one : all) {
            connections.add(one.get());
        }
        assertThat(connections).hasSize(12);
        assertThat(connections.stream().distinct()).hasSize(2);
    }

    @Test
    void endsAProgramThatTakesTooLong() throws Exception {
        SshHost host = host();
        ask(host, "true"); // signing in takes of the time as well
        OptionalInt code =
                host.run(
                        List.of("sh", "-c", "echo $$ >pid; sleep 600"),
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        Duration.ofSeconds(3));
        assertThat(code).isEmpty();
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        ask(
                                                        host,
                                                        "sh",
                                                        "-c",
                                                        "kill -0 \"$(cat pid)\" 2>/dev/null ||"
                                                                + " echo gone")
                                                .out())
                                .isEqualTo("gone\n"));
    }

    @Test
    void leavesOutWhatStartUpFilesPrint() throws IOException {
        Path rc = pool.machine(2).home().resolve(".bashrc");
        Files.writeString(rc, "echo Welcome; echo to you >&2\n");
        SshHost host = host(settings("bm2", pool.knownHosts(), Trust.KNOWN, Optional.empty()));
        assertThat(ask(host, "echo", "x")).isEqualTo(new Answer(0, "x\n", ""));
        Files.delete(rc);
    }

    @Test
    void refusesAMachineWhoseKeyIsNotKnownUnlessAskedToTrust() throws IOException {
        Path none = Files.createFile(pool.folder().resolve("none"));
        Fault fault = faultOf(host(settings("bm1", none, Trust.KNOWN, Optional.empty())));
        assertThat(fault.kind()).isEqualTo(Kind.AUTHORIZATION);
        assertThat(fault.scope()).isEqualTo(Scope.ZONE);
        assertThat(fault.message()).isEqualTo("The host key of bm1 is not known here.");

        SshHost trusting = host(settings("bm1", none, Trust.FIRST_USE, Optional.empty()));
        assertThat(ask(trusting, "echo", "in").out()).isEqualTo("in\n");
        assertThat(Files.readString(none)).contains("127.0.1.1");
    }

    @Test
    void refusesAKeyThatHasChanged() throws IOException {
        SshMachine machine = pool.machine(2);
        machine.powerOff();
        machine.changeHostKey(pool);
        machine.powerOn();
        for (Trust trust : Trust.values()) {
            Fault fault =
                    faultOf(host(settings("bm2", pool.knownHosts(), trust, Optional.empty())));
            assertThat(fault.kind()).isEqualTo(Kind.AUTHORIZATION);
            assertThat(fault.message()).contains("bm2", "another host key");
            assertThat(fault.hint()).hasValueSatisfying(h -> assertThat(h).contains("-R bm2"));
        }
        pool.trustAll();
    }

    @Test
    void saysThatTheKeyIsRefused() {
        Path other = pool.key(pool.folder().resolve("other"));
        SshSettings wrong =
                new SshSettings(
                        pool.machine(1).address(),
                        Optional.empty(),
                        OptionalInt.of(pool.machine(1).port()),
                        Optional.of(other),
                        Optional.of(Path.of("/dev/null")),
                        Optional.of(pool.knownHosts()),
                        Trust.KNOWN,
                        pool.controls(),
                        pool.environment(),
                        Scope.ZONE,
                        QUICK);
        Fault fault = faultOf(host(wrong));
        assertThat(fault.kind()).isEqualTo(Kind.AUTHORIZATION);
        assertThat(fault.scope()).isEqualTo(Scope.CREDENTIAL);
        assertThat(fault.message()).contains("127.0.1.1", "Permission denied (publickey)");
    }

    @Test
    void saysThatAMachineIsNotThere() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        SshSettings nobody =
                new SshSettings(
                        "127.0.1.9",
                        Optional.empty(),
                        OptionalInt.of(free),
                        Optional.empty(),
                        Optional.of(pool.configuration()),
                        Optional.empty(),
                        Trust.KNOWN,
                        pool.controls(),
                        pool.environment(),
                        Scope.SITE,
                        QUICK);
        Fault fault = faultOf(host(nobody));
        assertThat(fault.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(fault.scope()).isEqualTo(Scope.SITE);
        assertThat(fault.message()).contains("127.0.1.9", "Connection refused");

        SshHost nowhere =
                host(settings("no-such.invalid", pool.knownHosts(), Trust.KNOWN, Optional.empty()));
        assertThat(faultOf(nowhere).message()).contains("no-such.invalid", "leads nowhere");
    }

    @Test
    void givesUpAMachineThatNoLongerAnswers() {
        SshMachine machine = pool.machine(1);
        SshHost host = host();
        ask(host, "true");
        machine.freeze();
        try {
            assertThatThrownBy(() -> host.ask(List.of("true"), new byte[0], LIMIT))
                    .isInstanceOfSatisfying(
                            SiteException.class,
                            e -> {
                                assertThat(e.fault().kind()).isEqualTo(Kind.UNREACHABLE);
                                assertThat(e.fault().message()).contains("bm1 is not reached");
                            });
        } finally {
            machine.thaw();
        }
        assertThat(ask(host, "echo", "back").out()).isEqualTo("back\n");
    }

    @Test
    void refusesNamesThatTheClientWouldTakeForOptions() {
        for (String name : List.of("-oProxyCommand=touch pwned", "a b", "", "$(x)", "a;b")) {
            assertThatThrownBy(() -> SshSettings.of(name, pool.controls(), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        SshMachine machine = pool.machine(3);
        Assumptions.assumeThat(machine.ownProcesses())
                .as("not run: a small disk needs root")
                .isTrue();
        machine.powerOff();
        machine.disk(1 << 20);
        machine.powerOn();
        SshHost host = host(settings("bm3", pool.knownHosts(), Trust.KNOWN, Optional.empty()));
        String home = machine.home().toString();
        byte[] content = new byte[3 << 20];
        for (Optional<String> store : List.of(Optional.<String>empty(), Optional.of(home + "/s"))) {
            ShellChannel channel = new ShellChannel(host, host, home, store);
            assertThatThrownBy(() ->
                            channel.put(
                                    home + "/big",
                                    new ByteArrayInputStream(content),
                                    content.length,
                                    false))
                    .isInstanceOfSatisfying(
                            SiteException.class,
                            e -> {
                                assertThat(e.fault().kind()).isEqualTo(Kind.CAPACITY);
                                assertThat(e.fault().message()).contains("No space left");
                            });
            assertThat(ask(host, "find", home, "-type", "f").out()).isEmpty();
        }
    }

    @Test
    void leavesADetachedCommandRunningWhenTheConnectionIsCut() {
        SshHost first = host();
        String workspace = pool.machine(1).home().resolve("w").toString();
        ask(first, "mkdir", "-p", workspace);
        ShellChannel channel = new ShellChannel(first, workspace);
        Command command =
                new Command(
                        "long",
                        List.of("sh", "-c", "mkfifo pipe; echo up; cat pipe; echo ran >>runs"),
                        Map.of("SECRET", "s3cret"),
                        workspace);
        Execution execution = channel.start(command);
        first.close();

        ShellChannel later = new ShellChannel(host(), workspace);
        assertThat(later.start(command).status()).isEqualTo(new Status.Running());
        ask(host(), "sh", "-c", "echo fed >\"$1\"", "sh", workspace + "/pipe");
        List<String> lines = new ArrayList<>();
        assertThat(later.start(command).follow((_, _, text) -> lines.add(text), LIMIT))
                .isEqualTo(new Status.Exited(0));
        assertThat(lines).containsExactly("up", "fed");
        assertThat(execution.status()).isEqualTo(new Status.Exited(0));
        assertThat(ask(host(), "cat", workspace + "/runs").out()).isEqualTo("ran\n");
    }

    @Test
    void losesACommandWithTheMachineButNotItsConnection() throws IOException {
        SshMachine machine = pool.machine(1);
        Assumptions.assumeThat(machine.ownProcesses())
                .as("not run: a machine with processes of its own needs root")
                .isTrue();
        String workspace = machine.home().resolve("reboot").toString();
        SshHost host = host();
        ask(host, "mkdir", "-p", workspace);
        ShellChannel channel = new ShellChannel(host, workspace);
        Execution execution =
                channel.start(new Command("long", List.of("sleep", "600"), Map.of(), workspace));
        machine.powerOff();
        machine.powerOn();
        assertThat(execution.status()).isEqualTo(new Status.Lost());
    }

    @Test
    void sendsAFileOnce() throws IOException {
        String home = pool.machine(1).home().toString();
        ShellChannel channel = new ShellChannel(host(), host(), home, Optional.of(home + "/store"));
        byte[] content = new byte[300_000];
        new Random(3).nextBytes(content);
        channel.put(home + "/a/one", new ByteArrayInputStream(content), content.length, false);
        // What is there is taken from there: it would not be the same bytes otherwise.
        channel.put(home + "/b/two", new ByteArrayInputStream(content), content.length, true);
        assertThat(Path.of(home, "b/two")).hasBinaryContent(content).isExecutable();
        assertThat(Path.of(home, "store").toFile().list()).hasSize(1);
    }

    private static boolean begun(String home) throws IOException {
        try (var files = Files.list(Path.of(home))) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(".floria-"));
        }
    }

    @Test
    void leavesNoHalfFileWhenTheConnectionIsCutInTheMiddle() {
        String home = pool.machine(1).home().toString();
        SshHost host = host();
        ShellChannel channel = new ShellChannel(host, home);
        InputStream cutting =
                new SequenceInputStream(
                        new ByteArrayInputStream(new byte[200_000]),
                        new InputStream() {
                            @Override
                            public int read() {
                                Awaitility.await().atMost(LIMIT).until(() -> begun(home));
                                host.close();
                                return -1;
                            }

                            @Override
                            public int read(byte[] to, int offset, int length) {
                                return read();
                            }
                        });
        assertThatThrownBy(() -> channel.put(home + "/half", cutting, 4_000_000, false))
                .isInstanceOfSatisfying(
                        SiteException.class,
                        e -> {
                            assertThat(e.fault().kind()).isEqualTo(Kind.TRANSIENT);
                            assertThat(e.fault().message()).contains("bm1 was cut");
                        });
        assertThat(Path.of(home, "half")).doesNotExist();
        channel.put(home + "/half", new ByteArrayInputStream(new byte[9]), 9, false);
        assertThat(Path.of(home, "half")).hasSize(9);
    }
}
