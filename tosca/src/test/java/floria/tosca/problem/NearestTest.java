package floria.tosca.problem;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NearestTest {

    @Test
    void findsASlipOfTheKeyboard() {
        assertThat(Nearest.to("properteis", List.of("type", "properties"))).contains("properties");
        assertThat(Nearest.to("Compte", List.of("tosca.nodes.Compute")))
                .contains("tosca.nodes.Compute");
        assertThat(Nearest.to("mem", List.of("num_cpus", "disk_size"))).isEmpty();
    }

    @Test
    void listsWhatIsKnownIfThatIsLittle() {
        assertThat(Nearest.hintOrList("zzz", List.of("a", "b"))).contains("known are a, b");
        assertThat(Nearest.hintOrList("zzz", List.of())).isEmpty();
    }
}
