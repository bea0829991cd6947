package floria.profiles.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import floria.tosca.problem.Problem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads templates of other projects whose outcome is known: the valid ones load, the invalid ones
 * give an error at the element that breaks the rule. Their archive is looked for in the folder
 * {@code FLORIA_CORPUS}.
 */
class CorpusTest {
    /** Files on which Floria and the manifest may disagree; only ever lowered. */
    private static final int MOST_DISAGREEMENTS = 12;

    @Test
    void agreesWithWhatIsKnownOfTheTemplatesOfOtherProjects() throws IOException {
        Path folder = Corpus.folder();
        Corpus corpus = Corpus.in(folder).orElse(null);
        if (corpus == null) {
            Assumptions.abort("not run: there is no TOSCA corpus in " + folder);
            return;
        }
        Judge judge = new Judge(corpus.files());
        List<Verdict> verdicts = corpus.entries().stream().map(judge::judge).toList();
        List<Verdict> wrong = verdicts.stream().filter(verdict -> !verdict.right()).toList();
        System.out.print(table(verdicts));
        Path list = Path.of("target/corpus-disagreements.txt");
        Files.createDirectories(list.toAbsolutePath().getParent());
        Files.writeString(list, wrong.stream().map(CorpusTest::line).collect(Collectors.joining()));
        Files.writeString(
                list.resolveSibling("corpus-problems.txt"),
                verdicts.stream().map(CorpusTest::line).collect(Collectors.joining()));

        assertThat(wrong)
                .as("the section of the standard is known for each")
                .allSatisfy(verdict ->
                        assertThat(verdict.problems())
                                .filteredOn(Problem::isError)
                                .allSatisfy(problem ->
                                        assertThat(Sections.of(problem, verdict.entry().version()))
                                                .as(problem.code())
                                                .isPresent()));
        assertThat(wrong)
                .as("%d of %d disagree; they are listed in %s", wrong.size(), verdicts.size(), list)
                .hasSizeLessThanOrEqualTo(MOST_DISAGREEMENTS);
    }

    /** Right and total of valid and invalid files, a line for each source and version. */
    private static String table(List<Verdict> verdicts) {
        Map<String, List<Verdict>> rows = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            Entry entry = verdict.entry();
            String key = "%-20s %-26s".formatted(entry.source(), version(entry));
            rows.computeIfAbsent(key, _ -> new ArrayList<>()).add(verdict);
        }
        rows.put("%-47s".formatted("~ confidence A"), confidence(verdicts, "A"));
        rows.put("%-47s".formatted("~ confidence B"), confidence(verdicts, "B"));
        rows.put("%-47s".formatted("~ real templates"), confidence(verdicts, ""));
        rows.put("%-47s".formatted("~~ all"), verdicts);
        StringBuilder out =
                new StringBuilder(
                        "%-47s %11s %11s%n".formatted("source and version", "valid", "invalid"));
        rows.forEach((key, row) ->
                out.append("%s %11s %11s%n".formatted(key, share(row, true), share(row, false))));
        return out.toString();
    }

    private static String version(Entry entry) {
        return entry.version().replace("tosca_simple_", "");
    }

    private static List<Verdict> confidence(List<Verdict> verdicts, String confidence) {
        return verdicts.stream()
                .filter(verdict -> verdict.entry().confidence().equals(confidence))
                .toList();
    }

    private static String share(List<Verdict> verdicts, boolean valid) {
        List<Verdict> such =
                verdicts.stream().filter(verdict -> verdict.entry().valid() == valid).toList();
        long right = such.stream().filter(Verdict::right).count();
        return such.isEmpty() ? "" : right + "/" + such.size();
    }

    /** A file, what is known of it, and what was said of it. */
    private static String line(Verdict verdict) {
        Entry entry = verdict.entry();
        StringBuilder out =
                new StringBuilder(
                        "%s %s %s %s%s%n"
                                .formatted(
                                        entry.path(),
                                        entry.valid() ? "valid" : "invalid",
                                        entry.version(),
                                        entry.confidence(),
                                        entry.why().isEmpty() ? "" : " (" + entry.why() + ")"));
        verdict.missing().forEach(what -> out.append("    not told: ").append(what).append('\n'));
        verdict.problems().stream()
                .filter(Problem::isError)
                .limit(12)
                .forEach(problem ->
                        out.append(
                                "    %s [%s] %s (%s)%n"
                                        .formatted(
                                                problem.location(),
                                                problem.code(),
                                                problem.message(),
                                                Sections.of(problem, entry.version())
                                                        .orElse("section unknown"))));
        return out.toString();
    }
}
