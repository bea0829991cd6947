package floria.tosca;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.tosca.problem.Problem;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/** The types that come with the language are a template that has no problems itself. */
class NormativeTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tosca_simple_yaml_1_0",
                "tosca_simple_yaml_1_1",
                "tosca_simple_yaml_1_2",
                "tosca_simple_yaml_1_3"
            })
    void everyTypeReadsWithoutProblems(String version) throws IOException {
        try (InputStream in = Tosca.class.getResourceAsStream("types/" + version + ".yaml")) {
            assertThat(in).isNotNull();
            Source types = new Source("file:" + version + ".yaml", in.readAllBytes());

            Reading reading = Tosca.read(types, (_, _) -> Optional.empty());

            assertThat(reading.problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tosca.nodes.Compute",
                "tosca.nodes.Container.Runtime",
                "tosca.nodes.Container.Application",
                "tosca.nodes.LoadBalancer",
                "tosca.nodes.network.Network",
                "tosca.nodes.BlockStorage"
            })
    void aNodeOfTheTypeIsReadInEveryVersion(String type) {
        for (String version : List.of("1_0", "1_1", "1_2", "1_3")) {
            Reading reading =
                    Templates.read(
                            """
                            tosca_definitions_version: tosca_simple_yaml_%s
                            topology_template:
                              node_templates:
                                node: { type: %s }
                            """
                                    .formatted(version, type));
            assertThat(reading.problems()).as(version).filteredOn(Problem::isError).isEmpty();
        }
    }
}
