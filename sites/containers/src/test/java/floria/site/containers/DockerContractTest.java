package floria.site.containers;

import org.junit.jupiter.api.AfterAll;

import floria.testing.containers.DockerService;
import floria.testing.containers.TestImage;

/** What every site promises, on a real Docker. */
class DockerContractTest extends EngineContract {

    private static final Running ENGINE =
            new Running(() -> DockerService.start(new TestImage.Busybox(), new TestImage.Debian()));

    DockerContractTest() {
        super(ENGINE);
    }

    @AfterAll
    static void stopsTheEngine() {
        ENGINE.stop();
    }
}
