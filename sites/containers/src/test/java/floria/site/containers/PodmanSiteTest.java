package floria.site.containers;

import org.junit.jupiter.api.Test;

import floria.site.Fault;
import floria.site.Observed;
import floria.site.ResourceSpec;
import floria.site.SiteException;
import floria.testing.containers.PodmanService;
import floria.testing.containers.TestImage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PodmanSiteTest extends SiteSuite<PodmanService> {

    PodmanSiteTest() {
        super(PodmanService.start(new TestImage.Busybox(), new TestImage.Debian()));
    }

    @Test
    void runningMachinesSurviveRestartOfTheEngine() {
        ResourceSpec.Machine machine = mine.machine("survivor");
        Observed before = one(machine);
        engine.halt();
        assertThatExceptionOfType(SiteException.class)
                .isThrownBy(() -> look(machine.key()))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.UNREACHABLE));

        engine.resume();

        assertThat(look(machine.key())).isEqualTo(before);
        assertThat(run(machine, "echo", "alive")).containsExactly("alive");
    }
}
