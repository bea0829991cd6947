package floria.site.hosts;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import floria.site.Allowance;
import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution.Status;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Gpus;
import floria.site.Hardware;
import floria.site.Interconnect;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Offer;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.SiteContext;
import floria.site.SiteException;
import floria.site.hosts.HostsSettings.Users;
import floria.site.ssh.SshSettings;
import floria.testing.ssh.SshMachine;
import floria.testing.ssh.SshMachines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostsSiteTest {
    private static final String INSTALLATION = "abcdefgh";
    private static SshMachines pool;

    private final List<HostsSite> opened = new ArrayList<>();
    private int keys;

    @BeforeAll
    static void start() throws IOException {
        pool = SshMachines.start(2);
        // The second machine has GPUs, as far as its programs say, and sudo that refuses.
        Path programs = Files.createDirectories(pool.machine(2).programs());
        script(
                programs.resolve("nvidia-smi"),
                """
                case $1 in
                  --query-gpu=*)
                    echo '0, 40960, 535.54.03, 8.0, NVIDIA A100-SXM4-40GB'
                    echo '1, 40960, 535.54.03, 8.0, NVIDIA A100-SXM4-40GB' ;;
                  '') echo '| NVIDIA-SMI 535.54.03   Driver Version: 535.54.03   CUDA Version: 12.2 |' ;;
                  nvlink) exit 1 ;;
                esac
                """);
        script(
                programs.resolve("sudo"),
                "exec setpriv --reuid=65534 --regid=65534 --clear-groups /usr/bin/sudo \"$@\"\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterAll
    static void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    @AfterEach
    void close() {
        for (HostsSite site : opened) {
            try (var all = site.owned(context())) {
                all.toList().forEach(one -> site.release(context(), one.key()));
            } catch (SiteException _) {
                // Those that are broken on purpose have nothing.
            }
            site.close();
        }
    }

    private HostsSite site(boolean sudo, boolean whole, Users users, String... hosts) {
        List<SshSettings> ways = new ArrayList<>();
        for (String host : hosts) {
            ways.add(HostsSiteContractTest.way(pool, host, Optional.empty()));
        }
        HostsSite site =
                new HostsSite(
                        new HostsSettings(
                                "lab",
                                ways,
                                Optional.empty(),
                                users,
                                sudo,
                                whole,
                                new BigDecimal("0.02"),
                                "EUR"),
                        InstantSource.system());
        opened.add(site);
        return site;
    }

    private HostsSite site(String... hosts) {
        return site(false, false, Users.LOGIN, hosts);
    }

    private static SiteContext context() {
        return new SiteContext("default", INSTALLATION, Instant.now().plusSeconds(60), () -> false);
    }

    private Machine machine(String host, Hardware hardware) {
        Key key =
                new Key(
                        INSTALLATION,
                        "0123456789012345678901234" + (char) ('a' + keys++),
                        Key.Part.MACHINE,
                        1);
        return new Machine(
                key,
                new Labels("default", "test", "node"),
                host,
                hardware,
                Optional.empty(),
                "m" + keys,
                List.of(),
                List.of(),
                List.of());
    }

    private static Hardware gpus(int count) {
        return new Hardware(
                0.1,
                1 << 20,
                0,
                Optional.of(Gpus.of(count, "A100")),
                Optional.empty(),
                Interconnect.UNKNOWN);
    }

    private static Fault faultOf(HostsSite site, ResourceSpec... specs) {
        try {
            site.ensure(context(), List.of(specs));
        } catch (SiteException e) {
            return e.fault();
        }
        throw new AssertionError("no fault");
    }

    private static Offer offer(HostsSite site, String host) {
        return site.offers(context()).stream()
                .filter(offer -> offer.id().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> output(Channel channel, String id, String script) {
        List<String> lines = new ArrayList<>();
        Command command =
                new Command(id, List.of("sh", "-c", script), Map.of(), channel.workspace());
        assertThat(
                        channel.start(command)
                                .follow((_, _, text) -> lines.add(text), Duration.ofSeconds(60)))
                .isEqualTo(new Status.Exited(0));
        return lines;
    }

    @Test
    void givesEachMachineGpusOfItsOwnUntilNoneIsLeft() {
        HostsSite site = site("bm2");
        Offer before = offer(site, "bm2");
        assertThat(before.capacity().gpuModel()).contains("A100");
        assertThat(before.capacity().gpus()).isEqualTo(2);
        assertThat(before.zone()).contains("bm2");
        assertThat(before.pricePerHour())
                .isEqualByComparingTo(
                        new BigDecimal("0.02")
                                .multiply(BigDecimal.valueOf(before.capacity().cpus())));
        Machine one = machine("bm2", gpus(1));
        Machine two = machine("bm2", gpus(1));
        site.ensure(context(), List.of(one, two));
        Machine none = machine("bm2", Hardware.of(0.1, 1 << 20, 0));
        site.ensure(context(), List.of(none));

        String say = "echo \"gpus:$CUDA_VISIBLE_DEVICES\"";
        assertThat(output(site.channel(context(), one.key()), "gpu", say))
                .containsExactly("gpus:0");
        assertThat(output(site.channel(context(), two.key()), "gpu", say))
                .containsExactly("gpus:1");
        assertThat(output(site.channel(context(), none.key()), "gpu", say))
                .containsExactly("gpus:");
        assertThat(offer(site, "bm2").capacity().gpus()).isZero();
        assertThat(site.allowances(context(), site.offers(context())))
                .filteredOn(allowed -> allowed.resource() == Allowance.Resource.GPUS)
                .containsExactly(
                        new Allowance(
                                "host bm2", Optional.of("bm2"), Allowance.Resource.GPUS, 2, 0, 2));
        Fault fault = faultOf(site, machine("bm2", gpus(1)));
        assertThat(fault.kind()).isEqualTo(Kind.CAPACITY);
        assertThat(fault.scope()).isEqualTo(Scope.OFFER);

        site.release(context(), one.key());
        assertThat(offer(site, "bm2").capacity().gpus()).isEqualTo(1);
    }

    @Test
    void givesAWholeHostToOneAlone() {
        HostsSite site = site(false, true, Users.LOGIN, "bm1");
        assertThat(offer(site, "bm1").available()).hasValue(1);
        Machine first = machine("bm1", Hardware.of(0.1, 1 << 20, 0));
        site.ensure(context(), List.of(first));
        assertThat(offer(site, "bm1").available()).hasValue(0);
        assertThat(faultOf(site, machine("bm1", Hardware.of(0.1, 1 << 20, 0))).kind())
                .isEqualTo(Kind.CAPACITY);
    }

    @Test
    void keepsUsersOfTheirOwnApart() {
        Assumptions.assumeTrue(
                pool.machine(1).ownProcesses() && pool.machine(1).ownUsers(),
                "not run: users of its own need root and an overlay file system");
        HostsSite site = site(false, false, Users.OWN, "bm1");
        Machine one = machine("bm1", Hardware.of(0.1, 1 << 20, 0));
        Machine two = machine("bm1", Hardware.of(0.1, 1 << 20, 0));
        site.ensure(context(), List.of(one, two));
        Channel first = site.channel(context(), one.key());
        Channel second = site.channel(context(), two.key());
        String user = output(first, "who", "id -un; echo secret >file").getFirst();
        assertThat(user).startsWith("fl-");
        assertThat(output(second, "who", "id -un")).doesNotContain(user);
        assertThat(
                        output(
                                second,
                                "steal",
                                "cat '" + first.workspace() + "/file' 2>/dev/null || echo no"))
                .containsExactly("no");
        site.release(context(), one.key());
        assertThat(output(second, "gone", "id '" + user + "' >/dev/null 2>&1 || echo gone"))
                .containsExactly("gone");
    }

    @Test
    void saysThatSudoIsRefused() {
        Assumptions.assumeTrue(
                pool.machine(1).ownProcesses() && Files.isExecutable(Path.of("/usr/bin/sudo")),
                "not run: a refusing sudo needs sudo and root");
        HostsSite site = site(true, false, Users.LOGIN, "bm2");
        assertThatThrownBy(() -> site.offers(context()))
                .isInstanceOfSatisfying(
                        SiteException.class,
                        e -> {
                            assertThat(e.fault().kind()).isEqualTo(Kind.AUTHORIZATION);
                            assertThat(e.fault().scope()).isEqualTo(Scope.ZONE);
                            assertThat(e.fault().message()).contains("sudo is refused on bm2");
                            assertThat(e.fault().hint().orElse("")).contains("NOPASSWD");
                        });
    }

    @Test
    void aHostThatGoesAwayIsAFaultOfItsZoneAndComesBackWithWhatItHad() throws IOException {
        HostsSite site = site("bm1", "bm2");
        Machine there = machine("bm1", Hardware.of(0.1, 1 << 20, 0));
        site.ensure(context(), List.of(there));
        SshMachine machine = pool.machine(1);
        machine.powerOff();
        try {
            assertThatThrownBy(() -> site.observe(context(), Set.of(there.key())))
                    .isInstanceOfSatisfying(
                            SiteException.class,
                            e -> {
                                assertThat(e.fault().kind()).isEqualTo(Kind.UNREACHABLE);
                                assertThat(e.fault().scope()).isEqualTo(Scope.ZONE);
                                assertThat(e.fault().message()).contains("bm1");
                            });
            assertThat(site.offers(context())).extracting(Offer::id).containsExactly("bm2");
        } finally {
            machine.powerOn();
        }
        HostsSite later = site("bm1", "bm2");
        assertThat(later.observe(context(), Set.of(there.key())).get(there.key()))
                .extracting(Observed::state)
                .isEqualTo(Observed.State.READY);
    }

    @Test
    void putsLimitsOnWhatItRunsWhereSystemdIs() {
        Inventory host = Inventory.parse("base /b\nuid 0\ncpus 4\nmemory 8000000\nsystemd yes\n");
        Claim claim =
                Claim.parse(
                                machine("bm1", gpus(1)).key()
                                        + " ready 1500 262144 0 - - fl-x YQ.YQ.YQ..0")
                        .orElseThrow();
        HostsSettings settings =
                HostsSettings.of(
                        "lab", List.of(HostsSiteContractTest.way(pool, "bm1", Optional.empty())));
        assertThat(new Isolation(settings, host, claim, "/w").starter())
                .containsSubsequence(
                        "systemd-run",
                        "--scope",
                        "--property=CPUQuota=150%",
                        "--property=MemoryMax=262144K",
                        "runuser",
                        "-u",
                        "fl-x");
    }
}
