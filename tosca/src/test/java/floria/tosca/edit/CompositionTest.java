package floria.tosca.edit;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import floria.tosca.problem.Problem;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

class CompositionTest {
    private static final String CLUSTER =
            """
            tosca_definitions_version: tosca_simple_yaml_1_0
            imports:
              - indigo: https://example.org/types.yaml
            metadata:
              display_name: A cluster
            topology_template:
              inputs:
                # how many
                wn_num: { type: integer, default: 1 }
              node_templates:
                front:
                  type: tosca.nodes.indigo.SLURM.FrontEnd
                  requirements:
                    - host: server
                server:
                  type: tosca.nodes.indigo.Compute
            """;

    private static final String ADD_ON =
            """
            tosca_definitions_version: tosca_simple_yaml_1_0
            imports:
              - indigo: https://example.org/types.yaml
              - more: https://example.org/more.yaml
            metadata:
              display_name: With Docker
            topology_template:
                inputs:
                    wn_num: { type: integer, default: 2 }
                    # which one
                    docker_version:
                        type: string
                        default: "20.10"   # quoted
                node_templates:
                    docker:
                        type: tosca.nodes.SoftwareComponent
                        requirements: [ host: server ]
                    server:
                        capabilities:
                            host:
                                properties:
                                    num_cpus: 4
                outputs:
                    version: { value: { get_input: docker_version } }
            """;

    @Test
    void addsWhatTheParentDoesNotHaveAsItIsWritten() {
        Composition.Result result = compose(CLUSTER, ADD_ON);

        assertThat(result.text())
                .isEqualTo(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_0
                        imports:
                          - indigo: https://example.org/types.yaml
                          - more: "https://example.org/more.yaml"
                        metadata:
                          display_name: A cluster
                        topology_template:
                          inputs:
                            # how many
                            wn_num: { type: integer, default: 2 }
                            # which one
                            docker_version:
                                type: string
                                default: "20.10"   # quoted
                          node_templates:
                            front:
                              type: tosca.nodes.indigo.SLURM.FrontEnd
                              requirements:
                                - host: server
                            server:
                              type: tosca.nodes.indigo.Compute
                              capabilities:
                                  host:
                                      properties:
                                          num_cpus: 4
                            docker:
                                type: tosca.nodes.SoftwareComponent
                                requirements: [ host: server ]
                          outputs:
                              version: { value: { get_input: docker_version } }
                        """);
    }

    @Test
    void saysWhatTheAddOnHasReplaced() {
        assertThat(compose(CLUSTER, ADD_ON).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("composition-override");
                    assertThat(problem.isError()).isFalse();
                    assertThat(problem.message()).isEqualTo("the add-on's 2 takes the place of 1");
                    assertThat(problem.path()).isEqualTo("topology_template/inputs/wn_num/default");
                    assertThat(problem.location()).hasToString("file:addon0.yaml:9:43");
                });
    }

    @Test
    void neitherAddsTwiceNorChangesATemplateThatHasItAll() {
        String once = compose(CLUSTER, ADD_ON).text();

        assertThat(compose(once, ADD_ON).text()).isEqualTo(once);
        assertThat(compose(CLUSTER, CLUSTER).text()).isEqualTo(CLUSTER);
        assertThat(compose(CLUSTER, CLUSTER).problems()).isEmpty();
    }

    @Test
    void refusesAnotherTypeAndAnotherVersion() {
        String other =
                """
                tosca_definitions_version: tosca_2_0
                topology_template:
                  node_templates:
                    server: { type: tosca.nodes.Compute }
                """;

        Composition.Result result = compose(CLUSTER, other);

        assertThat(result.text()).isEqualTo(CLUSTER);
        assertThat(result.problems())
                .extracting(Problem::code)
                .containsExactly("composition-conflict", "composition-conflict");
    }

    @Test
    void mergesSeveralAddOnsAndWhatAnAnchorHolds() {
        String first = "x: &a\n  one: 1\nw:\n  two: *a\n";
        String second = "w:\n  three: 3\nz:\n  <<: { four: 4 }\n";

        assertThat(compose("a: 1\n", first, second).text())
                .isEqualTo(
                        """
                        a: 1
                        x:
                          one: 1
                        w:
                          two:
                            one: 1
                          three: 3
                        z:
                          <<: { four: 4 }
                        """);
    }

    private static Composition.Result compose(String parent, String... addOns) {
        return Composition.compose(
                source("parent", parent),
                java.util.stream.IntStream.range(0, addOns.length)
                        .mapToObj(i -> source("addon" + i, addOns[i]))
                        .toList());
    }

    private static Source source(String name, String text) {
        return new Source("file:" + name + ".yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
