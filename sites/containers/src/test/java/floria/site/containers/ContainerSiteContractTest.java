package floria.site.containers;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.testing.SiteContract;
import floria.testing.containers.PodmanService;
import floria.testing.containers.TestImage;

/** What every site promises, on a real Podman. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class ContainerSiteContractTest extends SiteContract {

    private static final Running ENGINE = new Running();

    /** Started by the first test that needs it; stays for all tests of the class. */
    private static final class Running {
        private Optional<PodmanService> service = Optional.empty();

        synchronized PodmanService get() {
            if (service.isEmpty()) {
                service =
                        Optional.of(
                                PodmanService.start(
                                        new TestImage.Busybox(), new TestImage.Debian()));
            }
            return service.get();
        }

        synchronized void stop() {
            service.ifPresent(PodmanService::close);
            service = Optional.empty();
        }
    }

    @AfterAll
    static void stopsTheEngine() {
        ENGINE.stop();
    }

    @Override
    protected Site open() {
        return site(ENGINE.get().socket());
    }

    private static Site site(Path socket) {
        return new ContainerSite(
                ContainerSettings.of("containers", new EngineAddress.Unix(socket))
                        .withPull(ContainerSettings.Pull.NEVER),
                Clock.systemUTC());
    }

    @Override
    protected Optional<ResourceSpec.Container> container(Key key) {
        return Optional.of(
                new ResourceSpec.Container(
                        key,
                        labels(),
                        "share",
                        small(),
                        "localhost/busybox:latest",
                        "box",
                        List.of("sleep", "1000"),
                        Map.of(),
                        List.of(anyPort("web", 8080)),
                        List.of(),
                        List.of()));
    }

    @Override
    protected Optional<List<ResourceSpec>> beyondCapacity() {
        ResourceSpec.Machine machine = machine();
        return Optional.of(
                List.of(
                        new ResourceSpec.Machine(
                                machine.key(),
                                machine.labels(),
                                machine.offer(),
                                new Hardware(0.5, 128L << 20, 0, 1, Optional.empty()),
                                machine.image(),
                                machine.hostname(),
                                List.of(),
                                List.of(),
                                List.of())));
    }

    @Override
    protected Optional<Site> unreachable() {
        return Optional.of(site(ENGINE.get().socket().resolveSibling("nobody.sock")));
    }
}
