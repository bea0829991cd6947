package floria.site.hosts;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import floria.site.Channel;
import floria.site.Fault.Scope;
import floria.site.Hardware;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Machine;
import floria.site.Site;
import floria.site.ssh.SshSettings;
import floria.site.ssh.SshSettings.Patience;
import floria.site.ssh.SshSettings.Trust;
import floria.testing.SiteContract;
import floria.testing.SiteFeature;
import floria.testing.ssh.SshMachines;

/** Against real SSH servers. */
class HostsSiteContractTest extends SiteContract {
    private static SshMachines pool;

    @BeforeAll
    static void start() {
        pool = SshMachines.start(2);
    }

    @AfterAll
    static void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    static SshSettings way(SshMachines pool, String host, Optional<Path> identity) {
        return new SshSettings(
                host,
                Optional.empty(),
                OptionalInt.empty(),
                identity,
                Optional.of(pool.configuration()),
                Optional.of(pool.knownHosts()),
                Trust.KNOWN,
                pool.controls(),
                pool.environment(),
                Scope.ZONE,
                new Patience(
                        Duration.ofSeconds(5), 2, Duration.ofSeconds(2), Duration.ofSeconds(60)));
    }

    @Override
    protected Site open() {
        return site(
                List.of(way(pool, "bm1", Optional.empty()), way(pool, "bm2", Optional.empty())));
    }

    private static Site site(List<SshSettings> ways) {
        return new HostsSite(HostsSettings.of("lab", ways), InstantSource.system());
    }

    @Override
    protected Map<SiteFeature, String> lacks() {
        return Map.of(SiteFeature.NAMES, "hosts have the names that their network gives them");
    }

    @Override
    protected String mounted(Channel channel, String path) {
        return channel.workspace() + "/mounts" + path;
    }

    @Override
    protected Optional<List<ResourceSpec>> beyondCapacity() {
        List<ResourceSpec> many = new ArrayList<>(List.of(machine()));
        Machine machine = machine();
        many.add(
                new Machine(
                        machine.key(),
                        machine.labels(),
                        machine.offer(),
                        Hardware.of(100_000, 1, 1),
                        machine.image(),
                        machine.hostname(),
                        List.of(),
                        List.of(),
                        List.of()));
        return Optional.of(many);
    }

    @Override
    protected Optional<Site> unreachable() {
        return Optional.of(site(List.of(way(pool, "no-such.invalid", Optional.empty()))));
    }

    @Override
    protected Optional<Site> unauthorized() {
        Path other = pool.key(pool.folder().resolve("refused-" + installation));
        SshSettings bm1 = way(pool, pool.machine(1).address(), Optional.of(other));
        return Optional.of(
                site(
                        List.of(
                                new SshSettings(
                                        bm1.host(),
                                        bm1.user(),
                                        OptionalInt.of(pool.machine(1).port()),
                                        bm1.identity(),
                                        Optional.of(Path.of("/dev/null")),
                                        bm1.knownHosts(),
                                        bm1.trust(),
                                        bm1.folder(),
                                        bm1.environment(),
                                        bm1.reach(),
                                        bm1.patience()))));
    }
}
