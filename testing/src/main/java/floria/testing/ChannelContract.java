package floria.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Execution.Status;
import floria.site.Fault;
import floria.site.Key;
import floria.site.ResourceSpec.Machine;
import floria.site.SiteException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the way into a machine promises; part of {@link SiteContract}. */
public abstract class ChannelContract extends SiteFixture {

    /** One machine with its channel; made by the first test that asks. */
    private Channel opened() {
        needs(SiteFeature.CHANNEL);
        Machine machine = machine();
        ready(machine);
        return channel(machine.key());
    }

    protected static Command sh(Channel channel, String id, String script, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        argv.addAll(List.of(arguments));
        return new Command(id, argv, Map.of(), channel.workspace() + "/work");
    }

    /** Runs a script to its end and answers what it printed. */
    protected final List<String> output(Channel channel, String id, String script, String... argv) {
        List<String> lines = new ArrayList<>();
        Status status =
                channel.start(sh(channel, id, script, argv))
                        .follow((_, _, text) -> lines.add(text), patience());
        assertThat(status).as(String.join("\n", lines)).isEqualTo(new Status.Exited(0));
        return lines;
    }

    /** Returns when the command has printed the line. */
    protected final void awaitLine(Execution execution, String line) {
        List<String> seen = new ArrayList<>();
        try {
            execution.follow(
                    (_, _, text) -> {
                        seen.add(text);
                        if (text.equals(line)) {
                            throw new Seen();
                        }
                    },
                    patience());
        } catch (Seen _) {
            return;
        }
        throw new AssertionError("no line '" + line + "' in " + seen);
    }

    private static final class Seen extends RuntimeException {}

    @Test
    void givesAMachineAWorkspaceThatIsThere() {
        Channel channel = opened();
        assertThat(channel.workspace()).startsWith("/");
        assertThat(output(channel, "pwd", "cd \"$1\" && touch mine && pwd -P", channel.workspace()))
                .hasSize(1);
    }

    @Test
    void deliversBothStreamsLineByLineAndTheExitCode() {
        Channel channel = opened();
        Execution execution =
                channel.start(
                        sh(channel, "lines", "echo one; echo two; echo bad >&2; printf x; exit 7"));
        for (int reading = 0; reading < 2; reading++) {
            List<String> lines = new ArrayList<>();
            Status status =
                    execution.follow(
                            (stream, n, text) -> lines.add(stream + " " + n + " " + text),
                            patience());
            assertThat(status).isEqualTo(new Status.Exited(7));
            assertThat(lines)
                    .containsExactlyInAnyOrder("OUT 0 one", "OUT 1 two", "OUT 2 x", "ERR 0 bad")
                    .containsSubsequence("OUT 0 one", "OUT 1 two", "OUT 2 x");
        }
        assertThat(execution.status()).isEqualTo(new Status.Exited(7));
    }

    @Test
    void deliversALotOfOutputWhole() {
        Channel channel = opened();
        List<String> lines =
                output(channel, "much", "seq 1 20000; seq 1 20000 | sed 's/$/ ζ/' >&2; exit 0");
        assertThat(lines).hasSize(40_000).contains("20000", "20000 ζ");
    }

    @Test
    void deliversOutputWhileTheCommandRuns() {
        Channel channel = opened();
        Execution execution =
                channel.start(sh(channel, "live", "mkfifo pipe; echo ready; cat pipe; echo done"));
        awaitLine(execution, "ready");
        assertThat(execution.status()).isEqualTo(new Status.Running());
        output(channel, "feed", "echo fed >pipe");
        awaitLine(execution, "done");
    }

