package floria.profiles;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import floria.tosca.source.Source;
import floria.tosca.source.Sources;

import static org.assertj.core.api.Assertions.assertThat;

class ProfilesTest {
    private final Sources profiles = new Profiles();

    @ParameterizedTest
    @ValueSource(strings = {"floria", "profile:floria/profile.yaml"})
    void answersForNameAndAddressOfAProfile(String reference) {
        Source profile = profiles.resolve("file:notebook.yaml", reference).orElseThrow();

        assertThat(profile.address()).isEqualTo("profile:floria/profile.yaml");
        assertThat(profile.text()).startsWith("tosca_definitions_version: tosca_simple_yaml_1_3");
    }

    @ParameterizedTest
    @CsvSource({
        "profile:floria/profile.yaml, jupyter/create.sh, profile:floria/jupyter/create.sh",
        "profile:floria/profile.yaml, ./jupyter//run.sh, profile:floria/jupyter/run.sh",
        "profile:floria/jupyter/create.sh, ../python/provide.sh, profile:floria/python/provide.sh",
        "profile:floria/jupyter/create.sh, run.sh, profile:floria/jupyter/run.sh",
        "profile:floria/jupyter/create.sh, floria, profile:floria/profile.yaml",
    })
    void followsPathsInsideAProfile(String base, String reference, String address) {
        assertThat(profiles.resolve(base, reference).map(Source::address)).contains(address);
    }

    @ParameterizedTest
    @CsvSource({
        "profile:floria/profile.yaml, ../Profiles.class",
        "profile:floria/profile.yaml, ../../../floria/profiles/Profiles.class",
        "profile:floria/profile.yaml, /floria/profiles/Profiles.class",
        "profile:floria/profile.yaml, jupyter",
        "profile:floria/profile.yaml, jupyter/",
        "profile:floria/profile.yaml, ''",
        "profile:floria/profile.yaml, .",
        "profile:floria/profile.yaml, missing.sh",
        "profile:floria, ../Profiles.class",
        "file:a.yaml, profile:floria/../Profiles.class",
        "file:a.yaml, profile:Profiles.class",
        "file:a.yaml, profile:",
        "file:a.yaml, unknown",
        "file:a.yaml, jupyter/create.sh",
        "file:a.yaml, profile.yaml",
        "file:a.yaml, https://example.org/profile.yaml",
    })
    void hasNothingElse(String base, String reference) {
        assertThat(profiles.resolve(base, reference)).isEmpty();
    }

    @Test
    void leavesTheFilesOfATemplateToOthers() {
        Source own = new Source("file:jupyter/create.sh", new byte[0]);
        Sources files =
                (base, reference) ->
                        reference.equals("jupyter/create.sh") ? Optional.of(own) : Optional.empty();

        assertThat(files.or(profiles).resolve("file:a.yaml", "jupyter/create.sh")).contains(own);
        assertThat(files.or(profiles).resolve("file:a.yaml", "floria")).isPresent();
    }
}
