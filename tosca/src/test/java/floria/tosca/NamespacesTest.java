package floria.tosca;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Types of the same name, told apart by the namespaces that their files are imported into. */
class NamespacesTest {
    private static final String PART =
            """
            tosca_definitions_version: tosca_2_0
            capability_types:
              Store: {}
            node_types:
              Server:
                properties: { %s: { type: string } }
                capabilities: { store: { type: Store } }
              Special: { derived_from: Server }
            """;
    private static final String HEAD =
            """
            tosca_definitions_version: tosca_2_0
            imports:
              - { url: a.yaml, namespace: a }
              - { url: b.yaml, namespace: b }
            """;

    @Test
    void eachHasItsOwnDefinition() {
        Topology topology =
                read("""
                service_template:
                  node_templates:
                    one: { type: "a:Special", properties: { ofA: x } }
                    two: { type: "b:Special", properties: { ofB: x } }
                """)
                        .topology()
                        .orElseThrow();

        NodeTemplate one = Objects.requireNonNull(topology.nodes().get("one"));
        NodeTemplate two = Objects.requireNonNull(topology.nodes().get("two"));
        assertThat(one.type().derivation()).containsExactly("Special", "Server");
        assertThat(two.type().derivation()).containsExactly("b:Special", "b:Server");
        assertThat(two.type().isA(one.type().name())).isFalse();
    }

    @Test
    void oneDoesNotStandInForTheOther() {
        Reading reading =
                read(
                        """
                        node_types:
                          Client:
                            requirements:
                              - store: { capability: "a:Store", node: "a:Server" }
                        service_template:
                          node_templates:
                            a: { type: "a:Special", properties: { ofA: x } }
                            b: { type: "b:Special", properties: { ofB: x } }
                            good: { type: Client, requirements: [ { store: a } ] }
                            bad: { type: Client, requirements: [ { store: b } ] }
                        """);

        assertThat(reading.problems())
                .extracting(Problem::code, problem -> problem.location().line())
                .containsExactly(tuple("target-type", 14));
        assertThat(reading.problems().getFirst().message()).contains("b:Special");
    }

    @Test
    void theTemplatesOwnTypeIsAThirdOne() {
        Reading reading =
                read(
                        """
                        node_types:
                          Server: { properties: { own: { type: string } } }
                        service_template:
                          node_templates:
                            own: { type: Server, properties: { own: x } }
                            one: { type: "a:Server", properties: { ofA: x } }
                            two: { type: "b:Server", properties: { ofA: x } }
                        """);

        assertThat(reading.problems())
                .extracting(Problem::code)
                .containsExactlyInAnyOrder("missing-property", "unknown-property");
    }

    @Test
    void namesOfANamespaceNeedItsPrefix() {
        Reading reading =
                read(
                        """
                        service_template:
                          node_templates:
                            one: { type: Special, properties: { ofA: x } }
                        """);

        assertThat(reading.problems()).extracting(Problem::code).containsExactly("unknown-type");
    }

    @Test
    void aFileThatIsImportedTwiceIsOneFile() {
        Reading reading =
                read(
                        """
                          - { url: a.yaml, namespace: again }
                        node_types:
                          Client:
                            requirements:
                              - store: { capability: "again:Store", node: "again:Server" }
                        service_template:
                          node_templates:
                            a: { type: "a:Special", properties: { ofA: x } }
                            good: { type: Client, requirements: [ { store: a } ] }
                        """);

        assertThat(reading.problems()).isEqualTo(List.of());
    }

    private static Reading read(String text) {
        Map<String, byte[]> files = new HashMap<>();
        files.put("t.yaml", (HEAD + text).getBytes(UTF_8));
        files.put("a.yaml", PART.formatted("ofA").getBytes(UTF_8));
        files.put("b.yaml", PART.formatted("ofB").getBytes(UTF_8));
        Bundle bundle = Bundle.of(files);
        return Tosca.read(bundle.file("t.yaml").orElseThrow(), bundle);
    }
}
