package floria.site.containers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import floria.site.Cargo;
import floria.site.ChangeKind;
import floria.site.Command;
import floria.site.Endpoint;
import floria.site.Execution;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.Offer;
import floria.site.Owned;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteException;
import floria.site.archive.CheckedArchive;
import floria.testing.containers.ContainerEngine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What this adapter does beyond the contract, on a real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SiteSuite<E extends ContainerEngine> {

    private static final String DEBIAN = "localhost/debian:12";
    private static final String BUSYBOX = "localhost/busybox:latest";

    final E engine;
    private final Site site;
    Demands mine = new Demands("mine0000");
    private Demands other = new Demands("other000");

    /**
     * @param engine has busybox and Debian; is closed at the end
     */
    SiteSuite(E engine) {
        this.engine = engine;
        this.site = site(Map.of());
    }

    @BeforeAll
    void waitsForTheEngine() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(site.describe().title()).startsWith(engine.name()));
    }

    @AfterEach
    void releasesEverything() {
        for (Demands demands : List.of(mine, other)) {
            List<Key> keys = site.owned(demands.context()).map(Owned::key).sorted().toList();
            for (Key key : keys.stream().filter(k -> Shelf.of(k) == Shelf.CONTAINERS).toList()) {
                site.release(demands.context(), key);
            }
            for (Key key : keys.stream().filter(k -> Shelf.of(k) != Shelf.CONTAINERS).toList()) {
                site.release(demands.context(), key);
            }
            assertThat(site.owned(demands.context())).isEmpty();
        }
    }

    @AfterAll
    void stopsTheEngine() {
        engine.close();
    }

    private Site site(Map<String, String> images) {
        return new ContainerSite(settings(images), Clock.systemUTC());
    }

    private ContainerSettings settings(Map<String, String> images) {
        return ContainerSettings.of("containers", new EngineAddress.Unix(engine.socket()))
                .withImages(images)
                .withPull(ContainerSettings.Pull.NEVER);
    }

    @Test
    void makesMachineOnceHoweverOftenItIsAsked() {
        ResourceSpec.Machine machine = mine.machine("web");

        Observed first = one(machine);
        Observed second = one(machine);

        assertThat(first.state()).isEqualTo(State.READY);
        assertThat(second).isEqualTo(first);
        assertThat(first.attributes())
                .containsEntry("hostname", "web")
                .containsEntry("public_address", "127.0.0.1");
        assertThat(site.owned(mine.context())).hasSize(1);
        assertThat(site.change(mine.context(), machine)).isEqualTo(ChangeKind.NONE);
    }

    @Test
    void completesMachineThatWasMadeAndNeverStarted() {
        ResourceSpec.Machine machine = mine.machine("half");
        Engine api = new Engine(settings(Map.of()).address());
        Requests requests = new Requests(api.json(), settings(Map.of()));
        api.post(
                Limit.of(mine.context(), Clock.systemUTC()),
                "/containers/create?name=" + machine.key(),
                requests.container(Workload.of(machine, DEBIAN), DEBIAN, List.of()));
        assertThat(look(machine.key()).state()).isEqualTo(State.PENDING);

        assertThat(one(machine).state()).isEqualTo(State.READY);
    }

    @Test
    void anotherServerFindsEverythingAgainByKey() {
        ResourceSpec.Machine machine =
                mine.machine("kept", List.of(Demands.anyPort("web", 8000)), List.of(), List.of());
        Observed before = one(machine);
        String container = engine.command("inspect", "--format", "{{.Id}}", machine.key() + "");

        Site restarted = site(Map.of());

        assertThat(restarted.ensure(mine.context(), List.of(machine))).containsExactly(before);
        assertThat(engine.command("inspect", "--format", "{{.Id}}", machine.key() + ""))
                .isEqualTo(container);
    }

    @Test
    void releasesTwiceAndNeverAnotherGeneration() {
        ResourceSpec.Machine machine = mine.machine("once");
        one(machine);
        Key next =
                new Key(
                        machine.key().installation(),
                        machine.key().instance(),
                        Key.Part.MACHINE,
                        2);

        site.release(mine.context(), next);
        assertThat(look(machine.key()).state()).isEqualTo(State.READY);

        site.release(mine.context(), machine.key());
        site.release(mine.context(), machine.key());
        assertThat(look(machine.key()).state()).isEqualTo(State.ABSENT);
        assertThat(site.change(mine.context(), machine)).isEqualTo(ChangeKind.REPLACE);
    }

    @Test
    void installationsOnOneEngineNeverSeeEachOther() {
        ResourceSpec.Machine ours = mine.machine("ours");
        ResourceSpec.Volume ourVolume = mine.volume();
        ResourceSpec.Machine theirs = other.machine("theirs");
        ResourceSpec.Network theirNetwork = other.network();
        site.ensure(mine.context(), List.of(ours, ourVolume));
        site.ensure(other.context(), List.of(theirs, theirNetwork));

        assertThat(site.owned(mine.context()).map(Owned::key))
                .containsExactlyInAnyOrder(ours.key(), ourVolume.key());
        assertThat(site.owned(other.context()).map(Owned::key))
                .containsExactlyInAnyOrder(theirs.key(), theirNetwork.key());
        assertThat(site.owned(mine.context()).map(Owned::labels)).containsOnly(Demands.LABELS);
    }

    @Test
    void machinesOnOneNetworkFindEachOtherByName() {
        ResourceSpec.Network network = mine.network();
        ResourceSpec.Machine web =
                mine.machine("web", List.of(), List.of(network.key()), List.of());
        ResourceSpec.Machine client =
                mine.machine("client", List.of(), List.of(network.key()), List.of());

        List<Observed> made = site.ensure(mine.context(), List.of(web, client, network));

        assertThat(made).extracting(Observed::state).containsOnly(State.READY);
        String address = made.getFirst().attributes().get("private_address");
        assertThat(run(client, "getent", "hosts", "web")).first().asString().startsWith(address);
    }

    @Test
    void publishesPortsOnLoopbackOnly() throws Exception {
        ResourceSpec.Container box =
                served(
                        mine.container(
                                BUSYBOX, "sh", "-c", "echo page > /index.html; httpd -f -p 8000"),
                        Demands.anyPort("web", 8000),
                        Demands.anyPort("unused", 8000));

        Observed made = one(box);

        Endpoint web = made.endpoints().getFirst();
        assertThat(web.name()).isEqualTo("web");
        assertThat(web.bindHost()).isEqualTo("0.0.0.0");
        assertThat(web.bindPort()).isEqualTo(8000);
        assertThat(made.endpoints()).hasSize(2);
        assertThat(made.endpoints().getLast().bindPort()).isEqualTo(8001);
        assertThat(engine.command("port", box.key() + "")).contains("127.0.0.1:" + web.port());
        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(page(web)).isEqualTo("page\n"));
    }

    @Test
    void saysWhoHasTheFixedPort() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            ResourceSpec.Container box =
                    served(
                            mine.container(BUSYBOX, "sleep", "1000"),
                            Demands.fixedPort("web", 80, port));

            Fault fault = faultOf(box);

            assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT);
            assertThat(fault.message())
                    .contains("Port " + port)
                    .contains("'web'")
                    .contains("pid " + ProcessHandle.current().pid());
            assertThat(look(box.key()).state()).isEqualTo(State.ABSENT);
        }
        ResourceSpec.Container first =
                served(
                        mine.container(BUSYBOX, "sleep", "1000"),
                        Demands.fixedPort("web", 80, port));
        assertThat(one(first).endpoints().getFirst().port()).isEqualTo(port);
        assertThat(
                        faultOf(
                                        served(
                                                mine.container(BUSYBOX, "sleep", "1000"),
                                                Demands.fixedPort("web", 80, port)))
                                .message())
                .contains(first.key().toString());
    }

    @Test
    void makesAllOrNone() {
        ResourceSpec.Network network = mine.network();
        ResourceSpec.Machine good =
                mine.machine("good", List.of(), List.of(network.key()), List.of());
        ResourceSpec.Container bad = mine.container("no-such-image:1", "sleep", "1");
        ResourceSpec.Volume earlier = mine.volume();
        one(earlier);

        assertThatExceptionOfType(SiteException.class)
                .isThrownBy(
                        () -> site.ensure(mine.context(), List.of(earlier, network, good, bad)));

        assertThat(site.owned(mine.context()).map(Owned::key)).containsExactly(earlier.key());
    }

    @Test
    void namesTheMapEntryOfMissingImage() {
        ResourceSpec.Container box = mine.container("alpine:99", "sleep", "1");

        Fault fault = faultOf(box);

        assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_FOUND);
        assertThat(fault.message()).contains("'alpine:99'").contains("switched off");
        assertThat(fault.hint().orElseThrow())
                .contains("images.\"alpine:99\"")
                .contains("'containers'");
        Site mapped = site(Map.of("alpine:99", BUSYBOX));
        assertThat(mapped.ensure(mine.context(), List.of(box)).getFirst().state())
                .isIn(State.READY, State.STOPPED);
    }

    @Test
    void saysWhyImageCouldNotBeFetched() {
        Site fetching =
                new ContainerSite(
                        settings(Map.of("debian:99", "127.0.0.1:1/nothing:1"))
                                .withPull(ContainerSettings.Pull.MISSING),
                        Clock.systemUTC());
        ResourceSpec.Container box = mine.container("debian:99", "true");

        assertThatExceptionOfType(SiteException.class)
                .isThrownBy(() -> fetching.ensure(mine.context(), List.of(box)))
                .satisfies(e -> {
                    assertThat(e.fault().kind()).isEqualTo(Fault.Kind.NOT_FOUND);
                    assertThat(e.fault().message())
                            .contains("fetching it failed")
                            .contains("refused");
                });
    }

    @Test
    void keepsVolumeWhenItsMachineGoes() {
        ResourceSpec.Volume volume = mine.volume();
        List<ResourceSpec.Mount> mounts = List.of(new ResourceSpec.Mount(volume.key(), "/data"));
        ResourceSpec.Machine first = mine.machine("first", List.of(), List.of(), mounts);
        site.ensure(mine.context(), List.of(volume, first));
        run(first, "sh", "-c", "echo kept > /data/file");
        site.release(mine.context(), first.key());

        ResourceSpec.Machine second = mine.machine("second", List.of(), List.of(), mounts);
        one(second);

        assertThat(run(second, "cat", "/data/file")).containsExactly("kept");
    }

    @Test
    void copiesWhatIsOnAVolumeToAnotherInThePlaceOfWhatIsThere() throws IOException {
        ResourceSpec.Volume volume = mine.volume();
        ResourceSpec.Volume copy = mine.volume();
        ResourceSpec.Machine machine = attached(volume, "before");
        ResourceSpec.Machine reader = attached(copy, "after");
        site.ensure(mine.context(), List.of(volume, copy, machine, reader));
        String fill =
                """
                set -e; cd /data; chmod 1770 .; echo text > plain; mkdir -p .hidden/deep
                echo more > .hidden/deep/'a name with ümlaut'; ln -s ../plain .hidden/link; ln plain same
                long=$(printf '%0150d' 7); mkdir $long; echo long > $long/$long; chown 1234:4321 plain
                chmod 0640 plain; : > empty
                head -c 3000000 /dev/zero > zeros
                """;
        run(machine, "sh", "-c", fill);
        run(reader, "sh", "-c", "mkdir -p /data/.old/x; echo old > /data/plain; echo y > /data/y");
        // Whole seconds are what comes along of times.
        run(machine, "sh", "-c", "find /data -type f -exec touch -d '2001-02-03 04:05:06' {} +");
        site.stop(mine.context(), machine.key());

        for (int times = 0; times < 2; times++) {
            carry(volume.key(), copy.key());
        }

        site.start(mine.context(), machine.key());
        Awaitility.await().until(() -> look(machine.key()).state() == State.READY);
        String list =
                "cd /data; find . -printf '%y %m %U:%G %l %p\\n' | sort; find . -type f -printf '%n %s %Ts %p\\n' | sort; find . -type f -exec md5sum {} + | sort";
        assertThat(run(reader, "sh", "-c", list)).isEqualTo(run(machine, "sh", "-c", list));
        assertThat(run(reader, "cat", "/data/same", "/data/.hidden/link"))
                .containsExactly("text", "text");
        site.release(mine.context(), reader.key());
        site.release(mine.context(), copy.key());
        assertThat(look(copy.key()).state()).isEqualTo(State.ABSENT);
    }

    private ResourceSpec.Machine attached(ResourceSpec.Volume volume, String name) {
        return mine.machine(
                name, List.of(), List.of(), List.of(new ResourceSpec.Mount(volume.key(), "/data")));
    }

    private void carry(Key from, Key to) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        Cargo cargo = site.cargo().orElseThrow();
        cargo.read(mine.context(), from, archive);
        cargo.write(
                mine.context(),
                to,
                new CheckedArchive(new ByteArrayInputStream(archive.toByteArray())));
    }

    @Test
    void neitherReadsNorMakesAVolumeThatIsNotThere() {
        Key missing = mine.volume().key();

        assertThatExceptionOfType(SiteException.class)
                .isThrownBy(() ->
                        site.cargo()
                                .orElseThrow()
                                .read(mine.context(), missing, new ByteArrayOutputStream()))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.NOT_FOUND));
        assertThat(look(missing).state()).isEqualTo(State.ABSENT);
    }

    @Test
    void refusesVolumeThatIsNotThere() {
        ResourceSpec.Machine machine =
                mine.machine(
                        "lost",
                        List.of(),
                        List.of(),
                        List.of(new ResourceSpec.Mount(mine.key(Key.Part.VOLUME), "/data")));

        assertThat(faultOf(machine).kind()).isEqualTo(Fault.Kind.NOT_FOUND);
    }

    @Test
    void refusesNetworkThatIsNotThere() {
        ResourceSpec.Machine machine =
                mine.machine("lost", List.of(), List.of(mine.key(Key.Part.NETWORK)), List.of());

        assertThat(faultOf(machine).kind()).isEqualTo(Fault.Kind.NOT_FOUND);
    }

    @Test
    void holdsMachineToItsLimits() {
        ResourceSpec.Machine machine = mine.machine("small");
        one(machine);

        assertThat(
                        run(
                                machine,
                                "sh",
                                "-c",
                                "cat /sys/fs/cgroup/memory/memory.limit_in_bytes"
                                        + " /sys/fs/cgroup/memory.max 2>/dev/null; true"))
                .containsExactly(Long.toString(128 << 20));
        // A program that wants twice of what there is, is killed.
        Execution.Status status =
                site.channel(mine.context(), machine.key())
                        .start(
                                new Command(
                                        "greedy",
                                        List.of(
                                                "sh",
                                                "-c",
                                                "head -c 256m /dev/zero | tail >/dev/null"),
                                        Map.of(),
                                        "/tmp"))
                        .follow((_, _, _) -> {}, Duration.ofSeconds(60));
        assertThat(status).isEqualTo(new Execution.Status.Exited(137));
        assertThat(
                        engine.command(
                                "inspect",
                                "--format",
                                "{{.HostConfig.NanoCpus}}",
                                machine.key() + ""))
                .isEqualTo("500000000");
    }

    @Test
    void releaseEndsEverythingThatRunsInMachine() {
        ResourceSpec.Machine machine = mine.machine("tree");
        one(machine);
        String mark = "7" + ProcessHandle.current().pid();
        site.channel(mine.context(), machine.key())
                .start(
                        new Command(
                                "tree",
                                List.of("sh", "-c", "setsid sleep " + mark + " & sleep " + mark),
                                Map.of(),
                                "/tmp"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(Runs.processes("sleep " + mark)).isEqualTo(2));

        site.release(mine.context(), machine.key());

        assertThat(Runs.processes("sleep " + mark)).isZero();
    }

    @Test
    void machineTakesUpOrphans() {
        ResourceSpec.Machine machine = mine.machine("reaper");
        one(machine);

        run(machine, "sh", "-c", "for i in 1 2 3; do (sleep 0.1 &) ; done; sleep 0.5");

        assertThat(run(machine, "sh", "-c", "grep -l '^State:.Z' /proc/[0-9]*/status | wc -l"))
                .containsExactly("0");
    }

    @Test
    void stopsPolitelyAndStartsAgainWithItsFiles() {
        ResourceSpec.Machine machine = mine.machine("nap");
        one(machine);
        run(machine, "sh", "-c", "echo here > /root/file");
        site.channel(mine.context(), machine.key())
                .start(
                        new Command(
                                "polite",
                                List.of(
                                        "sh",
                                        "-c",
                                        "trap 'echo bye > /root/bye; exit 0' TERM; while :; do sleep 0.1; done"),
                                Map.of(),
                                "/tmp"));
        run(machine, "sh", "-c", "sleep 0.3");

        site.stop(mine.context(), machine.key());
        assertThat(look(machine.key()).state()).isEqualTo(State.STOPPED);
        site.stop(mine.context(), machine.key());

        site.start(mine.context(), machine.key());
        assertThat(look(machine.key()).state()).isEqualTo(State.READY);
        assertThat(run(machine, "cat", "/root/file", "/root/bye")).containsExactly("here", "bye");
    }

    @Test
    void containerThatFailedSaysSo() {
        ResourceSpec.Container box = mine.container(BUSYBOX, "sh", "-c", "exit 3");
        one(box);

        Awaitility.await()
                .untilAsserted(() -> assertThat(look(box.key()).state()).isEqualTo(State.FAILED));
        assertThat(look(box.key()).fault().orElseThrow().message()).contains("code 3");
    }

    @Test
    void offersWhatTheEngineHas() {
        Offer share = site.offers(mine.context()).getFirst();

        assertThat(share.elastic()).isTrue();
        assertThat(share.capacity().cpus()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(share.capacity().memory()).isGreaterThan(1L << 30);
        assertThat(share.pricePerHour()).isZero();
    }

    @Test
    void saysHowToStartAnEngineThatDoesNotRun() {
        Site down =
                new ContainerSite(
                        ContainerSettings.of(
                                "containers",
                                EngineAddress.parse(
                                        "unix:///run/podman/nobody.sock", Optional.empty())),
                        Clock.systemUTC());

        assertThat(down.describe().title()).contains("does not answer");
        assertThatExceptionOfType(SiteException.class)
                .isThrownBy(() -> down.offers(mine.context()))
                .satisfies(e -> {
                    assertThat(e.fault().kind()).isEqualTo(Fault.Kind.UNREACHABLE);
                    assertThat(e.fault().hint().orElseThrow()).contains("podman system service");
                });
    }

    @Test
    void givesUpWhenTimeIsOverOrNobodyWaits() {
        Instant past = Clock.systemUTC().instant().minusSeconds(1);
        SiteContext late = new SiteContext("default", "mine0000", past, () -> false);
        AtomicBoolean cancelled = new AtomicBoolean(true);
        SiteContext gone =
                new SiteContext("default", "mine0000", mine.context().deadline(), cancelled::get);

        for (SiteContext context : List.of(late, gone)) {
            assertThatExceptionOfType(SiteException.class)
                    .isThrownBy(() -> site.ensure(context, List.of(mine.machine("never"))))
                    .satisfies(e -> assertThat(e.fault().kind().retryable()).isTrue());
        }
        assertThat(site.owned(mine.context())).isEmpty();
    }

    Observed one(ResourceSpec spec) {
        return site.ensure(mine.context(), List.of(spec)).getFirst();
    }

    Observed look(Key key) {
        return site.observe(mine.context(), Set.of(key)).getOrDefault(key, Observed.absent(key));
    }

    private Fault faultOf(ResourceSpec spec) {
        try {
            one(spec);
        } catch (SiteException e) {
            return e.fault();
        }
        throw new AssertionError("nothing failed");
    }

    private static ResourceSpec.Container served(
            ResourceSpec.Container box, ResourceSpec.Port... ports) {
        return new ResourceSpec.Container(
                box.key(),
                box.labels(),
                box.offer(),
                Hardware.of(0, 0, 0),
                box.image(),
                box.hostname(),
                box.command(),
                box.environment(),
                List.of(ports),
                box.networks(),
                box.mounts());
    }

    List<String> run(ResourceSpec.Machine machine, String... argv) {
        return Runs.lines(
                site.channel(mine.context(), machine.key()),
                "run-" + mine.count().incrementAndGet(),
                argv);
    }

    private static String page(Endpoint endpoint) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://"
                                                            + endpoint.host()
                                                            + ":"
                                                            + endpoint.port()
                                                            + "/index.html"))
                                    // A forwarder may take a connection that nobody answers yet.
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
