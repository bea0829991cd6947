package floria.tosca;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import floria.tosca.problem.Problem;
import floria.tosca.source.Folder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every rule of the language has a folder of examples. The last lines of each say which problems it
 * has, as {@code #! error CODE LINE:COLUMN}, with {@code warning} or {@code tolerated} for those
 * that a strict reading does not or does refuse; a file without such lines has none.
 */
class RulesTest {

    @TestFactory
    Stream<DynamicTest> everyExampleHasExactlyTheProblemsThatItSays()
            throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(RulesTest.class.getResource("rules")).toURI());
        List<Path> files;
        try (Stream<Path> all = Files.walk(root, 2)) {
            files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(50);
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                root.relativize(file).toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        List<String> expected;
        try (Stream<String> lines = Files.lines(file)) {
            expected =
                    lines.filter(line -> line.startsWith("#! "))
                            .map(line -> line.substring(3))
                            .toList();
        }
        Folder folder = Folder.at(Objects.requireNonNull(file.getParent()));
        Reading reading =
                Tosca.read(folder.file(file.getFileName().toString()).orElseThrow(), folder);
        assertThat(reading.problems().stream().map(RulesTest::written))
                .as("%s", reading.problems())
                .containsExactlyElementsOf(expected);
        assertThat(reading.topology().isPresent()).isEqualTo(!reading.hasErrors());
        assertThat(file.getFileName().toString().startsWith("invalid"))
                .as("an example whose name says that it is invalid has errors")
                .isEqualTo(reading.hasErrors());
    }

    private static String written(Problem problem) {
        return "%s %s %d:%d"
                .formatted(
                        problem.tolerated()
                                ? "tolerated"
                                : problem.severity().name().toLowerCase(Locale.ROOT),
                        problem.code(),
                        problem.location().line(),
                        problem.location().column());
    }
}
