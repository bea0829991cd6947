package floria.site.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Execution.Status;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Mount;
import floria.site.ResourceSpec.Port;
import floria.site.ResourceSpec.Volume;
import floria.site.SiteContext;
import floria.site.SiteException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalSiteTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Labels LABELS = new Labels("default", "test", "node");

    @TempDir Path folder;
    private LocalSite site;

    @BeforeEach
    void open() {
        site = LocalProcess.site(folder.resolve("root"));
    }

    @AfterEach
    void releaseEverything() {
        site.owned(context()).map(floria.site.Owned::key).toList().forEach(this::release);
    }

    private void release(Key key) {
        site.release(context(), key);
    }

    private static SiteContext context() {
        return LocalProcess.context();
    }

    private static Machine machine(
            Key key, Hardware hardware, List<Port> ports, List<Mount> mounts) {
        return new Machine(
                key, LABELS, "local", hardware, Optional.empty(), "host", ports, List.of(), mounts);
    }

    private static Hardware small() {
        return Hardware.of(0.5, 256L << 20, 1 << 20);
    }

    private Channel machine() {
        Key key = LocalProcess.key(1);
        site.ensure(context(), List.of(machine(key, small(), List.of(), List.of())));
        return site.channel(context(), key);
    }

    private static Command sh(Channel channel, String id, String script) {
        return new Command(
                id, List.of("/bin/sh", "-c", script), Map.of(), channel.workspace() + "/work");
    }

    private static List<String> output(Channel channel, String id, String script) {
        List<String> lines = new ArrayList<>();
        Status status =
                channel.start(sh(channel, id, script))
                        .follow((_, _, text) -> lines.add(text), LIMIT);
        assertThat(status).as(String.join("\n", lines)).isEqualTo(new Status.Exited(0));
        return lines;
    }

    @Test
    void endsDaemonsThatForkedTwiceWhenTheirMachineGoes() {
        Channel channel = machine();
        output(
                channel,
                "daemon",
                "setsid -f sh -c 'setsid -f sleep 971; exec sleep 972' >/dev/null");
        Processes processes = new Processes(LocalProcess.key(1), Limits.none());
        Awaitility.await().atMost(LIMIT).until(() -> processes.alive().size() == 2);

        release(LocalProcess.key(1));

        assertThat(processes.alive()).isEmpty();
        assertThat(Path.of(channel.workspace())).doesNotExist();
    }

    @Test
    void endsAProcessThatClearedItsEnvironmentAndIsDeafToPoliteness() {
        Channel channel = machine();
        Execution execution =
                channel.start(
                        sh(
                                channel,
                                "deaf",
                                "trap '' TERM; echo $$ >pid; env -i sleep 973; sleep 974"));
        Processes processes = new Processes(LocalProcess.key(1), Limits.none());
        Path pid = Path.of(channel.workspace(), "work", "pid");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> Files.exists(pid) && processes.alive().size() == 3);

        release(LocalProcess.key(1));

        assertThat(processes.alive()).isEmpty();
        assertThat(execution.status()).isEqualTo(new Status.Lost());
    }

    @Test
    void limitsMemoryWhereItMay() {
        Assumptions.assumeTrue(
                Limits.detect(Path.of("/")).title().contains("memory"),
                "not run: this user may not make control groups");
        Channel channel = machine();
        Execution execution =
                channel.start(
                        sh(channel, "hungry", "exec perl -e '$x = \"x\" x (700 * 1024 * 1024)'"));
        assertThat(execution.follow((_, _, _) -> {}, LIMIT)).isEqualTo(new Status.Exited(137));
    }

    @Test
    void limitsCpusWhereItMay() {
        Assumptions.assumeTrue(
                Limits.detect(Path.of("/")).title().contains("cpu"),
                "not run: this user may not make control groups");
        Channel channel = machine();
        // Half a CPU: half a second of work takes nearly one, however idle the machine is.
        List<String> times =
                output(
                        channel,
                        "busy",
                        "perl -MTime::HiRes=time -e '$b = time; while ((times)[0] < 0.5) { $i++ for 1 .. 100000 }"
                                + " print time - $b, \"\\n\"'");
        assertThat(Double.parseDouble(times.getFirst())).isGreaterThan(0.7);
    }

    @Test
    void saysThatItLimitsNothingWhereItMayNot() {
        LocalSite unlimited =
                new LocalSite(
                        new LocalSettings("here", folder.resolve("root"), Map.of()),
                        new ThisMachine(Path.of("/")),
                        Limits.none());
        Key key = LocalProcess.key(1);
        Observed seen =
                unlimited
                        .ensure(context(), List.of(machine(key, small(), List.of(), List.of())))
                        .getFirst();
        assertThat(seen.attributes().get("resource_limits")).startsWith("none");
        assertThat(output(unlimited.channel(context(), key), "a", "echo runs"))
                .containsExactly("runs");
    }

    @Test
    void isFoundAgainAfterItsServerWasKilled() throws Exception {
        Process server = LocalProcess.server(folder.resolve("root"));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> Files.exists(folder.resolve("root/ready")) || !server.isAlive());
        assertThat(server.isAlive()).as("server").isTrue();
        Key key = LocalProcess.key(1);
        List<Observed> before = List.copyOf(site.observe(context(), Set.of(key)).values());

        server.destroyForcibly().waitFor();

        List<Observed> after = site.ensure(context(), List.of(LocalProcess.machine()));
        assertThat(after).isEqualTo(before);
        Execution found = site.channel(context(), key).find("service").orElseThrow();
        assertThat(found.status()).isEqualTo(new Status.Running());
        assertThat(output(site.channel(context(), key), "stop", "echo end >pipe")).isEmpty();
        List<String> lines = new ArrayList<>();
        assertThat(found.follow((_, _, text) -> lines.add(text), LIMIT))
                .isEqualTo(new Status.Exited(5));
        assertThat(lines).containsExactly("up", "end");
    }

    @Test
    void givesThePortThatIsWantedOrAnother() {
        Port web = new Port("web", 23_456, OptionalInt.empty());
        List<Observed> two =
                site.ensure(
                        context(),
                        List.of(
                                machine(LocalProcess.key(1), small(), List.of(web), List.of()),
                                machine(LocalProcess.key(2), small(), List.of(web), List.of())));
        assertThat(two)
                .allSatisfy(seen -> {
                    assertThat(seen.endpoints()).hasSize(1);
                    assertThat(seen.endpoints().getFirst().bindPort())
                            .isEqualTo(seen.endpoints().getFirst().port());
                })
                .extracting(seen -> seen.endpoints().getFirst().port())
                .doesNotHaveDuplicates();
        // Nothing listens yet, and still it belongs to the other machine.
        int first = two.getFirst().endpoints().getFirst().port();
        Port fixed = new Port("web", 1, OptionalInt.of(first));
        assertThatThrownBy(() ->
                        site.ensure(
                                context(),
                                List.of(
                                        machine(
                                                LocalProcess.key(3),
                                                small(),
                                                List.of(fixed),
                                                List.of()))))
                .isInstanceOfSatisfying(
                        SiteException.class,
                        e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.CONFLICT))
                .hasMessageContaining(Integer.toString(first));
    }

    @Test
    void marksProcessesAndTellsThemWhereTheirVolumesAre() throws IOException {
        Key volume = new Key(LocalProcess.INSTALLATION, "v".repeat(26), Key.Part.VOLUME, 1);
        Key key = LocalProcess.key(1);
        List<Mount> mounts = List.of(new Mount(volume, "/var/lib/data"));
        List<Observed> seen =
                site.ensure(
                        context(),
                        List.of(
                                new Volume(volume, LABELS, "local", 1),
                                machine(key, small(), List.of(), mounts)));
        Channel channel = site.channel(context(), key);
        assertThat(
                        output(
                                channel,
                                "a",
                                "echo $FLORIA_KEY $HOME; echo x >\"${FLORIA_MOUNTS:-}/var/lib/data/f\""))
                .containsExactly(key + " /tmp");
        assertThat(Path.of(seen.getFirst().attributes().get("path"), "f")).hasContent("x");

        release(key);

        assertThat(Path.of(seen.getFirst().attributes().get("path"), "f")).hasContent("x");
    }

    @Test
    void refusesMountsThatAreInsideEachOther() {
        Key volume = new Key(LocalProcess.INSTALLATION, "v".repeat(26), Key.Part.VOLUME, 1);
        for (List<String> paths :
                List.of(List.of("/a/c", "/a-b", "/a"), List.of("/a", "/x/../a"), List.of("/.."))) {
            List<Mount> mounts = paths.stream().map(path -> new Mount(volume, path)).toList();
            assertThatThrownBy(() ->
                            site.ensure(
                                    context(),
                                    List.<ResourceSpec>of(
                                            new Volume(volume, LABELS, "local", 1),
                                            machine(
                                                    LocalProcess.key(1),
                                                    small(),
                                                    List.of(),
                                                    mounts))))
                    .isInstanceOfSatisfying(
                            SiteException.class,
                            e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.INVALID));
        }
        assertThat(site.owned(context())).isEmpty();
    }

    @Test
    void neverFollowsALinkOutWhenItRemoves() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "kept");
        Channel channel = machine();
        Path inside = Path.of(channel.workspace());
        Files.createSymbolicLink(inside.resolve("link"), outside);
        Files.createSymbolicLink(inside.resolve("loop"), inside);
        Files.createDirectories(inside.resolve("closed/deep"));
        Files.writeString(inside.resolve("closed/deep/file"), "x");
        Files.setPosixFilePermissions(
                inside.resolve("closed"), PosixFilePermissions.fromString("---------"));

        release(LocalProcess.key(1));

        assertThat(inside).doesNotExist();
        assertThat(outside.resolve("precious")).hasContent("kept");
    }

    @Test
    void keepsWhatItHoldsFromOtherUsers() throws IOException {
        Channel channel = machine();
        for (Path path = Path.of(channel.workspace());
                !path.equals(folder);
                path = Optional.ofNullable(path.getParent()).orElseThrow()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void clearsAwayWhatACrashLeftHalfMade() throws IOException {
        Path half = folder.resolve("root/.making-" + LocalProcess.key(1));
        Files.createDirectories(half.resolve("workspace/mounts"));
        assertThat(site.owned(context())).isEmpty();
        machine();
        release(LocalProcess.key(1));
        assertThat(half).doesNotExist();
        try (var entries = Files.list(folder.resolve("root"))) {
            assertThat(entries.map(p -> p.getFileName().toString())).containsExactly(".lock");
        }
    }

    @Test
    void leavesFloriasOwnVariablesOut() {
        LocalSettings settings =
                new LocalSettings("a", folder, Map.of("FLORIA_TOKEN", "s3cret", "LANG", "C"));
        assertThat(settings.environment()).containsOnly(Map.entry("LANG", "C"));
        assertThat(settings.toString()).doesNotContain("LANG");
    }
}
