package floria.engine.log;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.placement.Placement;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

class MaskTest {

    @Test
    void blotsOutSecretsOfInputsAndInstancesWhereverTheyStand() {
        Mask mask =
                Mask.of(
                        revision(Map.of("password", new Value.Secret(Value.text("hunter22")))),
                        List.of(
                                new Instance(
                                        "i",
                                        "d",
                                        "n",
                                        0,
                                        Instance.State.INITIAL,
                                        Instance.State.INITIAL,
                                        1,
                                        1,
                                        "",
                                        "",
                                        Map.of(
                                                "nested",
                                                new Value.Items(
                                                        List.of(
                                                                new Value.Secret(
                                                                        Value.text(
                                                                                "deep-secret"))))),
                                        Map.of(
                                                "token",
                                                new Value.Secret(
                                                        Value.text("hunter22-and-more"))))));

        assertThat(mask.apply("a hunter22-and-more b hunter22 c deep-secret d plain"))
                .isEqualTo("a *** b *** c *** d plain");
    }

    private static Revision revision(Map<String, Value> inputs) {
        return new Revision(
                "d",
                1,
                "file:t.yaml",
                Map.of(),
                inputs,
                new Placement(Map.of(), BigDecimal.ZERO, "EUR", List.of(), List.of()),
                Map.of(),
                "made",
                "alice",
                Instant.EPOCH);
    }
}
