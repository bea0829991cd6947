package floria.tosca;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import floria.tosca.source.Bundle;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is read, reading ends, and ends with problems rather than an exception. */
class AnyInputTest {

    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [ a.yaml, { file: b.yaml, namespace_prefix: p } ]
            dsl_definitions: { x: &x { size: 1 GB } }
            data_types:
              T: { derived_from: tosca.datatypes.Root, properties: { a: { type: list, entry_schema: { type: T } } } }
            node_types:
              N:
                derived_from: tosca.nodes.SoftwareComponent
                properties:
                  a: { type: integer, default: 3, constraints: [ in_range: [ 1, 4 ] ] }
                  b: { type: map, entry_schema: string }
                requirements: [ peer: { capability: tosca.capabilities.Node, occurrences: [ 0, UNBOUNDED ] } ]
                interfaces: { Standard: { start: { implementation: a.yaml, inputs: { q: { type: string } } } } }
            topology_template:
              inputs: { i: { type: string, default: a, constraints: [ pattern: '[a-z]+' ] } }
              node_templates:
                c: { type: Compute, capabilities: { host: { properties: { num_cpus: 2, mem_size: 1 GB } } } }
                s: { type: tosca.nodes.BlockStorage, properties: { <<: *x } }
                n:
                  type: N
                  properties: { a: 2, b: { k: { get_input: i }, l: { concat: [ a, { get_attribute: [ c, host, x ] } ] } } }
                  requirements: [ { host: c }, { peer: { node: s, relationship: DependsOn } } ]
              groups: { g: { type: tosca.groups.Root, members: [ c, n ] } }
              policies: [ p: { type: tosca.policies.Placement, targets: [ g ] } ]
              outputs: { o: { value: { token: [ { get_property: [ n, b, k ] }, ':', 0 ] } } }
            """;

    private static void read(byte[] bytes) {
        Reading reading =
                Tosca.read(
                        new Source("file:t.yaml", bytes),
                        Bundle.of(
                                Map.of(
                                        "a.yaml",
                                        bytes,
                                        "b.yaml",
                                        "tosca_definitions_version: tosca_2_0"
                                                .getBytes(StandardCharsets.UTF_8))));
        assertThat(reading.topology().isPresent()).isEqualTo(!reading.hasErrors());
        reading.problems().forEach(problem -> assertThat(problem.message()).isNotBlank());
    }

    @Property(tries = 300)
    void anyBytesEnd(@ForAll @Size(max = 400) byte[] bytes) {
        read(bytes);
    }

    @Property(tries = 300)
    void anyTextEnds(@ForAll String text) {
        read(
                ("tosca_definitions_version: tosca_simple_yaml_1_3\n" + text)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1_000)
    void anyMutationOfATemplateEnds(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(TEMPLATE);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            int from = random.nextInt(TEMPLATE.length() - 20);
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, "{}[],:&*!|>'\"%@` \t\n#-?".charAt(random.nextInt(23)));
                case 2 ->
                        text.replace(at, end, TEMPLATE.substring(from, from + random.nextInt(20)));
                default -> text.insert(at, TEMPLATE, from, from + random.nextInt(20));
            }
        }
        read(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
