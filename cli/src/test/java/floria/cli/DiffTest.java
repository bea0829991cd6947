package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DiffTest {
    @TempDir private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("one.yaml"), Scripts.TEMPLATE);
        Files.writeString(
                folder.resolve("two.yaml"), Scripts.TEMPLATE.replace("1_0", "1_2") + "\n# more\n");
        Files.writeString(folder.resolve("broken.yaml"), "a: [");
    }

    @Test
    void showsADifferenceALine() {
        Command.Outcome outcome =
                new Command(folder).run("diff", "--check", "one.yaml", "two.yaml");

        assertThat(outcome.out())
                .isEqualTo("~ version: tosca_simple_yaml_1_0 → tosca_simple_yaml_1_2\n");
        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
    }

    @Test
    void hasNothingToSayOfEqualOnes() {
        Command.Outcome outcome =
                new Command(folder).run("diff", "--check", "one.yaml", "one.yaml");

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    @Test
    void speaksJson() {
        assertThat(new Command(folder).run("diff", "--json", "one.yaml", "two.yaml").out())
                .isEqualTo(
                        """
                        {"path":"version","before":"tosca_simple_yaml_1_0","after":"tosca_simple_yaml_1_2"}
                        """);
    }

    @Test
    void saysWhichOneHasErrors() {
        Command.Outcome outcome = new Command(folder).run("diff", "one.yaml", "broken.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.err()).contains("broken.yaml has errors", "floria validate broken.yaml");
    }
}
