package floria.site.containers;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.junit.jupiter.api.TestInstance;

import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.testing.SiteContract;
import floria.testing.containers.ContainerEngine;

/** What every site promises, on a real engine. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
abstract class EngineContract extends SiteContract {

    private final Running engine;

    EngineContract(Running engine) {
        this.engine = engine;
    }

    /** Started by the first test that needs it; stays for all tests of the class. */
    static final class Running {
        private final Supplier<ContainerEngine> start;
        private Optional<ContainerEngine> running = Optional.empty();

        Running(Supplier<ContainerEngine> start) {
            this.start = start;
        }

        synchronized ContainerEngine get() {
            if (running.isEmpty()) {
                running = Optional.of(start.get());
            }
            return running.get();
        }

        synchronized void stop() {
            running.ifPresent(ContainerEngine::close);
            running = Optional.empty();
        }
    }

    @Override
    protected Site open() {
        return site(engine.get().socket());
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
        return Optional.of(site(engine.get().socket().resolveSibling("nobody.sock")));
    }
}
