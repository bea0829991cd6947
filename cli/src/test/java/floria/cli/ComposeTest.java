package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ComposeTest {
    @TempDir private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("base.yaml"), "a: 1\nn:\n  x: { type: T }\n");
        Files.writeString(folder.resolve("more.yaml"), "a: 2\nb: 3 # three\n");
        Files.writeString(folder.resolve("other.yaml"), "n:\n  x: { type: U }\n");
    }

    @Test
    void printsTheTemplateWithItsAddOns() {
        Command.Outcome outcome = new Command(folder).run("compose", "base.yaml", "more.yaml");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("a: 2\nn:\n  x: { type: T }\nb: 3 # three\n");
        assertThat(outcome.err()).contains("more.yaml:1:4", "the add-on's 2 takes the place of 1");
    }

    @Test
    void writesAFile() {
        Command.Outcome outcome =
                new Command(folder).run("compose", "base.yaml", "more.yaml", "-o", "new.yaml");

        assertThat(outcome.out()).isEmpty();
        assertThat(folder.resolve("new.yaml")).content().contains("b: 3 # three\n");
    }

    @Test
    void writesNothingWhenTheyDoNotFit() {
        Command.Outcome outcome =
                new Command(folder).run("compose", "base.yaml", "other.yaml", "-o", "new.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.err()).contains("other.yaml:2:14", "the parent has T here");
        assertThat(folder.resolve("new.yaml")).doesNotExist();
    }

    @Test
    void namesWhatIsMissing() {
        Command.Outcome outcome = new Command(folder).run("compose", "base.yaml", "none.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.err()).contains("There is no file none.yaml.");
    }
}
