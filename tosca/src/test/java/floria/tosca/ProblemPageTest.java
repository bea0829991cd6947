package floria.tosca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import floria.tosca.problem.Codes;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;
import floria.tosca.source.Folder;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every code has a meaning, and {@code docs/problems.md} has them all with examples that were read.
 * With the system property {@code floria.write} the page is written anew.
 */
class ProblemPageTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path RULES = Path.of("src/test/resources/floria/tosca/rules");
    private static final Path PAGE = Path.of("../docs/problems.md");

    /** In the sources of the language, words with hyphens in quotes are codes. */
    private static final Pattern CODE = Pattern.compile("\"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\"");

    private final Codes codes = Codes.read();

    @Test
    void everyCodeHasAMeaning() throws IOException {
        assertThat(used())
                .as("codes without a line in codes.txt")
                .allSatisfy(code -> assertThat(codes.meaning(code)).as(code).isPresent());
    }

    @Test
    void thePageIsFresh() throws IOException {
        String page = page();
        if (Boolean.getBoolean("floria.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("write it anew: mvn test -pl tosca -Dtest=ProblemPageTest -Dfloria.write=true")
                .hasContent(page);
    }

    private String page() throws IOException {
        Map<String, String> examples = examples();
        StringBuilder page =
                new StringBuilder(
                        """
                        # Problems

                        What `floria validate`, the HTTP API and editors say about a template. Each problem has a code that stays the same
                        across releases. This page is generated; the examples are what was printed.
                        """);
        for (String code : used()) {
            page.append("\n## ").append(code).append("\n\n");
            page.append(codes.meaning(code).orElse("")).append('\n');
            Optional.ofNullable(examples.get(code))
                    .ifPresent(
                            example -> page.append("\n```text\n").append(example).append("```\n"));
        }
        return page.toString();
    }

    /** All codes that are in use, by name. */
    static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>(List.of("unreadable-file")); // by the command line
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                CODE.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(used::add);
            }
        }
        return used;
    }

    /** What is printed for a problem; errors and problems with hints come before others. */
    private record Example(int rank, String text) {
        static Example of(Problem problem, Report report) {
            int rank = (problem.isError() ? 0 : 2) + (problem.hint().isPresent() ? 0 : 1);
            return new Example(rank, report.render(problem));
        }

        Example or(Example other) {
            return other.rank < rank ? other : this;
        }
    }

    /** For each code, what is printed for the smallest example of a rule that has it. */
    private static Map<String, String> examples() throws IOException {
        Map<String, Example> examples = new HashMap<>();
        try (Stream<Path> files = Files.walk(RULES, 2)) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted(
                            Comparator.comparingLong(ProblemPageTest::size)
                                    .thenComparing(Path::toString))
                    .forEach(file -> example(file, examples));
        }
        Map<String, String> texts = new HashMap<>();
        examples.forEach((code, example) -> texts.put(code, example.text));
        ProblemExamples.printed().forEach(texts::putIfAbsent);
        return texts;
    }

    private static void example(Path file, Map<String, Example> examples) {
        try {
            Folder folder = Folder.at(Optional.ofNullable(file.getParent()).orElseThrow());
            Source source = folder.file(String.valueOf(file.getFileName())).orElseThrow();
            Reading reading = Tosca.read(source, folder);
            Report report = new Report(reading.sources(), false);
            for (Problem problem : reading.problems()) {
                examples.merge(problem.code(), Example.of(problem, report), Example::or);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