    @Test
    void runsTheSameIdOnce() throws Exception {
        Channel channel = opened();
        Command once = sh(channel, "once", "echo ran >>runs");
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Status>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                all.add(
                        threads.submit(() -> {
                            go.await();
                            return channel.start(once).follow((_, _, _) -> {}, patience());
                        }));
            }
            go.countDown();
        }
        for (Future<Status> one : all) {
            assertThat(one.get()).isEqualTo(new Status.Exited(0));
        }
        assertThat(output(channel, "count", "cat runs")).containsExactly("ran");
    }

    @Test
    void findsARunningCommandAfterARestartOfTheServer() throws Exception {
        Channel channel = opened();
        Key key = owned(site, installation).getFirst().key();
        channel.start(sh(channel, "long", "mkfifo pipe; echo up; cat pipe; exit 3"));

        Channel later = reopen().channel(context(), key);

        assertThat(later.workspace()).isEqualTo(channel.workspace());
        Execution found = later.find("long").orElseThrow();
        awaitLine(found, "up");
        assertThat(found.status()).isEqualTo(new Status.Running());
        output(later, "feed", "echo fed >pipe");
        List<String> lines = new ArrayList<>();
        assertThat(found.follow((_, _, text) -> lines.add(text), patience()))
                .isEqualTo(new Status.Exited(3));
        assertThat(lines).containsExactly("up", "fed");
        assertThat(later.find("never")).isEmpty();
    }

    @Test
    void endsACommandWithEverythingThatItStarted() {
        Channel channel = opened();
        // One child stays in the group, one leaves it as daemons do, one is deaf to SIGTERM.
        Execution execution =
                channel.start(
                        sh(
                                channel,
                                "tree",
                                """
                                one='echo $$ >>pids; exec sleep 600'
                                sh -c "$one" &
                                setsid -f sh -c "$one" </dev/null >/dev/null 2>&1
                                sh -c 'echo $$ >>pids; trap "" TERM; while :; do sleep 0.1; done' &
                                while [ "$(wc -l <pids)" -lt 3 ]; do sleep 0.02; done
                                echo up
                                wait
                                """));
        awaitLine(execution, "up");
        String alive = "for p in $(cat pids); do tr '\\0' ' ' <\"/proc/$p/cmdline\"; echo; done";
        assertThat(output(channel, "before", alive)).hasSize(3).doesNotContain("");

        execution.kill(Duration.ofMillis(300));

        assertThat(execution.status()).isInstanceOf(Status.Exited.class);
        // A dead process that nobody has reaped has an empty command line.
        assertThat(
                        output(
                                channel,
                                "after",
                                "for p in $(cat pids); do cat \"/proc/$p/cmdline\" 2>/dev/null;"
                                        + " done; true"))
                .isEmpty();
        execution.kill(Duration.ZERO);
    }

    @Test
    void handsTheEnvironmentOverIntactAndUnseen() {
        Channel channel = opened();
        Map<String, String> hostile =
                Map.of(
                        "QUOTES", "it's \"so\" s3cret-1",
                        "LINES", "one\ntwo\n\ns3cret-2\n",
                        "CODE", "$(touch pwned) `touch pwned` ${HOME} \\ ; & | * s3cret-3",
                        "UNICODE", "ζ 漢字 🚀 s3cret-4",
                        "EMPTY", "");
        Command command =
                new Command(
                        "env",
                        List.of(
                                "/bin/sh",
                                "-c",
                                "env -0 >seen; mkfifo pipe; echo up; exec cat pipe"),
                        hostile,
                        channel.workspace() + "/work");
        awaitLine(channel.start(command), "up");

        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        channel.get(channel.workspace() + "/work/seen", seen);
        hostile.forEach((name, value) ->
                assertThat("\0" + seen.toString(UTF_8)).contains("\0" + name + "=" + value + "\0"));
        String everybody = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; true";
        assertThat(String.join("\n", output(channel, "argv", everybody)))
                .contains("cat pipe")
                .doesNotContain("s3cret-");
        assertThat(output(channel, "ls", "ls")).doesNotContain("pwned");
        assertThat(
                        output(
                                channel,
                                "disk",
                                "rm seen; grep -rls 's3cret-' \"$1\" || true",
                                channel.workspace()))
                .isEmpty();
    }

    @Test
    void passesArgumentsAsTheyAre() {
        Channel channel = opened();
        assertThat(
                        output(
                                channel,
                                "argv",
                                "printf '%s\\n' \"$@\"",
                                "a b",
                                "$(touch pwned)",
                                "ζ'\"",
                                "",
                                "-n",
                                "*"))
                .containsExactly("a b", "$(touch pwned)", "ζ'\"", "", "-n", "*");
    }

    @Test
    void saysThatAProgramIsNotThere() {
        Channel channel = opened();
        Execution execution =
                channel.start(
                        new Command(
                                "none", List.of("no-such-program"), Map.of(), channel.workspace()));
        List<String> lines = new ArrayList<>();
        assertThat(execution.follow((_, _, text) -> lines.add(text), patience()))
                .isEqualTo(new Status.Exited(127));
        assertThat(String.join("\n", lines)).contains("no-such-program");
    }

    @Test
    void copiesFilesToAndFro() {
        Channel channel = opened();
        byte[] content = new byte[5_000_000];
        new Random(7).nextBytes(content);
        String path = channel.workspace() + "/deep/er/a 'ζ' file";

        channel.put(path, new ByteArrayInputStream(content), content.length, false);
        channel.put(path, new ByteArrayInputStream(content), content.length, false);

        ByteArrayOutputStream back = new ByteArrayOutputStream();
        channel.get(path, back);
        assertThat(back.toByteArray()).isEqualTo(content);
        assertThat(output(channel, "ls", "ls -A ../deep/er | wc -l")).containsExactly("1");

        byte[] script = "#!/bin/sh\necho \"ran $1\"\n".getBytes(UTF_8);
        String program = channel.workspace() + "/program";
        channel.put(program, new ByteArrayInputStream(script), script.length, true);
        assertThat(output(channel, "run", "\"$1\" well", program)).containsExactly("ran well");

        channel.put(
                channel.workspace() + "/empty", new ByteArrayInputStream(new byte[0]), 0, false);
        back.reset();
        channel.get(channel.workspace() + "/empty", back);
        assertThat(back.size()).isZero();
    }

    @Test
    void saysThatAFileIsNotThere() {
        Channel channel = opened();
        for (String path : List.of(channel.workspace() + "/none", channel.workspace())) {
            assertThatThrownBy(() -> channel.get(path, new ByteArrayOutputStream()))
                    .isInstanceOfSatisfying(
                            SiteException.class,
                            e -> {
                                assertThat(e.fault().kind()).isEqualTo(Fault.Kind.NOT_FOUND);
                                assertThat(e.fault().message()).contains(path);
                            });
        }
    }
}
