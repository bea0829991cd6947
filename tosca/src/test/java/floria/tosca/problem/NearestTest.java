package floria.tosca.problem;

import java.util.List;
import java.util.stream.IntStream;

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

    @Test
    void stopsLookingForWhatWasMeantWhereThousandsOfNamesAreWrong() {
        List<String> known = IntStream.range(0, 4_000).mapToObj(i -> "node_" + i).toList();
        Problems problems = new Problems();
        Location at = Location.startOf("file:a.yaml");
        for (int i = 0; i < 1_000; i++) {
            problems.error("unknown-node", at, "no " + i).nearest("nodes_" + i, known);
        }

        List<Problem> found = problems.sorted(_ -> 0, _ -> "");

        assertThat(found).hasSize(1_000);
        assertThat(found.getFirst().hint()).contains("did you mean 'node_0'?");
        assertThat(found.getLast().hint()).isEmpty();
        assertThat(problems.isSlip("properteis", List.of("properties"))).isTrue();
    }
}
