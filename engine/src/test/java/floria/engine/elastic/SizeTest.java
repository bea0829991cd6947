package floria.engine.elastic;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SizeTest {

    @Test
    void growsToWhatIsNeededAndShrinksByWhatHasNoWork() {
        Size size =
                Size.of(Map.of("instances", "2", "removable", "worker.3,worker.0,")).orElseThrow();

        assertThat(size.wanted(1)).isEqualTo(2);
        assertThat(size.wanted(2)).isEqualTo(2);
        assertThat(size.wanted(3)).isEqualTo(2);
        // Two of five have work, and one has had too little rest.
        assertThat(size.wanted(5)).isEqualTo(3);
        assertThat(size.removal("worker", 1)).containsExactly("worker.3");
        assertThat(size.removal("worker", 2)).containsExactly("worker.3", "worker.0");
        assertThat(size.removal("worker", -1)).isEmpty();
        assertThat(size.removal("other", 2)).isEmpty();
    }

    @Test
    void leavesThingsAsTheyAreWhenNothingWasSaid() {
        assertThat(Size.of(Map.of())).isEmpty();
        assertThat(Size.of(Map.of("instances", "-1"))).isEmpty();
        assertThat(Size.of(Map.of("instances", "many"))).isEmpty();
        assertThat(Size.of(Map.of("instances", "0")).orElseThrow().wanted(4)).isEqualTo(4);
        assertThat(Size.of(Map.of("instances", "0")).orElseThrow().removable())
                .isEqualTo(List.of());
    }
}
