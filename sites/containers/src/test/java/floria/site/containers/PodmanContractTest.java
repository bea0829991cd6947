package floria.site.containers;

import org.junit.jupiter.api.AfterAll;

import floria.testing.containers.PodmanService;
import floria.testing.containers.TestImage;

/** What every site promises, on a real Podman. */
class PodmanContractTest extends EngineContract {

    private static final Running ENGINE =
            new Running(() -> PodmanService.start(new TestImage.Busybox(), new TestImage.Debian()));

    PodmanContractTest() {
        super(ENGINE);
    }

    @AfterAll
    static void stopsTheEngine() {
        ENGINE.stop();
    }
}
