package floria.tosca;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Profiles by name, among the files of a template. */
class ProfileImportTest {
    private final Bundle files =
            Bundle.of(
                    Map.of(
                            "a/profiles/org/example/base/1.0/profile.yaml",
                            profile("org.example.base:1.0"),
                            "a/org/example/other/profile.yaml",
                            profile("'org.example.other:2.1'"),
                            "a/org/example/liar/profile.yaml",
                            profile("org.example.base:1.0"),
                            "a/org/example/plain/profile.yaml",
                            profile("org.example.plain")));

    @ParameterizedTest
    @CsvSource({
        "a/main.yaml, org.example.base:1.0, a/profiles/org/example/base/1.0/profile.yaml",
        "a/b/c/main.yaml, org.example.base:1.0, a/profiles/org/example/base/1.0/profile.yaml",
        "a/b/main.yaml, org.example.other:2.1, a/org/example/other/profile.yaml",
        "a/main.yaml, org.example.plain, a/org/example/plain/profile.yaml",
    })
    void findsAProfileByItsNameInTheFoldersAbove(String template, String name, String path) {
        Reading reading = read(template, name);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.sources()).extracting(Source::address).contains("file:" + path);
    }

    @ParameterizedTest
    @CsvSource({
        "a/main.yaml, org.example.base:1.1",
        "a/main.yaml, org.example.base",
        "a/main.yaml, org.example.liar:1.0",
        "b/main.yaml, org.example.base:1.0",
        "a/main.yaml, plain",
    })
    void takesNoFileThatDeclaresAnotherName(String template, String name) {
        assertThat(read(template, name).problems())
                .extracting(Problem::code)
                .containsExactly("import-not-found");
    }

    private Reading read(String template, String profile) {
        String text =
                "tosca_definitions_version: tosca_2_0\nimports:\n  - profile: " + profile + "\n";
        return Tosca.read(new Source("file:" + template, text.getBytes(UTF_8)), files);
    }

    private static byte[] profile(String name) {
        return ("tosca_definitions_version: tosca_2_0\nprofile: " + name + "\n").getBytes(UTF_8);
    }
}
