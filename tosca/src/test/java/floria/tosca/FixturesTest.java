package floria.tosca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import floria.tosca.ProblemExamples.Example;
import floria.tosca.problem.Problem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * There is an example of each problem, with its line and column, and one beside it that has no such
 * problem. {@link RulesTest} checks that those in files have exactly the problems they say.
 */
class FixturesTest {
    private static final Path RULES = Path.of("src/test/resources/floria/tosca/rules");

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** Tests of what takes more than one template, or more than the language alone. */
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "composition-conflict", "src/test/java/floria/tosca/edit/CompositionTest.java",
                    "composition-override", "src/test/java/floria/tosca/edit/CompositionTest.java",
                    "import-not-migrated", "src/test/java/floria/tosca/migrate/MigrationTest.java",
                    "migrated-meaning", "src/test/java/floria/tosca/migrate/MigrationTest.java",
                    "missing-import", "../profiles/src/test/java/floria/profiles/ReadingTest.java",
                    "unreadable-file", "../cli/src/test/java/floria/cli/ValidateTest.java");

    @Test
    void everyProblemHasAnExample() throws IOException {
        Set<String> without = new TreeSet<>(ProblemPageTest.used());
        folders().values().forEach(files -> files.values().forEach(without::removeAll));
        ProblemExamples.all().forEach(example -> without.remove(example.code()));
        for (Map.Entry<String, String> test : ELSEWHERE.entrySet()) {
            if (Files.readString(Path.of(test.getValue())).contains(test.getKey())) {
                without.remove(test.getKey());
            }
        }

        assertThat(without).as("problems without an example").isEmpty();
    }

    @Test
    void everyProblemHasAnExampleBesideItThatIsValid() throws IOException {
        Set<String> contrasted = new HashSet<>();
        Set<String> all = new TreeSet<>();
        for (Map<String, Set<String>> files : folders().values()) {
            for (Set<String> codes : files.values()) {
                all.addAll(codes);
                codes.stream()
                        .filter(code ->
                                files.entrySet().stream()
                                        .anyMatch(other ->
                                                other.getKey().startsWith("valid")
                                                        && !other.getValue().contains(code)))
                        .forEach(contrasted::add);
            }
        }
        all.removeAll(contrasted);

        assertThat(all).as("problems without a valid example in the same folder").isEmpty();
    }

    @Test
    void everyRuleHasValidAndInvalidExamples() throws IOException {
        assertThat(folders())
                .allSatisfy((folder, files) -> {
                    assertThat(files.keySet())
                            .as(folder)
                            .anyMatch(name -> name.startsWith("valid"))
                            .anyMatch(name -> name.startsWith("invalid"));
                });
    }

    @Test
    void thePageOfFeaturesNamesExamplesAndTestsThatExist() throws IOException {
        Set<String> tests = new HashSet<>();
        for (String module : List.of("tosca", "profiles", "cli", "server")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
                files.forEach(file -> tests.add(String.valueOf(file.getFileName())));
            }
        }
        List<String> rows =
                Files.readString(Path.of("../docs/tosca.md"))
                        .lines()
                        .filter(line -> line.chars().filter(c -> c == '|').count() == 5)
                        .skip(2)
                        .toList();

        assertThat(rows)
                .hasSizeGreaterThan(45)
                .allSatisfy(row -> {
                    List<String> shown =
                            NAME.matcher(row.split("\\|")[4])
                                    .results()
                                    .map(each -> each.group(1))
                                    .toList();
                    assertThat(shown)
                            .isNotEmpty()
                            .allSatisfy(name -> {
                                boolean there =
                                        name.startsWith("rules/")
                                                ? Files.isDirectory(RULES.resolveSibling(name))
                                                : tests.contains(name + ".java");
                                assertThat(there).as(name).isTrue();
                            });
                });
    }

    @TestFactory
    Stream<DynamicTest> whatNoSmallFileHasIsFoundToo() {
        return ProblemExamples.all().stream()
                .map(example ->
                        DynamicTest.dynamicTest(example.code(), () -> isFoundWhereItIs(example)));
    }

    private static void isFoundWhereItIs(Example example) {
        assertThat(example.readWrong().problems())
                .filteredOn(problem -> problem.code().equals(example.code()))
                .extracting(FixturesTest::at)
                .containsOnly(example.at());
        assertThat(example.readRight().problems()).isEmpty();
    }

    private static String at(Problem problem) {
        return problem.location().line() + ":" + problem.location().column();
    }

    /** The codes that the examples of each folder say they have. */
    private static Map<String, Map<String, Set<String>>> folders() throws IOException {
        Map<String, Map<String, Set<String>>> folders = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(RULES, 2)) {
            files = all.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        for (Path file : files) {
            Set<String> codes = new HashSet<>();
            try (Stream<String> lines = Files.lines(file)) {
                lines.filter(line -> line.startsWith("#! "))
                        .forEach(line -> codes.add(line.split(" ")[2]));
            }
            Path folder = RULES.relativize(file).getName(0);
            folders.computeIfAbsent(folder.toString(), _ -> new TreeMap<>())
                    .put(String.valueOf(file.getFileName()), codes);
        }
        return folders;
    }
}
