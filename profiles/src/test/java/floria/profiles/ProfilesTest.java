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
        "https://raw.githubusercontent.com/indigo-dc/tosca-types/master/custom_types.yaml, indigo",
        "https://raw.githubusercontent.com/indigo-dc/tosca-types/v4.0.0/custom_types.yaml, indigo",
        "https://raw.githubusercontent.com/indigo-dc/tosca-types/refs/heads/a/b/custom_types.yaml,"
                + " indigo",
        "https://github.com/indigo-dc/tosca-types/raw/master/custom_types.yaml, indigo",
        "https://github.com/indigo-dc/tosca-types/blob/master/custom_types.yaml, indigo",
        "https://raw.githubusercontent.com/grycap/tosca/main/custom_types.yaml, grycap",
        "https://raw.githubusercontent.com/grycap/ec3/tosca/tosca/custom_types.yaml, grycap",
        "https://raw.githubusercontent.com/oasis-open/tosca-community-contributions/master/profiles/"
                + "org/oasis-open/simple/2.0/profile.yaml, simple-2.0",
        "org.oasis-open.simple:2.0, simple-2.0",
        "puccini, puccini",
    })
    void standsInForTypeFilesOfOthers(String reference, String profile) {
        assertThat(profiles.resolve("file:a.yaml", reference).map(Source::address))
                .contains("profile:" + profile + "/profile.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "file:a.yaml, https://example.org/indigo-dc/tosca-types/master/custom_types.yaml",
        "file:a.yaml, https://raw.githubusercontent.com/other/tosca-types/master/custom_types.yaml",
        "file:a.yaml, https://raw.githubusercontent.com/indigo-dc/tosca-types/master/other.yaml",
        "file:a.yaml, org.oasis-open.simple:../floria",
        "file:a.yaml, org.oasis-open.simple:9.9",
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
