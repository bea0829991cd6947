package floria.profiles;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import floria.tosca.grammar.Version;
import floria.tosca.migrate.Migration;
import floria.tosca.source.Folder;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

class MigratedExamplesTest {

    @ParameterizedTest
    @CsvSource({
        "notebook, TOSCA_2_0",
        "server, TOSCA_2_0",
        "server, SIMPLE_1_3",
        "train-digits, TOSCA_2_0",
        "two-tier, TOSCA_2_0"
    })
    void meanTheSameInAnotherVersion(String example, Version target) throws IOException {
        Folder folder = Folder.at(Path.of("../examples"));
        Source file = folder.file(example + ".yaml").orElseThrow();

        Migration.Result result = Migration.of(file, folder.or(new Profiles()), target);

        assertThat(result.problems()).isEmpty();
        assertThat(result.text().orElseThrow().text()).contains(target.text());
    }
}
