package floria.tosca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.tosca.problem.Folded;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;
import floria.tosca.source.Folder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What follows from another problem is shown with it. Beside each template lies the text that is
 * printed; with the system property {@code floria.write} the texts are written anew.
 */
class CausesTest {
    private static final Path FOLDER = Path.of("src/test/resources/floria/tosca/causes");

    @ParameterizedTest
    @ValueSource(strings = {"import", "prefix", "unreadable", "members", "names"})
    void showsCausesAndCountsWhatFollows(String name) throws IOException {
        Folder folder = Folder.at(FOLDER);
        Reading reading = Tosca.read(folder.file(name + ".yaml").orElseThrow(), folder);
        String text = new Report(reading.sources(), false).render(reading.problems());
        Path golden = FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean("floria.write")) {
            Files.writeString(golden, text);
        }

        assertThat(golden).hasContent(text);
        for (Problem problem : Folded.of(reading.problems()).problems()) {
            assertThat(problem.cause()).as(problem.toString()).isEmpty();
        }
        assertThat(reading.problems())
                .filteredOn(problem -> problem.isError() && problem.cause().isPresent())
                .as("errors stand behind errors")
                .allSatisfy(problem ->
                        assertThat(reading.problems())
                                .filteredOn(Problem::isError)
                                .anyMatch(other ->
                                        other.location()
                                                .equals(problem.cause().orElseThrow().location())));
    }
}
