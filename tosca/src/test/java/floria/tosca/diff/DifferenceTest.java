package floria.tosca.diff;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import floria.tosca.Tosca;
import floria.tosca.model.Topology;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

class DifferenceTest {
    private static final String FIRST =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              inputs:
                size: { type: integer, default: 2, constraints: [ { less_than: 9 } ] }
              node_templates:
                server:
                  type: tosca.nodes.Compute
                  capabilities:
                    host: { properties: { num_cpus: { get_input: size }, mem_size: 1 GB } }
                app:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [ { host: server } ]
              outputs:
                address: { value: { get_attribute: [ server, private_address ] } }
            """;

    @Test
    void seesNoneInAnotherOrderAndStyle() {
        String other =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                # the same
                topology_template:
                  outputs:
                    address:
                      value: { get_attribute: [ server, private_address ] }
                  node_templates:
                    app:
                      requirements:
                        - host:
                            node: server
                      type: SoftwareComponent
                    server:
                      type: Compute
                      capabilities:
                        host:
                          properties:
                            mem_size: 1 GB
                            num_cpus: { get_input: [ size ] }
                  inputs:
                    size:
                      type: integer
                      default: 2
                      constraints:
                        - less_than: 9
                """;

        assertThat(Difference.between(topology(FIRST), topology(other))).isEmpty();
    }

    @Test
    void saysWhatIsAddedRemovedAndChanged() {
        String second =
                FIRST.replace("default: 2", "default: 4")
                        .replace("less_than: 9", "less_than: 8")
                        .replace("mem_size: 1 GB", "mem_size: 2 GB")
                        .replace(
                                "    app:\n",
                                """
                                    disk:
                                      type: tosca.nodes.Storage.BlockStorage
                                      properties: { size: 1 GB }
                                    app:
                                """)
                        .replace("address: { value", "where: { description: On it, value");

        assertThat(Difference.between(topology(FIRST), topology(second)))
                .extracting(Difference::toString)
                .containsExactly(
                        "~ inputs/size: integer, less_than 9 → integer, less_than 8",
                        "~ inputs/size/default: 2 → 4",
                        "~ nodes/server/capabilities/host/properties/mem_size: 1 GB → 2 GB",
                        "+ nodes/disk: tosca.nodes.Storage.BlockStorage",
                        "- outputs/address: {\"get_attribute\":[\"server\",\"private_address\"]}",
                        "+ outputs/where: {\"get_attribute\":[\"server\",\"private_address\"]}");
    }

    @Test
    void followsARequirementToItsTarget() {
        String second =
                FIRST.replace("[ { host: server } ]", "[ { host: other } ]")
                        .replace(
                                "    app:\n",
                                "    other: { type: tosca.nodes.Compute }\n    app:\n");

        assertThat(Difference.between(topology(FIRST), topology(second)))
                .contains(
                        new Difference(
                                List.of("nodes", "app", "requirements", "host"),
                                Optional.of("server, host"),
                                Optional.of("other, host")));
    }

    private static Topology topology(String text) {
        var reading =
                Tosca.read(
                        new Source("file:x.yaml", text.getBytes(StandardCharsets.UTF_8)),
                        (_, _) -> Optional.empty());
        return reading.topology()
                .orElseThrow(() -> new AssertionError(reading.problems().toString()));
    }
}
