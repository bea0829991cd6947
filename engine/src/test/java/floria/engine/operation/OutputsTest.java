package floria.engine.operation;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputsTest {

    @Test
    void readsNamesAndValuesAndPassesOverWhatIsNeither() {
        assertThat(Outputs.parse("accuracy=0.95\n\nnoise\nmodel = /a=b.bin\n=x\n"))
                .isEqualTo(Map.of("accuracy", "0.95", "model", " /a=b.bin"));
    }
}
