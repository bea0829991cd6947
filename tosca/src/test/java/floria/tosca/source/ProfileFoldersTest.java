package floria.tosca.source;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ProfileFoldersTest {
    private final Sources profiles =
            new ProfileFolders(
                    Bundle.of(
                            Map.of(
                                    "a/profiles/org/example/base/1.0/profile.yaml",
                                    profile("org.example.base:1.0"),
                                    "a/org/example/other/profile.yaml",
                                    profile("'org.example.other:2.1'"),
                                    "a/org/example/liar/profile.yaml",
                                    profile("org.example.base:1.0"),
                                    "a/org/example/plain/profile.yaml",
                                    profile("org.example.plain"))));

    @ParameterizedTest
    @CsvSource({
        "file:a/main.yaml, org.example.base:1.0, a/profiles/org/example/base/1.0/profile.yaml",
        "file:a/b/c/main.yaml, org.example.base:1.0, a/profiles/org/example/base/1.0/profile.yaml",
        "file:a/b/main.yaml, org.example.other:2.1, a/org/example/other/profile.yaml",
        "file:a/main.yaml, org.example.plain, a/org/example/plain/profile.yaml",
    })
    void findsAProfileByItsNameInTheFoldersAbove(String base, String name, String path) {
        assertThat(profiles.resolve(base, name).map(Source::address)).contains("file:" + path);
    }

    @ParameterizedTest
    @CsvSource({
        "file:a/main.yaml, org.example.base:1.1",
        "file:a/main.yaml, org.example.base",
        "file:a/main.yaml, org.example.liar:1.0",
        "file:b/main.yaml, org.example.base:1.0",
        "file:a/main.yaml, org/example/plain",
        "file:a/main.yaml, plain",
        "profile:a/main.yaml, org.example.plain",
    })
    void takesNoFileThatDeclaresAnotherName(String base, String name) {
        assertThat(profiles.resolve(base, name)).isEmpty();
    }

    @Test
    void endsForAnyDepthOfFolders() {
        String base = "file:" + "a/".repeat(10_000) + "main.yaml";

        assertThat(profiles.resolve(base, "org.example.base:1.0")).isEmpty();
    }

    private static byte[] profile(String name) {
        return ("tosca_definitions_version: tosca_2_0\nprofile: " + name + "\n").getBytes(UTF_8);
    }
}
