package floria.site.containers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import floria.site.Channel;
import floria.site.Command;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.SiteException;
import floria.testing.containers.PodmanService;
import floria.testing.containers.TestImage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecShellTest {

    private static final Duration ENOUGH = Duration.ofSeconds(60);
    private static final InputStream NOTHING = InputStream.nullInputStream();

    private final PodmanService podman = PodmanService.start(new TestImage.Debian());
    private final ContainerSettings settings =
            ContainerSettings.of("containers", new EngineAddress.Unix(podman.socket()))
                    .withPull(ContainerSettings.Pull.NEVER);
    private final Site site = new ContainerSite(settings, Clock.systemUTC());
    private final Demands demands = new Demands("shells00");
    private final ResourceSpec.Machine machine = demands.machine("shell");
    private final ExecShell shell =
            new ExecShell(
                    new Engine(settings.address()), machine.key().toString(), Clock.systemUTC());
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    void makesMachine() {
        site.ensure(demands.context(), List.of(machine));
    }

    @BeforeEach
    void forgetsOutput() {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
    }

    @AfterAll
    void stopsTheEngine() {
        podman.close();
    }

    @Test
    void endsInputOfAnyLengthAndKeepsTheStreamsApart() throws Exception {
        for (int size : new int[] {0, 1, 5_000_000}) {
            ByteArrayOutputStream to = new ByteArrayOutputStream();
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            OptionalInt code =
                    shell.run(
                            List.of("sh", "-c", "wc -c; echo \"$1\" >&2; exit 3", "x", "ä 'b' $c"),
                            new ByteArrayInputStream(new byte[size]),
                            to,
                            errors,
                            ENOUGH);

            assertThat(code).hasValue(3);
            assertThat(to.toString(StandardCharsets.UTF_8)).isEqualTo(size + "\n");
            assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("ä 'b' $c\n");
        }
    }

    @Test
    void passesBinaryOutputOnWhole() throws Exception {
        byte[] random = new byte[3_000_001];
        long seed = 20261123;
        new Random(seed).nextBytes(random);

        OptionalInt code =
                shell.run(List.of("cat"), new ByteArrayInputStream(random), out, err, ENOUGH);

        assertThat(code).hasValue(0);
        assertThat(Arrays.equals(out.toByteArray(), random)).as("seed %d", seed).isTrue();
    }

    @Test
    void programThatReadsNoInputStillEnds() throws Exception {
        assertThat(
                        shell.run(
                                List.of("sh", "-c", "exit 4"),
                                new ByteArrayInputStream(new byte[5_000_000]),
                                out,
                                err,
                                ENOUGH))
                .hasValue(4);
    }

    @Test
    void endsTheProgramAndItsChildrenWhenItsTimeIsOver() throws Exception {
        OptionalInt code =
                shell.run(
                        List.of("sh", "-c", "echo begun; sleep 4711 & sleep 4711; true"),
                        NOTHING,
                        out,
                        err,
                        Duration.ofMillis(700));

        assertThat(code).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("begun\n");
        assertThat(Runs.processes("sleep 4711")).isZero();
    }

    @Test
    void endsTheProgramWhenTheThreadIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        OutputStream telling =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        begun.countDown();
                    }
                };
        List<String> ended = new ArrayList<>();
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                shell.run(
                                        List.of("sh", "-c", "echo x; sleep 4712; true"),
                                        NOTHING,
                                        telling,
                                        err,
                                        ENOUGH);
                            } catch (InterruptedException _) {
                                ended.add("interrupted");
                            }
                        });
        begun.await();

        thread.interrupt();
        thread.join();

        assertThat(ended).containsExactly("interrupted");
        assertThat(Runs.processes("sleep 4712")).isZero();
    }

    @Test
    void failureOfTheSinkComesOutAndEndsTheProgram() throws Exception {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        throw new UncheckedIOException(new java.io.IOException("full"));
                    }
                };

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() ->
                        shell.run(
                                List.of("sh", "-c", "echo x; sleep 4713; true"),
                                NOTHING,
                                full,
                                err,
                                ENOUGH));
        assertThat(Runs.processes("sleep 4713")).isZero();
    }

    @Test
    void machineThatIsNotThereIsAFault() {
        ExecShell nobody =
                new ExecShell(new Engine(settings.address()), "nobody", Clock.systemUTC());

        assertThatExceptionOfType(SiteException.class)
                .isThrownBy(() -> nobody.run(List.of("true"), NOTHING, out, err, ENOUGH));
    }

    @Test
    void runsManyProgramsAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String text = "number " + i;
                answers.add(
                        threads.submit(() -> {
                            ByteArrayOutputStream to = new ByteArrayOutputStream();
                            shell.run(
                                    List.of("cat"),
                                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                                    to,
                                    OutputStream.nullOutputStream(),
                                    ENOUGH);
                            return to.toString(StandardCharsets.UTF_8);
                        }));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo("number " + i);
            }
        }
    }

    @Test
    void copiesFilesInAndOutWhole() {
        byte[] content = new byte[5_000_000];
        new Random(7).nextBytes(content);
        Channel channel = site.channel(demands.context(), machine.key());
        String path = channel.workspace() + "/some/folder/a file.bin";

        channel.put(path, new ByteArrayInputStream(content), content.length, false);
        channel.get(path, out);

        assertThat(Arrays.equals(out.toByteArray(), content)).isTrue();
    }

    @Test
    void secretsShowNeitherInTheProcessListNorAtTheEngine() {
        String secret = "s3cret-4714";
        Channel channel = site.channel(demands.context(), machine.key());
        channel.start(
                new Command(
                        "secretive",
                        List.of("sh", "-c", "test -n \"$TOKEN\" && sleep 60"),
                        Map.of("TOKEN", secret),
                        "/tmp"));

        List<String> lines =
                Runs.lines(
                        channel,
                        "look",
                        "sh",
                        "-c",
                        "cat /proc/[0-9]*/cmdline | tr '\\0' ' '; grep -rl s3cret-471[4]"
                                + " /var/lib/floria || true");
        assertThat(String.join("\n", lines)).contains("sleep 60").doesNotContain(secret);
        assertThat(podman.command("inspect", machine.key().toString())).doesNotContain(secret);
    }
}
