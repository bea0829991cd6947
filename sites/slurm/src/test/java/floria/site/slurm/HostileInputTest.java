package floria.site.slurm;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec.Allocation;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Mount;
import floria.site.ResourceSpec.Volume;
import floria.site.SiteContext;
import floria.site.SiteException;
import floria.site.shell.ProcessShell;
import floria.site.shell.Shell;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing that a template says is ever run by a shell that was not asked to. */
final class HostileInputTest {
    private static final List<String> PIECES =
            List.of(
                    "; touch pwned;",
                    "$(touch pwned)",
                    "`touch pwned`",
                    "'",
                    "\"",
                    "\n",
                    " ",
                    "|",
                    "&",
                    ">pwned",
                    "ζ漢🚀",
                    "-rf",
                    "--wrap=touch pwned",
                    "..",
                    "/",
                    "%",
                    "\\",
                    "*",
                    "a",
                    "gpu");

    @TempDir Path folder;

    /** Runs scripts in a folder where a trap that was sprung is seen; Slurm is not there. */
    private Shell shell(List<List<String>> seen) {
        ProcessShell real =
                new ProcessShell(
                        Map.of("PATH", "/usr/bin:/bin"),
                        List.of("/usr/bin/env", "--chdir=" + folder));
        return (argv, input, out, err, limit) -> run(real, seen, argv, input, out, err, limit);
    }

    private static OptionalInt run(
            Shell real,
            List<List<String>> seen,
            List<String> argv,
            InputStream input,
            OutputStream out,
            OutputStream err,
            Duration limit)
            throws InterruptedException {
        synchronized (seen) {
            seen.add(argv);
        }
        return real.run(argv, input, out, err, limit);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static final class Recorder implements Controller {
        private final List<Submission> submitted = new ArrayList<>();
        private final List<Job> jobs = new ArrayList<>();

        @Override
        public String title() {
            return "none";
        }

        @Override
        public long submit(Submission job) {
            submitted.add(job);
            return submitted.size();
        }

        @Override
        public List<Job> jobs() {
            return jobs;
        }

        @Override
        public void cancel(List<Long> ids) {}

        @Override
        public Cluster cluster() {
            Cluster.Node node =
                    new Cluster.Node(
                            "n1", "IDLE", 8, 0, 8000, 0, Set.of("a"), Set.of("gpu"), List.of(), "");
            return new Cluster(
                    List.of(
                            new Cluster.Partition(
                                    "gpu",
                                    true,
                                    true,
                                    java.util.OptionalLong.empty(),
                                    java.util.OptionalLong.empty(),
                                    1,
                                    "OFF")),
                    List.of(node),
                    Set.of(),
                    Set.of(),
                    Set.of());
        }

        @Override
        public Optional<Duration> wait(Submission job) {
            return Optional.empty();
        }

        @Override
        public Optional<Job> past(long id) {
            return Optional.empty();
        }
    }

    @Test
    void neverRunsWhatATemplateSays() throws Exception {
        long seed = Long.getLong("floria.seed", new Random().nextLong());
        System.out.println("HostileInputTest seed " + seed);
        Random random = new Random(seed);
        Recorder controller = new Recorder();
        List<List<String>> seen = new ArrayList<>();
        SlurmSite site =
                new SlurmSite(
                        SlurmSettings.of(
                                        "hpc", folder.resolve("it's a \"$(touch pwned)").toString())
                                .withAccount("a"),
                        controller,
                        shell(seen),
                        SlurmSite.Reach.DIRECT,
                        Duration.ZERO);
        SiteContext context =
                new SiteContext("default", "testtest", Instant.now().plusSeconds(60), () -> false);
        for (int round = 0; round < 12; round++) {
            Key volume = key(random, Key.Part.VOLUME);
            Labels labels =
                    new Labels(words(random, round), words(random, round), words(random, round));
            site.ensure(context, List.of(new Volume(volume, labels, "folder", 1)));
            Machine machine =
                    new Machine(
                            key(random, Key.Part.MACHINE),
                            labels,
                            round % 2 == 0 ? "gpu" : text(random),
                            Hardware.of(1, 1, 1),
                            round % 3 == 1 ? Optional.of(text(random)) : Optional.empty(),
                            words(random, round),
                            List.of(),
                            List.of(),
                            List.of(new Mount(volume, "/" + words(random, round))),
                            Optional.of(
                                    new Allocation(
                                            1,
                                            1,
                                            Optional.empty(),
                                            some(random, round),
                                            some(random, round),
                                            some(random, round),
                                            Optional.empty(),
                                            false)));
            try {
                site.ensure(context, List.of(machine));
                assertThat(site.owned(context))
                        .anySatisfy(owned -> assertThat(owned.labels()).isEqualTo(labels));
            } catch (SiteException e) {
                assertThat(e.fault().kind().retryable()).as(e.fault().message()).isFalse();
            }
        }
        assertThat(controller.submitted).isNotEmpty();
        // What reaches sbatch of a template is never more than one word, and no other option.
        assertThat(controller.submitted)
                .allSatisfy(job ->
                        assertThat(Commands.arguments(job, List.of()))
                                .filteredOn(
                                        word -> word.matches("(?s)--(account|qos|constraint)=.*"))
                                .allMatch(word ->
                                        word.matches("--[a-z]+=[A-Za-z0-9_.@+&|!,*()\\[\\]=-]+")));
        // The text of a script is constant; everything else is an argument of it.
        assertThat(seen)
                .allSatisfy(argv -> {
                    assertThat(argv.getFirst()).isEqualTo("/bin/sh");
                    assertThat(java.util.Arrays.stream(Scripts.values()).map(Scripts::text))
                            .contains(argv.get(2));
                });
        try (var files = Files.walk(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("pwned");
        }
    }

    /** Harmless in the first round, so that one job at least is submitted. */
    private static String words(Random random, int round) {
        return round == 0 ? "data" : text(random);
    }

    /** Nothing in the first round, for the same reason. */
    private static Optional<String> some(Random random, int round) {
        return round > 0 && random.nextInt(3) == 0 ? Optional.of(text(random)) : Optional.empty();
    }

    private static Key key(Random random, Key.Part part) {
        StringBuilder instance = new StringBuilder();
        for (int i = 0; i < 26; i++) {
            instance.append((char) ('a' + random.nextInt(26)));
        }
        return new Key("testtest", instance.toString(), part, 1);
    }
}
