package floria.profiles.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import floria.profiles.Profiles;
import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.grammar.Version;
import floria.tosca.migrate.Migration;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrates the templates of other projects: the result is read without errors and means the same.
 * Their archive is looked for in the folder {@code FLORIA_CORPUS}.
 */
@Tag("e2e")
class CorpusMigrationTest {

    @ParameterizedTest
    @CsvSource({"SIMPLE_1_3, 183", "TOSCA_2_0, 245"})
    void keepsTheMeaningOfTheTemplatesOfOtherProjects(Version target, int least)
            throws IOException {
        Path folder = Corpus.folder();
        Corpus corpus = Corpus.in(folder).orElse(null);
        if (corpus == null) {
            Assumptions.abort("not run: there is no TOSCA corpus in " + folder);
            return;
        }
        Bundle bundle = Bundle.of(corpus.files());
        Map<String, List<Problem>> broken = new LinkedHashMap<>();
        int all = 0;
        for (Entry entry : corpus.entries()) {
            Source source = bundle.file(entry.path()).orElseThrow();
            if (!entry.valid() || !isOlder(source, target)) {
                continue;
            }
            Reading reading = Tosca.read(source, bundle.or(new Profiles()));
            if (reading.hasErrors()) {
                continue;
            }
            all++;
            Migration.Result result = Migration.of(source, bundle.or(new Profiles()), target);
            List<Problem> errors = result.problems().stream().filter(Problem::isError).toList();
            if (!errors.isEmpty()) {
                broken.put(entry.path(), errors);
            }
        }
        String list =
                broken.entrySet().stream()
                        .map(each -> each.getKey() + lines(each.getValue()))
                        .collect(Collectors.joining());
        Path file = Path.of("target/migration-%s.txt".formatted(target));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, list);
        int held = all - broken.size();
        System.out.printf("%d of %d files mean the same in %s%n", held, all, target);

        assertThat(held).as("the others are listed in %s", file).isGreaterThanOrEqualTo(least);
    }

    private static boolean isOlder(Source source, Version target) {
        return source.text()
                .lines()
                .filter(line -> line.startsWith("tosca_definitions_version:"))
                .map(line ->
                        line.substring(line.indexOf(':') + 1).replaceAll("[\"']|#.*", "").strip())
                .flatMap(version -> Version.of(version).stream())
                .anyMatch(version -> !version.isAtLeast(target));
    }

    private static String lines(List<Problem> problems) {
        return problems.stream()
                .limit(8)
                .map(problem ->
                        "\n    %s [%s] %s"
                                .formatted(problem.location(), problem.code(), problem.message()))
                .collect(Collectors.joining("", "", "\n"));
    }
}
